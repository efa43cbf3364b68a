/**
 * The demo server in a process of its own, so that it costs each side of the benchmark the same. Sends `{url, apiKey}` when it is ready.
 * Every message from the parent is answered with {@link ServerCounts} since the message before, once the server's background work is done;
 * `{hold: LIBRARY}` makes it hold all files of that library before. With a number as its argument each upload takes it as many milliseconds of
 * a processor, one after the other, as thumbnails and machine learning take a real server.
 */
import { extname, parse } from 'node:path';
import type { PartKind } from '../../src/core/model/asset.ts';
import { startDemoImmich } from '../support/demo-immich/index.ts';
import { inScope, readManifest } from '../support/photos-library/index.ts';

export interface ServerCounts {
  readonly requests: number;
  /** By method and path, ids left out, for example `POST /api/assets`. */
  readonly requestsBy: Readonly<Record<string, number>>;
  /** Assets and albums that it holds. */
  readonly assets: number;
  readonly albums: number;
}

const server = await startDemoImmich();
const work = Number(process.argv[2] ?? 0);
if (work > 0) server.faults.add({ kind: 'busy', milliseconds: work, match: { method: 'POST', path: '/api/assets' } });

async function count(): Promise<ServerCounts> {
  await server.idle();
  const [requests, requestsBy] = [server.requests.count(), server.requests.byCall()];
  server.requests.clear();
  return { requests, requestsBy, assets: server.assets().length, albums: server.albums().length };
}

/** As after an upload long ago: pairs linked, details there; no stacks and no albums. */
function hold(library: string): void {
  for (const asset of readManifest(library).assets.filter(inScope)) {
    const details = {
      capturedAt: new Date(asset.capturedAt),
      isFavorite: asset.favorite,
      tags: asset.keywords,
      description: asset.caption ?? '',
    };
    const put = (kind: PartKind, motionId?: string) => {
      const { sha1, size, path = '' } = asset.parts.find((part) => part.kind === kind) ?? {};
      if (!sha1 || size == null) return undefined;
      const name = `${parse(asset.originalFilename).name}${extname(path)}`;
      return server.hold({ ...details, name, checksum: sha1, size, ...(motionId === undefined ? {} : { motionId }) });
    };
    put('original', put('live-video'));
    put('edited', put('edited-live-video'));
    put('raw');
  }
}

process.on('message', (message: 'count' | { readonly hold: string }) => {
  if (message !== 'count') hold(message.hold);
  void count().then((counts) => process.send?.(counts));
});
process.on('disconnect', () => void server.stop());
process.send?.({ url: server.url, apiKey: server.apiKey });
