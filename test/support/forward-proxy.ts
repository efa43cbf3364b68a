/** A proxy as they are in offices: forwards plain requests, and bytes by CONNECT. */
import * as http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ForwardProxy {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  /** Method and address of each request. */
  readonly asked: readonly string[];
}

/**
 * Starts one for a test.
 * @param server where plain requests go, whatever host they name; to that host if not given
 */
export async function startForwardProxy(server?: string): Promise<ForwardProxy> {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    const { method, headers, url = '' } = request;
    asked.push(`${method} ${url}`);
    const { pathname, search } = new URL(url);
    const passedOn = http.request(server === undefined ? url : `${server}${pathname}${search}`, { method, headers });
    passedOn.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passedOn);
  });
  proxy.on('connect', ({ url = '' }, client, head) => {
    asked.push(`CONNECT ${url}`);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    for (const end of [client, target]) end.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}
