/** What an album of Photos is to be in Immich, and which album there it is. Everything here is pure. */
import type { RemoteAlbum } from '../../../immich/client/albums.ts';
import type { AlbumMember, AlbumState, RemoteAlbumRow } from '../../../ledger/album-ledger.ts';

/** The name of an album on the server, where albums cannot be nested. */
export function albumName(album: Pick<AlbumState, 'folders' | 'title'>, separator: string): string {
  return [...album.folders, album.title].join(separator);
}

export interface AlbumChange {
  /** Members to put into the album, each remote id once. */
  readonly add: readonly AlbumMember[];
  /** Remote ids that we had put in and that another file of the same asset now stands for. */
  readonly remove: readonly string[];
  /** Members that need no call because another asset with the same contents is in the album already. */
  readonly note: readonly AlbumMember[];
}

/** What has to change in one album. Pure. */
export function planAlbum(members: readonly AlbumMember[]): AlbumChange {
  const entered = new Set(members.flatMap((member) => (member.enteredId === null ? [] : [member.enteredId])));
  const wanted = new Set(members.map((member) => member.remoteId));
  const add: AlbumMember[] = [];
  const note: AlbumMember[] = [];
  for (const member of members) {
    if (member.enteredId === member.remoteId) continue;
    if (entered.has(member.remoteId)) {
      note.push(member);
      continue;
    }
    entered.add(member.remoteId);
    add.push(member);
  }
  const replaced = members.flatMap(({ enteredId, remoteId, wasThere }) =>
    enteredId !== null && enteredId !== remoteId && wasThere !== true && !wanted.has(enteredId) ? [enteredId] : [],
  );
  return { add, remove: [...new Set(replaced)], note };
}

/** False for a file that is to take the place of another one in the album. */
export function isNoReplacement({ enteredId, remoteId }: AlbumMember): boolean {
  return enteredId === null || enteredId === remoteId;
}

/** By the time of capture, where Photos shows the album so; null where it shows it otherwise, which Immich cannot. Pure. */
export function wantedOrder(members: readonly Pick<AlbumMember, 'capturedAt'>[]): RemoteAlbumRow['order'] {
  const times = members.map(({ capturedAt }) => Date.parse(capturedAt));
  const steps = times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? time)));
  if (steps.every((step) => step === 0)) return null;
  if (steps.every((step) => step >= 0)) return 'asc';
  return steps.every((step) => step <= 0) ? 'desc' : null;
}

/** The file of the photo that was chosen for the cover in Photos; null when none was, or it is not on the server. */
export function coverOf({ keyAsset, members }: Pick<AlbumState, 'keyAsset' | 'members'>): string | null {
  return members.find(({ uuid }) => uuid === keyAsset)?.remoteId ?? null;
}

/** What of order and cover has changed in Photos since the last sync. Pure. */
export function planLook(
  album: Pick<AlbumState, 'keyAsset' | 'members'>,
  synced: Pick<RemoteAlbumRow, 'order' | 'cover'> | null,
): { readonly order?: NonNullable<RemoteAlbumRow['order']>; readonly cover?: string } {
  const [order, cover] = [wantedOrder(album.members), coverOf(album)];
  return {
    ...(order === null || order === synced?.order ? {} : { order }),
    ...(cover === null || cover === synced?.cover ? {} : { cover }),
  };
}

export function isSameName(a: string, b: string): boolean {
  return a.normalize('NFC') === b.normalize('NFC');
}

export type AlbumLook = 'same' | 'partly' | 'other';

/** How much an album on the server is like one of Photos. Pure. @param ours remote ids of everything of the album's pictures */
export function lookOf(members: readonly string[], ours: ReadonlySet<string>): AlbumLook {
  const shared = members.filter((id) => ours.has(id)).length;
  if (shared > 0 && shared === members.length) return 'same';
  return shared > 0 ? 'partly' : 'other';
}

/**
 * The album that a cut-off run made without living to write it down: of that name, not there before, nobody else's, and still empty, as it
 * is until the ledger knows it. Pure.
 */
export function findLostAlbum(
  intent: { readonly name: string; readonly existing: readonly string[] },
  owned: readonly Pick<RemoteAlbum, 'id' | 'name' | 'size'>[],
  managed: readonly string[],
): string | null {
  const foreign = new Set([...intent.existing, ...managed]);
  const fits = ({ id, name, size }: Pick<RemoteAlbum, 'id' | 'name' | 'size'>) =>
    isSameName(name, intent.name) && size === 0 && !foreign.has(id);
  return owned.find(fits)?.id ?? null;
}

/** The one album of that name that the person allowed to be taken; none when two of them fit. Pure. */
export function findAdoptable(
  name: string,
  allowed: readonly string[],
  owned: readonly Pick<RemoteAlbum, 'id' | 'name'>[],
  managed: readonly string[],
): string | null {
  if (!allowed.includes(name)) return null;
  const fitting = owned.filter((album) => album.name === name && !managed.includes(album.id));
  return fitting.length === 1 ? (fitting[0]?.id ?? null) : null;
}
