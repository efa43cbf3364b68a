/**
 * Whether the albums that we made are still on the server. One that is gone was deleted by a person only where everything else speaks for it:
 * server and ledger tell one history, what was in it is still there under the same ids, and a second look agrees. Otherwise it was lost, and
 * is rebuilt.
 */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { AlbumContents } from '../../../ledger/album-entries.ts';
import type { KnownAlbum } from '../../../ledger/album-ledger.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { type History, mayBeDecision } from '../../history.ts';

export interface AlbumPresenceContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly history: History;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AlbumFindings {
  /** Deleted by a person: not made again. */
  readonly deleted: number;
  /** Lost, or back again, or with members missing that nobody took out: the albums are to be looked at. */
  readonly toMend: number;
}

/** What has become of an album. */
export type AlbumFate = 'as-it-was' | 'back' | 'deleted' | 'lost';

/**
 * Pure.
 * @param isThere whether the server lists it
 * @param contents what has become of all that we put into it. Where nothing was, it speaks neither for a loss nor against it: what is known for
 *   certain to be one history does.
 */
export function judgeAlbum(
  { isGone }: Pick<KnownAlbum, 'isGone'>,
  isThere: boolean,
  { history, contents }: { readonly history: History; readonly contents: AlbumContents },
): AlbumFate {
  if (isThere) return isGone ? 'back' : 'as-it-was';
  if (isGone) return 'as-it-was';
  if (contents === 'nothing') return history === 'continuous' ? 'deleted' : 'lost';
  return mayBeDecision(history) && contents === 'living' ? 'deleted' : 'lost';
}

/** Looks at all albums of ours, and takes over what has become of them. One request where there are any, none where there are none. */
export async function checkAlbums(context: AlbumPresenceContext): Promise<AlbumFindings> {
  const { ledger, client, target, history, now } = context;
  const known = ledger.albums.known(target);
  if (known.length === 0) return { deleted: 0, toMend: 0 };
  const listed = new Set<string>();
  const list = async () => {
    for (const { id } of await client.albums.owned()) listed.add(id);
  };
  await list();
  // One list may be wrong, for example while the server restarts: an album counts as gone when it is missing twice.
  if (known.some(({ remoteId, isGone }) => !isGone && !listed.has(remoteId))) await list();
  const counts = { deleted: 0, toMend: 0 };
  for (const album of known) {
    const evidence = { history, contents: ledger.albumEntries.contentsLeft(target, album.album) };
    switch (judgeAlbum(album, listed.has(album.remoteId), evidence)) {
      case 'as-it-was':
        if (!album.isGone && !mayBeDecision(history)) counts.toMend += await forgetLostMembers(album, context);
        break;
      case 'back':
        ledger.albums.recordGone(target, album.album, null);
        counts.toMend += 1;
        break;
      case 'deleted':
        ledger.albums.recordGone(target, album.album, now());
        counts.deleted += 1;
        break;
      case 'lost':
        ledger.albums.forget(target, album.album);
        counts.toMend += 1;
        break;
    }
  }
  return counts;
}

async function forgetLostMembers(
  { album, remoteId }: KnownAlbum,
  { ledger, client, target }: AlbumPresenceContext,
): Promise<number> {
  const present = new Set<string>();
  for await (const asset of client.search.assets(remoteId, { withTrash: true })) present.add(asset.id);
  return Math.min(1, ledger.albumEntries.forgetOutside(target, album, present));
}
