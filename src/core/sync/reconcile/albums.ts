/**
 * Albums: each album of Photos that has something on the server gets one album there, known by its UUID and not by its name. Only albums
 * that this program made are ever touched, and what a person takes out of one in Immich is not put back.
 */
import type { AlbumAddResult, ImmichClient, RemoteAlbum } from '../../immich/client.ts';
import type { AlbumMember, AlbumState, Ledger } from '../../ledger/ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import type { AlbumCounts } from '../outcome.ts';
import type { Scope } from '../scope.ts';

export interface AlbumContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  /** Between the folders and the title in the album's name. */
  readonly separator: string;
  readonly onProgress: (done: number, total: number) => void;
}

export interface AlbumOutcome {
  readonly counts: AlbumCounts;
  readonly problems: readonly Problem[];
}

/** The name of an album on the server, where albums cannot be nested. */
export function albumName(album: Pick<AlbumState, 'folders' | 'title'>, separator: string): string {
  return [...album.folders, album.title].join(separator);
}

export interface AlbumChange {
  /** Members to put into the album, each remote id once. */
  readonly add: readonly AlbumMember[];
  /** Remote ids that we had put in and that another file of the same asset now stands for. */
  readonly remove: readonly string[];
  /** Members that need no call because a twin with the same contents is in the album already. */
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
  const replaced = members.flatMap(({ enteredId, remoteId }) =>
    enteredId !== null && enteredId !== remoteId && !wanted.has(enteredId) ? [enteredId] : [],
  );
  return { add, remove: [...new Set(replaced)], note };
}

/** Brings all albums up to date. A failing album becomes a problem and does not stop the others; a lost server or key does. */
export async function reconcileAlbums(context: AlbumContext): Promise<AlbumOutcome> {
  const { ledger, target } = context;
  const albums = ledger.albums(target, context.scope);
  const finder = new AlbumFinder(context);
  const counts = { managed: albums.length, created: 0, assetsAdded: 0, assetsRemoved: 0 };
  const failures: { readonly name: string; readonly reason: string }[] = [];
  let done = 0;
  for (const album of albums) {
    try {
      await reconcileAlbum(album, context, finder, counts);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      failures.push({ name: albumName(album, context.separator), reason: error.message });
    }
    done += 1;
    context.onProgress(done, albums.length);
  }
  const [first] = failures;
  if (first === undefined) return { counts, problems: [] };
  const names = failures.map((failure) => failure.name);
  return { counts, problems: [makeProblem('albums-failed', { count: failures.length, reason: first.reason }, names)] };
}

async function reconcileAlbum(
  album: AlbumState,
  context: AlbumContext,
  finder: AlbumFinder,
  counts: { created: number; assetsAdded: number; assetsRemoved: number },
): Promise<void> {
  const { ledger, client, target } = context;
  const change = planAlbum(album.members);
  let remoteId = album.remote?.remoteId ?? null;
  if (remoteId !== null && change.add.length + change.note.length === 0) return;
  if (remoteId === null) {
    remoteId = await finder.findOrMake(album);
    counts.created += 1;
  }
  if (change.add.length > 0) {
    const results = await client.addToAlbum(
      remoteId,
      change.add.map((member) => member.remoteId),
    );
    const entered = change.add.filter((member) => isIn(results.get(member.remoteId)));
    ledger.recordEntries(target, album.uuid, entered);
    counts.assetsAdded += change.add.filter((member) => results.get(member.remoteId) === 'added').length;
    if (entered.length < change.add.length) {
      throw new ProblemError('server-error', {
        what: 'adding to an album',
        status: 200,
        message: `${change.add.length - entered.length} refused`,
      });
    }
  }
  ledger.recordEntries(target, album.uuid, change.note);
  if (change.remove.length > 0) counts.assetsRemoved += await removeReplaced(client, remoteId, change.remove);
}

/** Taking the former file of an edited asset out is a nicety: a key that may not do it leaves both in the album. */
async function removeReplaced(client: ImmichClient, albumId: string, remoteIds: readonly string[]): Promise<number> {
  try {
    const results = await client.removeFromAlbum(albumId, remoteIds);
    return [...results.values()].filter((result) => result === 'added').length;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'key-lacks-permission') return 0;
    throw error;
  }
}

function isIn(result: AlbumAddResult | undefined): boolean {
  return result === 'added' || result === 'duplicate';
}

/** Makes albums so that a crash at any moment leaves no second one behind: the intent is in the ledger before the album is made. */
class AlbumFinder {
  readonly #context: AlbumContext;
  #owned: Promise<readonly RemoteAlbum[]> | null = null;

  constructor(context: AlbumContext) {
    this.#context = context;
  }

  /** @returns its id on the server. */
  async findOrMake(album: AlbumState): Promise<string> {
    const { ledger, client, target, separator } = this.#context;
    const owned = await this.#ownedAlbums();
    if (album.remote !== null) {
      const lost = findLostAlbum(album.remote, owned, ledger.managedAlbumIds(target));
      if (lost !== null) {
        ledger.recordAlbum(target, album.uuid, lost);
        return lost;
      }
    }
    const name = albumName(album, separator);
    const existing = owned.filter((remote) => remote.name === name).map((remote) => remote.id);
    ledger.intendAlbum(target, album.uuid, name, [...existing, ...ledger.managedAlbumIds(target)]);
    const made = await client.createAlbum(name);
    ledger.recordAlbum(target, album.uuid, made.id);
    return made.id;
  }

  #ownedAlbums(): Promise<readonly RemoteAlbum[]> {
    this.#owned ??= this.#context.client.ownedAlbums();
    return this.#owned;
  }
}

/** The album that a cut-off run made without living to write it down: of that name, not there before, and nobody else's. Pure. */
export function findLostAlbum(
  intent: { readonly name: string; readonly existing: readonly string[] },
  owned: readonly RemoteAlbum[],
  managed: readonly string[],
): string | null {
  const foreign = new Set([...intent.existing, ...managed]);
  return owned.find((album) => album.name === intent.name && !foreign.has(album.id))?.id ?? null;
}
