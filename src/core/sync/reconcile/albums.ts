/**
 * Albums: each album of Photos that has something on the server gets one album there, known by its UUID and not by its name. Only albums
 * that this program made, or that it was told to take for its own, are ever touched. What a person puts into one in Immich stays, what a
 * person takes out is not put back, and a name or an album that a person changed or deleted there is left alone.
 */
import type { AlbumAddResult, RemoteAlbum } from '../../immich/client/albums.ts';
import type { ImmichClient } from '../../immich/client/client.ts';
import type { Abilities } from '../../immich/permissions.ts';
import type { AlbumMember, AlbumState, DepartedEntry, RemoteAlbumRow } from '../../ledger/album-ledger.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import { TransientFault } from '../../retry.ts';
import type { Caution } from '../caution.ts';
import type { AlbumCounts, DetailConflict } from '../outcome.ts';
import type { Scope } from '../scope.ts';
import { OutOfReach } from './out-of-reach.ts';

/** How albums are kept, as the person chose. */
export interface AlbumRules {
  /** Between the folders and the title in the album's name. */
  readonly separator: string;
  /** Whether an album that is deleted in Photos gives back what we had put into it; the album itself stays in any case. */
  readonly emptyDeleted: boolean;
  /** Names of albums in Immich that may be taken for those of the same name in Photos. */
  readonly adopt: readonly string[];
  /** Names of albums of Photos that get an album of their own, though Immich has one of that name with some of their pictures. */
  readonly separate: readonly string[];
  /** Whose name counts where an album was renamed on both sides. */
  readonly leader: 'photos' | 'immich';
}

export interface AlbumRecognition {
  /** Remote ids that our note on the server names, by the identity of an album in Photos. */
  readonly named: Readonly<Record<string, string>>;
  /** Whether one of the same name with the same pictures in it is ours, too: for a ledger that may not know (all of) its own. */
  readonly byContents: boolean;
}

export interface AlbumContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: AlbumRules;
  readonly abilities: Pick<Abilities, 'renameAlbums' | 'emptyAlbums'>;
  /** True when hidden assets go to the locked folder: the server takes them out of all albums and lets none in. */
  readonly locksHidden: boolean;
  readonly caution: Caution;
  /** What albums of ours are recognised by that this ledger does not know. */
  readonly recognition: AlbumRecognition;
  readonly onProgress: (done: number, total: number) => void;
}

export interface AlbumOutcome {
  readonly counts: AlbumCounts;
  /** Albums that were renamed on both sides. */
  readonly conflicts: readonly DetailConflict[];
  readonly problems: readonly Problem[];
}

type Counts = { -readonly [Name in keyof AlbumCounts]: AlbumCounts[Name] };

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
  const replaced = members.flatMap(({ enteredId, remoteId, wasThere }) =>
    enteredId !== null && enteredId !== remoteId && wasThere !== true && !wanted.has(enteredId) ? [enteredId] : [],
  );
  return { add, remove: [...new Set(replaced)], note };
}

/** False for a file that is to take the place of another one in the album. */
function isNoReplacement({ enteredId, remoteId }: AlbumMember): boolean {
  return enteredId === null || enteredId === remoteId;
}

/** Brings all albums up to date. A failing album becomes a problem and does not stop the others; a lost server or key does. */
export async function reconcileAlbums(context: AlbumContext): Promise<AlbumOutcome> {
  const { ledger, target, scope, rules } = context;
  if (!context.caution.mayFillAlbums) {
    const managed = ledger.albums.countManaged(target, scope);
    const counts = { managed, created: 0, renamed: 0, arranged: 0, assetsAdded: 0, assetsRemoved: 0 };
    return { counts, conflicts: [], problems: [] };
  }
  const albums = ledger.albums.chosen(target, scope).filter((album) => album.remote?.isGone !== true);
  const departed = groupByAlbum(ledger.albums.departedEntries(target, scope, rules.emptyDeleted));
  const finder = new AlbumFinder(context);
  const outOfReach = new OutOfReach(context);
  const counts: Counts = {
    managed: 0,
    created: 0,
    renamed: 0,
    arranged: 0,
    assetsAdded: 0,
    assetsRemoved: 0,
  };
  const conflicts: DetailConflict[] = [];
  const ambiguous: string[] = [];
  const failures: { readonly name: string; readonly reason: string }[] = [];
  let total = albums.length + departed.size;
  let done = 0;
  const attempt = async (name: string, albumId: string | null, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      // One that was deleted at this very moment is judged by the next run, with all that speaks for it.
      if (albumId === null || !(await finder.isGone(albumId)))
        failures.push({ name, reason: error.message.replace(/\.$/, '') });
    }
    done += 1;
    context.onProgress(done, total);
  };
  for (const head of albums) {
    const members = ledger.albums.members(head.uuid, target, scope, context.locksHidden);
    if (members.length === 0) {
      total -= 1;
      continue;
    }
    const album = { ...head, members };
    counts.managed += 1;
    const name = albumName(album, rules.separator);
    await attempt(name, album.remote?.remoteId ?? null, () =>
      reconcileAlbum(album, name, context, finder, outOfReach, { counts, conflicts, ambiguous }),
    );
  }
  for (const entries of departed.values()) {
    const [first] = entries;
    if (first === undefined) continue;
    await attempt(first.albumName, first.albumId, () => takeOut(first.albumId, entries, context, counts));
  }
  const [first] = failures;
  const names = failures.map((failure) => failure.name);
  return {
    counts,
    conflicts,
    problems: [
      ...(first === undefined
        ? []
        : [makeProblem('albums-failed', { count: failures.length, reason: first.reason }, names)]),
      ...(ambiguous.length === 0
        ? []
        : [makeProblem('albums-ambiguous', { count: ambiguous.length, name: ambiguous[0] ?? '' }, ambiguous)]),
    ],
  };
}

interface Tally {
  readonly counts: Counts;
  readonly conflicts: DetailConflict[];
  /** Names of albums of which a person has to say whether one in Immich is theirs. */
  readonly ambiguous: string[];
}

async function reconcileAlbum(
  album: AlbumState,
  name: string,
  context: AlbumContext,
  finder: AlbumFinder,
  outOfReach: OutOfReach,
  { counts, conflicts, ambiguous }: Tally,
): Promise<void> {
  const { ledger, client, target } = context;
  if (album.remote !== null && album.remote.remoteId !== null) {
    if (album.remote.name !== name && context.abilities.renameAlbums)
      await rename(album.uuid, { ...album.remote, remoteId: album.remote.remoteId }, name, context, finder, {
        counts,
        conflicts,
      });
  }
  const change = planAlbum(context.caution.mayChange ? album.members : album.members.filter(isNoReplacement));
  const mayAdd = await outOfReach.leaveOut(change.add);
  let remoteId = album.remote?.remoteId ?? null;
  if (remoteId !== null && mayAdd.length + change.note.length === 0) {
    await arrange(album, remoteId, album.remote, context, finder, counts);
    return;
  }
  // Without anything that may go into it, it is not made.
  if (remoteId === null && mayAdd.length === 0) return;
  let isNew = false;
  let synced: Pick<RemoteAlbumRow, 'order' | 'cover'> | null = album.remote;
  if (remoteId === null) {
    const found = await finder.findOrMake(album, name);
    if (found === 'ambiguous') {
      ambiguous.push(name);
      return;
    }
    remoteId = found.id;
    isNew = found.isNew;
    // What a person made looks as that person wants it, until Photos changes.
    synced = isNew ? { order: found.order, cover: null } : { order: wantedOrder(album.members), cover: coverOf(album) };
    ledger.albums.recordLook(target, album.uuid, synced);
    counts.created += Number(isNew);
  }
  const add = await leaveOutTaken(mayAdd, remoteId, album.uuid, context);
  if (add.length > 0) {
    const results = await client.albums.add(
      remoteId,
      add.map((member) => member.remoteId),
    );
    const withResult = (wanted: AlbumAddResult) => add.filter((member) => results.get(member.remoteId) === wanted);
    const [added, present] = [withResult('added'), withResult('duplicate')];
    ledger.albums.recordEntries(target, album.uuid, added, true);
    // What is in an album that we have just made was put there by us: a try whose answer was lost had done it.
    ledger.albums.recordEntries(target, album.uuid, present, isNew);
    counts.assetsAdded += added.length + (isNew ? present.length : 0);
    const refused = await outOfReach.countRefused(withResult('refused'));
    if (refused > 0) {
      throw new ProblemError('server-error', {
        what: 'adding to an album',
        status: 200,
        message: `${refused} refused`,
      });
    }
  }
  for (const member of change.note) {
    const isOurs = !album.members.some((twin) => twin.enteredId === member.remoteId && twin.wasThere === true);
    ledger.albums.recordEntries(target, album.uuid, [member], isOurs);
  }
  if (change.remove.length > 0 && context.abilities.emptyAlbums)
    counts.assetsRemoved += await remove(client, remoteId, change.remove);
  await arrange(album, remoteId, synced, context, finder, counts);
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
function coverOf({ keyAsset, members }: Pick<AlbumState, 'keyAsset' | 'members'>): string | null {
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

/** Order and cover follow Photos. A cover that a person chose in Immich since we set ours stays. */
async function arrange(
  album: AlbumState,
  remoteId: string,
  synced: Pick<RemoteAlbumRow, 'order' | 'cover'> | null,
  { ledger, client, target, abilities }: AlbumContext,
  finder: AlbumFinder,
  counts: Counts,
): Promise<void> {
  const { order, cover } = planLook(album, synced);
  if (!abilities.renameAlbums || (order === undefined && cover === undefined)) return;
  // Where another file stands for the same photo now, the server has put something on the cover itself.
  const isStillThere = album.members.some((member) => member.remoteId === synced?.cover);
  const isTheirs = cover !== undefined && isStillThere && (await finder.coverOf(remoteId)) !== synced?.cover;
  const change = { ...(order === undefined ? {} : { order }), ...(cover === undefined || isTheirs ? {} : { cover }) };
  if (Object.keys(change).length > 0) {
    try {
      await client.albums.change(remoteId, change);
    } catch (error) {
      // A person has taken the photo of the cover out of the album.
      if (!(error instanceof ProblemError) || !/thumbnail/i.test(error.message)) throw error;
      if (order !== undefined) await client.albums.change(remoteId, { order });
    }
    counts.arranged += 1;
  }
  ledger.albums.recordLook(target, album.uuid, {
    order: order ?? synced?.order ?? null,
    cover: cover ?? synced?.cover ?? null,
  });
}

/** The name follows Photos. Where it was changed on both sides since the last sync, the one counts that leads, and the run tells. */
async function rename(
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
async function leaveOutTaken(
  add: readonly AlbumMember[],
  remoteId: string,
  uuid: string,
  { ledger, client, target }: AlbumContext,
): Promise<readonly AlbumMember[]> {
  if (add.every((member) => member.enteredId === null)) return add;
  const present = await idsIn(remoteId, client);
  const isTaken = ({ enteredId }: AlbumMember) => enteredId !== null && !present.has(enteredId);
  ledger.albums.recordEntries(target, uuid, add.filter(isTaken), true);
  return add.filter((member) => !isTaken(member));
}

/** Takes out what Photos has taken out, as far as we had put it in. What a person has taken out already is kept in mind. */
async function takeOut(
  albumId: string,
  entries: readonly DepartedEntry[],
  { ledger, client, target, abilities }: AlbumContext,
  counts: Counts,
): Promise<void> {
  const ours = entries.filter(({ mayLeave }) => mayLeave);
  if (ours.length > 0 && !abilities.emptyAlbums) return;
  const present = ours.length > 0 ? await idsIn(albumId, client) : new Set<string>();
  const [leaving, taken] = [
    ours.filter(({ remoteId }) => present.has(remoteId)),
    ours.filter(({ remoteId }) => !present.has(remoteId)),
  ];
  if (leaving.length > 0) {
    const ids = [...new Set(leaving.map(({ remoteId }) => remoteId))];
    counts.assetsRemoved += await remove(client, albumId, ids);
  }
  ledger.albums.recordTaken(target, taken);
  ledger.albums.forgetEntries(
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
async function remove(client: ImmichClient, albumId: string, remoteIds: readonly string[]): Promise<number> {
  const results = await client.albums.remove(albumId, remoteIds);
  return [...results.values()].filter((result) => result === 'added').length;
}

function groupByAlbum(entries: readonly DepartedEntry[]): Map<string, DepartedEntry[]> {
  const groups = new Map<string, DepartedEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.album);
    if (group === undefined) groups.set(entry.album, [entry]);
    else group.push(entry);
  }
  return groups;
}

function isSameName(a: string, b: string): boolean {
  return a.normalize('NFC') === b.normalize('NFC');
}

/** Makes albums so that a crash at any moment leaves no second one behind: the intent is in the ledger before the album is made. */
class AlbumFinder {
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
    const made = await client.repeat('the making of an album', make).catch(async (error: unknown) => {
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

type AlbumLook = 'same' | 'partly' | 'other';

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
