/**
 * The demo server in a process of its own, so that it costs each side of the benchmark the same. Sends `{url, apiKey}` when it is ready.
 * Every message from the parent is answered with {@link ServerCounts} since the message before, once the server's background work is done.
 */
import { startDemoImmich } from '../support/demo-immich/index.ts';

export interface ServerCounts {
  readonly requests: number;
  /** By method and path, ids left out, for example `POST /api/assets`. */
  readonly requestsBy: Readonly<Record<string, number>>;
  /** Assets and albums that it holds. */
  readonly assets: number;
  readonly albums: number;
}

const server = await startDemoImmich();

async function count(): Promise<ServerCounts> {
  await server.idle();
  const [requests, requestsBy] = [server.requests.count(), server.requests.byCall()];
  server.requests.clear();
  return { requests, requestsBy, assets: server.assets().length, albums: server.albums().length };
}

process.on('message', () => void count().then((counts) => process.send?.(counts)));
process.on('disconnect', () => void server.stop());
process.send?.({ url: server.url, apiKey: server.apiKey });
