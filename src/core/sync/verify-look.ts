/** What the server has besides files, looked at now: members of our albums, stacks, and which video it plays for which still. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface ServerLook {
  /** Remote ids in each of our albums, by its remote id; null for one that is gone. */
  readonly albums: ReadonlyMap<string, ReadonlySet<string> | null>;
  /** Remote ids in each stack, by its remote id; null when the key may not list stacks, or there are too many. */
  readonly stacks: ReadonlyMap<string, ReadonlySet<string>> | null;
  /** Videos by still, both remote ids. */
  readonly pairs: ReadonlyMap<string, string>;
}

/** One list of albums and one of stacks, pages of 1,000 for Live Photos and for the members of each of our albums. */
export async function lookAtServer(ledger: Ledger, client: ImmichClient, target: number): Promise<ServerLook> {
  const known = ledger.albums.known(target).filter(({ isGone }) => !isGone);
  const listed = known.length === 0 ? [] : await client.albums.owned();
  const albums = new Map<string, ReadonlySet<string> | null>();
  for (const { remoteId } of known) {
    const members = new Set<string>();
    const isThere = listed.some(({ id }) => id === remoteId);
    if (isThere) for await (const { id } of client.search.assets(remoteId, { withTrash: true })) members.add(id);
    albums.set(remoteId, isThere ? members : null);
  }
  const pairs = new Map<string, string>();
  if (ledger.verified.pairs(target).size > 0)
    for await (const { stillId, videoId } of client.search.livePhotos()) pairs.set(stillId, videoId);
  const hasStacks = [...ledger.remote.stacks(target).values()].some(({ remoteId }) => remoteId !== null);
  const stacks = hasStacks ? await client.stacks.list() : [];
  return { albums, pairs, stacks: stacks && new Map(stacks.map(({ id, members }) => [id, new Set(members)])) };
}
