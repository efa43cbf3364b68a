/** Which album of Immich is that of Photos, among those that are there; and the making of a new one. */
import type { RemoteAlbum } from '../../../immich/client/albums.ts';
import type { AlbumState, RemoteAlbumRow } from '../../../ledger/album-ledger.ts';
import { ProblemError } from '../../../model/problem.ts';
import { TransientFault } from '../../../patience.ts';
import type { AlbumContext } from './context.ts';
import { type AlbumLook, findAdoptable, findLostAlbum, isSameName, lookOf } from './rule.ts';

/** Makes albums so that a crash at any moment leaves no second one behind: the intent is in the ledger before the album is made. */
export class AlbumFinder {
  readonly #context: AlbumContext;
  #owned: Promise<readonly RemoteAlbum[]> | null = null;

  constructor(context: AlbumContext) {
    this.#context = context;
  }

  async findOrMake(
    album: AlbumState,
    name: string,
  ): Promise<(Pick<RemoteAlbum, 'id' | 'order'> & { readonly isNew: boolean }) | 'ambiguous'> {
    const { ledger, client, target, rules } = this.#context;
    const owned = await this.#ownedAlbums();
    const managed = ledger.albums.managedIds(target);
    if (album.remote !== null) {
      const lost = findLostAlbum(album.remote, owned, managed);
      if (lost !== null) {
        ledger.albums.record(target, album.uuid, lost);
        return { id: lost, order: owned.find(({ id }) => id === lost)?.order ?? null, isNew: true };
      }
    }
    const adopted = findAdoptable(name, rules.adopt, owned, managed);
    if (adopted !== null) {
      ledger.albums.adopt(target, album.uuid, name, adopted);
      return { id: adopted, order: null, isNew: false };
    }
    const recognised = await this.#recognise(album, name, owned, managed);
    if (recognised === 'ambiguous') return 'ambiguous';
    if (recognised !== null) {
      ledger.albums.adopt(target, album.uuid, name, recognised);
      return { id: recognised, order: null, isNew: false };
    }
    const existing = owned.filter((remote) => isSameName(remote.name, name)).map((remote) => remote.id);
    const intent = { name, existing: [...existing, ...managed] };
    ledger.albums.intend(target, album.uuid, name, intent.existing);
    const make = async (tries: number) =>
      (tries > 0 ? await this.#findMade(intent) : null) ?? (await client.albums.create(name));
    const made = await client.repeat('create-album', make).catch(async (error: unknown) => {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      // Refused, or not there right after: it was not made, and one of that name that appears later is somebody else's.
      const found = error instanceof TransientFault ? await this.#findMade(intent) : null;
      if (found !== null) return found;
      ledger.albums.forgetIntent(target, album.uuid);
      throw error;
    });
    ledger.albums.record(target, album.uuid, made.id);
    return { id: made.id, order: made.order, isNew: true };
  }

  /**
   * The album on the server that is this one, for a ledger that does not know (all of) its own: the one that our note names, or the one of
   * that name with nothing in it but what is in this album. Where only a part fits, a person has to say.
   */
  async #recognise(
    album: AlbumState,
    name: string,
    owned: readonly RemoteAlbum[],
    managed: readonly string[],
  ): Promise<string | 'ambiguous' | null> {
    const { ledger, client, target, rules, recognition } = this.#context;
    if (rules.separate.includes(name)) return null;
    const free = owned.filter(({ id }) => !managed.includes(id));
    const named = recognition.named[album.identity];
    if (free.some(({ id }) => id === named)) return named ?? null;
    if (!recognition.byContents) return null;
    const ours = ledger.albums.contents(album.uuid, target);
    const looks: { readonly id: string; readonly look: AlbumLook }[] = [];
    for (const { id } of free.filter((remote) => isSameName(remote.name, name))) {
      const members: string[] = [];
      for await (const asset of client.search.assets(id)) members.push(asset.id);
      looks.push({ id, look: lookOf(members, ours) });
    }
    const same = looks.filter(({ look }) => look === 'same');
    if (same.length === 1) return same[0]?.id ?? null;
    return same.length > 1 || looks.some(({ look }) => look === 'partly') ? 'ambiguous' : null;
  }

  /** The album that a try made whose answer was lost. */
  async #findMade(intent: Pick<RemoteAlbumRow, 'name' | 'existing'>): Promise<RemoteAlbum | null> {
    this.#owned = null;
    const owned = await this.#ownedAlbums();
    const id = findLostAlbum(intent, owned, intent.existing);
    return owned.find((album) => album.id === id) ?? null;
  }

  /** The present name of an album; undefined when the server does not have it any more. */
  async nameOf(remoteId: string): Promise<string | undefined> {
    return (await this.#ownedAlbums()).find((album) => album.id === remoteId)?.name;
  }

  /** Remote id of the present cover of an album; null when it has none. */
  async coverOf(remoteId: string): Promise<string | null> {
    return (await this.#ownedAlbums()).find((album) => album.id === remoteId)?.cover ?? null;
  }

  /** Whether a person has deleted it; false when the server cannot tell. */
  async isGone(remoteId: string): Promise<boolean> {
    try {
      return (await this.nameOf(remoteId)) === undefined;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'server-error') return false;
      throw error;
    }
  }

  #ownedAlbums(): Promise<readonly RemoteAlbum[]> {
    this.#owned ??= this.#context.client.albums.owned();
    return this.#owned;
  }
}
