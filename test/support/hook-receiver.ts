/** A service that is told of syncs: takes whatever comes, in the order in which it comes, and answers as a test says. */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  /** With its query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface HookReceiver {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  readonly received: readonly Received[];
  /** What the next requests are answered with, in turn; then 200 and `OK`. */
  readonly answers: ReceiverAnswer[];
}

export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** Starts one for a test. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const received: Received[] = [];
  const answers: ReceiverAnswer[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const { status, headers = {}, text = '' } = answers.shift() ?? { status: 200, text: 'OK' };
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, answers };
}
