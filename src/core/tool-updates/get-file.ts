/**
 * A small public file over HTTPS, by the connections that the server is reached by: certificates are verified, the system's authorities and proxy
 * count. Unlike calls to the server it follows redirects (GitHub's releases are elsewhere), because nothing secret goes along.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { askSystemAfter, makeAgent } from '../immich/connections.ts';
import type { FindProxy } from '../immich/proxy.ts';
import { tell } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';

export interface FileRequest {
  readonly url: string;
  /** What the previous answer was marked with: one that is the same is not sent again. */
  readonly etag?: string | null;
  /** Bytes. */
  readonly longest: number;
  /** Milliseconds for all of it. */
  readonly deadline: number;
  readonly findProxy?: FindProxy | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type FileAnswer =
  | { readonly isSame: true }
  | { readonly isSame: false; readonly bytes: Buffer; readonly etag: string | null };

/** Why a file did not come. */
export class FileNotGot extends Error {
  override readonly name = 'FileNotGot';
  readonly reason: Explanation;

  constructor(reason: Explanation, options?: ErrorOptions) {
    super(tell(reason), options);
    this.reason = reason;
  }
}

const MAX_REDIRECTS = 5;

/** @throws {FileNotGot} and the signal's reason */
export async function getFile(request: FileRequest): Promise<FileAnswer> {
  const limit = AbortSignal.timeout(request.deadline);
  const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
  try {
    return await follow(request, signal);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof FileNotGot) throw error;
    const { host } = new URL(request.url);
    const { code, message } = error as NodeJS.ErrnoException;
    const why = limit.aborted ? because('no-answer-in-time') : quote(code ?? message);
    throw new FileNotGot(because('host-unreachable', { host, why }), { cause: error });
  }
}

async function follow(request: FileRequest, signal: AbortSignal): Promise<FileAnswer> {
  let url = new URL(request.url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await exchange(url, request, signal);
    if (!(answer instanceof URL)) return answer;
    if (answer.protocol !== url.protocol)
      throw new FileNotGot(because('host-redirects-to', { host: url.host, target: answer.origin }));
    url = answer;
  }
  throw new FileNotGot(because('host-redirects-on-and-on', { host: url.host }));
}

async function exchange(url: URL, request: FileRequest, signal: AbortSignal): Promise<FileAnswer | URL> {
  const proxy = (await request.findProxy?.(url.href)) ?? null;
  const address = { url: url.origin, headers: {}, certificateAuthorities: [], proxy };
  try {
    return await ask(url, makeAgent(address, {}), request, signal);
  } catch (error) {
    if (!askSystemAfter((error as { code?: string }).code ?? '', address)) throw error;
    return await ask(url, makeAgent(address, {}), request, signal);
  }
}

/** @returns where it leads instead, for a redirect */
function ask(
  url: URL,
  agent: http.Agent,
  { etag, longest }: FileRequest,
  signal: AbortSignal,
): Promise<FileAnswer | URL> {
  const headers = { accept: '*/*', 'user-agent': 'immich-sync', ...(etag ? { 'if-none-match': etag } : {}) };
  const { host } = url;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      agent.destroy();
      reject(error);
    };
    const succeed = (answer: FileAnswer | URL) => {
      agent.destroy();
      resolve(answer);
    };
    const send = url.protocol === 'https:' ? https.get : http.get;
    const outgoing = send(url, { agent, headers, signal });
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const { statusCode = 0, headers: answered } = incoming;
      if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) {
        const { location } = answered;
        incoming.resume();
        if (location !== undefined && URL.canParse(location, url.href)) return succeed(new URL(location, url));
      }
      if (statusCode === 304 && etag) return succeed({ isSame: true });
      if (statusCode !== 200) return fail(new FileNotGot(because('host-answered-with', { host, status: statusCode })));
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > longest) return fail(new FileNotGot(because('host-sends-too-much', { host })));
        chunks.push(chunk);
      });
      incoming.on('aborted', () => fail(new FileNotGot(because('host-broke-off', { host }))));
      incoming.on('error', fail);
      incoming.on('end', () => succeed({ isSame: false, bytes: Buffer.concat(chunks), etag: answered.etag ?? null }));
    });
  });
}
