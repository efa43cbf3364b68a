/**
 * The look at files right before their details are set, and the look at what has become of what was set. A few are asked for one by one; many
 * at once in pages, by the span of time in which they were taken, so that no look is older than seconds and a large library is not read for
 * each batch.
 */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { ImmichClient } from '../../../immich/client/client.ts';
import { eachOf } from '../each-of.ts';

/** A file that is to be looked at. */
export interface Sought {
  readonly remoteId: string;
  /** ISO 8601. */
  readonly capturedAt: string;
}

/** What the server says of the files, by remote id; null for what the key cannot see. */
export type Looks = ReadonlyMap<string, RemoteAsset | null>;

/** What a page of a search costs, in requests for single assets. */
const PAGE_COST = 20;
/** Assets in a page. */
const PAGE = 1_000;
/** Milliseconds around the files' own times: what the server reads from a file may differ by a zone. */
const MARGIN = 26 * 60 * 60 * 1000;

/**
 * Looks at all of them.
 * @param assetsBetween how many assets the library has in a span of time, roughly; ISO days, both ends included
 */
export async function lookAtFiles(
  files: readonly Sought[],
  client: ImmichClient,
  assetsBetween: (first: string, last: string) => number,
): Promise<Looks> {
  const looks = new Map<string, RemoteAsset | null>();
  const times = files.map(({ capturedAt }) => Date.parse(capturedAt)).filter((time) => !Number.isNaN(time));
  const [from, to] = [Math.min(...times) - MARGIN, Math.max(...times) + MARGIN];
  const isLessInPages = () => {
    const pages = 2 + assetsBetween(dayOf(from), dayOf(to)) / PAGE;
    return files.length > PAGE_COST * pages;
  };
  if (times.length > 0 && files.length > 2 * PAGE_COST && isLessInPages()) {
    const sought = new Set(files.map(({ remoteId }) => remoteId));
    for await (const asset of client.search.assets(undefined, { takenBetween: [from, to] }))
      if (sought.has(asset.id)) looks.set(asset.id, asset);
  }
  const missing = files.filter(({ remoteId }) => !looks.has(remoteId));
  await eachOf(missing, async ({ remoteId }) => {
    looks.set(remoteId, await client.assets.details(remoteId));
  });
  return looks;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
