/** Serves a list of tool sets on this computer, as a release's place does: marks, redirects, and what goes wrong with them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { sha256 } from './lists.ts';

export interface ListServer {
  /** The list's address. */
  readonly url: string;
  /** By their names; `list.json` is the list. */
  readonly files: Map<string, string | Buffer>;
  /** What was asked for, by name, with the status that was answered. */
  readonly asked: string[];
  /** Ends the connection after so many bytes of each file; null for whole files. */
  cutAfter: number | null;
}

export async function startListServer(): Promise<ListServer> {
  const files = new Map<string, string | Buffer>();
  const asked: string[] = [];
  const state: ListServer = { url: '', files, asked, cutAfter: null };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url ?? '').replace(/^\/(?:stored\/)?/, '');
    // GitHub's releases are stored elsewhere.
    if (request.url?.startsWith('/stored/') !== true) {
      response.writeHead(302, { location: `/stored/${name}` }).end();
      return;
    }
    const file = files.get(name);
    const contents = file === undefined ? null : Buffer.from(file);
    const etag = contents === null ? '' : `"${sha256(contents)}"`;
    const status = contents === null ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    asked.push(`${name} ${status}`);
    if (status !== 200 || contents === null) {
      response.writeHead(status).end();
      return;
    }
    response.writeHead(200, { etag, 'content-length': contents.byteLength });
    if (state.cutAfter === null) response.end(contents);
    else response.write(contents.subarray(0, state.cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.json`;
  return Object.assign(state, { url });
}
