/** Changing one album of ours in Immich: its name, order and cover, and what Photos has taken out of it. */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { DepartedEntry } from '../../../ledger/album-entries.ts';
import type { AlbumMember, AlbumState, RemoteAlbumRow } from '../../../ledger/album-ledger.ts';
import { ProblemError } from '../../../model/problem.ts';
import type { AlbumContext, Counts, Tally } from './context.ts';
import type { AlbumFinder } from './finder.ts';
import { isSameName, planLook } from './rule.ts';

/** Order and cover follow Photos. A cover that a person chose in Immich since we set ours stays. @returns whether anything was changed */
export async function arrange(
  album: AlbumState,
  remoteId: string,
  synced: Pick<RemoteAlbumRow, 'order' | 'cover'> | null,
  { ledger, client, target, capabilities }: AlbumContext,
  finder: AlbumFinder,
): Promise<boolean> {
  const { order, cover } = planLook(album, synced);
  if (!capabilities.renameAlbums || (order === undefined && cover === undefined)) return false;
  // Where another file stands for the same photo now, the server has put something on the cover itself.
  const isStillThere = album.members.some((member) => member.remoteId === synced?.cover);
  const isTheirs = cover !== undefined && isStillThere && (await finder.coverOf(remoteId)) !== synced?.cover;
  const change = { ...(order === undefined ? {} : { order }), ...(cover === undefined || isTheirs ? {} : { cover }) };
  const isChange = Object.keys(change).length > 0;
  if (isChange) {
    try {
      await client.albums.change(remoteId, change);
    } catch (error) {
      // A person has taken the photo of the cover out of the album.
      if (!(error instanceof ProblemError) || !/thumbnail/i.test(error.message)) throw error;
      if (order !== undefined) await client.albums.change(remoteId, { order });
    }
  }
  ledger.albums.recordLook(target, album.uuid, {
    order: order ?? synced?.order ?? null,
    cover: cover ?? synced?.cover ?? null,
  });
  return isChange;
}

/** The name follows Photos. Where it was changed on both sides since the last sync, the one counts that leads, and the run tells. */
export async function rename(
  uuid: string,
  remote: { readonly remoteId: string; readonly name: string },
  name: string,
  { ledger, client, target, rules }: AlbumContext,
  finder: AlbumFinder,
  { counts, conflicts }: Pick<Tally, 'counts' | 'conflicts'>,
): Promise<void> {
  const present = await finder.nameOf(remote.remoteId);
  if (present === undefined) return;
  const isConflict = !isSameName(present, remote.name) && !isSameName(present, name);
  if (isConflict)
    conflicts.push({ uuid, filename: name, field: 'album-name', photos: name, immich: present, winner: rules.leader });
  if (!isSameName(present, name) && !(isConflict && rules.leader === 'immich')) {
    await client.albums.change(remote.remoteId, { name });
    counts.renamed += 1;
  }
  ledger.albums.recordName(target, uuid, name);
}

/**
 * Leaves out new files of assets whose former file a person took out of the album: they wanted the picture out, not that version of it.
 * The album's members are read only when a file is to be replaced.
 */
export async function leaveOutTaken(
  add: readonly AlbumMember[],
  remoteId: string,
  uuid: string,
  { ledger, client, target }: AlbumContext,
): Promise<readonly AlbumMember[]> {
  if (add.every((member) => member.enteredId === null)) return add;
  const present = await idsIn(remoteId, client);
  const isTaken = ({ enteredId }: AlbumMember) => enteredId !== null && !present.has(enteredId);
  ledger.albumEntries.record(target, uuid, add.filter(isTaken), true);
  return add.filter((member) => !isTaken(member));
}

/** Takes out what Photos has taken out, as far as we had put it in. What a person has taken out already is kept in mind. */
export async function takeOut(
  albumId: string,
  entries: readonly DepartedEntry[],
  { ledger, client, target, capabilities }: AlbumContext,
  counts: Counts,
): Promise<void> {
  const ours = entries.filter(({ mayLeave }) => mayLeave);
  if (ours.length > 0 && !capabilities.emptyAlbums) return;
  const present = ours.length > 0 ? await idsIn(albumId, client) : new Set<string>();
  const [leaving, taken] = [
    ours.filter(({ remoteId }) => present.has(remoteId)),
    ours.filter(({ remoteId }) => !present.has(remoteId)),
  ];
  if (leaving.length > 0) {
    const ids = [...new Set(leaving.map(({ remoteId }) => remoteId))];
    counts.assetsRemoved += await remove(client, albumId, ids);
  }
  ledger.albumEntries.recordTaken(target, taken);
  ledger.albumEntries.forget(
    target,
    entries.filter((entry) => !taken.includes(entry)),
  );
}

/** Remote ids of what is in an album, also in the trash: what a person threw away is in the album again when it is restored. */
async function idsIn(albumId: string, client: ImmichClient): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { id } of client.search.assets(albumId, { withTrash: true })) ids.add(id);
  return ids;
}

/** @returns how many were in the album. */
export async function remove(client: ImmichClient, albumId: string, remoteIds: readonly string[]): Promise<number> {
  const results = await client.albums.remove(albumId, remoteIds);
  return [...results.values()].filter((result) => result === 'added').length;
}
