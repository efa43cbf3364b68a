/**
 * What goes wrong over the years, at random: a server restored from a backup, files lost there, records lost or restored from a backup, a second
 * Mac, a library repaired with new UUIDs; with changes of a person in Photos and in Immich before and in the midst of a sync. No model says what
 * comes out of it. After two syncs it is judged by what always has to be true (see `Expectations`), and a third one has nothing to do.
 *
 * Many sequences of changes share one library and server (a world). CATASTROPHE_SEQUENCES: how many (200 if not given); CATASTROPHE_SEED: where
 * to begin. A world is replayed by its own seed, which a failure tells, and the number of its sequences.
 */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import type { AssetView, DemoBackup } from '../../support/demo-immich/index.ts';
import { type ExpectedAsset, inScope, readManifest, seededRandom } from '../../support/photos-library/index.ts';
import { AccountInPhotos } from '../../support/sync/account-in-photos.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const SEQUENCES = Number(process.env.CATASTROPHE_SEQUENCES ?? 200);
const SEED = Number(process.env.CATASTROPHE_SEED ?? 20_261_126);
const SEQUENCES_IN_A_WORLD = 50;
const ROUNDS = 4;
const MAX_CHANGES = 4;
/** More at once are taken for a loss, from a share of five in a hundred on. */
const DELETIONS_IN_A_ROUND = 3;
const LOST_AT_ONCE = 25;

type Random = ReturnType<typeof seededRandom>;
type Which = 'first' | 'second';

interface Item {
  /** On the first Mac. */
  readonly uuid: string;
  readonly date: string;
  isTrashed: boolean;
  isEdited: boolean;
  /** A person has said something of it in Immich: from then on Photos is silent about it, so that nothing has two truths. */
  isSpokenFor: boolean;
  /** Photos has said something new of it since the last syncs. */
  isChanged: boolean;
}

interface Album {
  readonly uuid: string;
  /** What its title begins with forever. */
  readonly base: string;
  exists: boolean;
  readonly members: Set<Item>;
}

interface Sequence {
  readonly number: number;
  readonly items: Item[];
  readonly albums: Album[];
  readonly story: string[];
}

/** What a person wants that leaves no trace on the server to go by; it holds as long as server and records tell one history. */
interface Will {
  /** Base of an album and UUID. */
  readonly taken: Map<string, readonly [base: string, item: Item]>;
  /** Bases. */
  readonly deletedAlbums: Set<string>;
  /** SHA-1s of what was deleted for good. */
  readonly deleted: Set<string>;
}

/** Albums (base) and members (base and UUID) that a person ever took away in Immich: whether they may be missing is not for this test to say. */
type Excuses = Set<string>;

/** What a person chose, and that has to be looked at to know whether it (still) is so. */
interface Choices {
  /** By SHA-1. */
  readonly favorites: Map<string, boolean>;
  readonly archived: Set<string>;
  readonly stacks: (readonly string[])[];
  /** Name of an album of ours and SHA-1 of a picture of the phone's. */
  readonly guests: (readonly [base: string, sha1: string])[];
}

/** A computer with records of its own. */
interface Computer {
  readonly name: string;
  readonly bench: Bench;
  library: Which;
}

interface World {
  readonly seed: number;
  readonly bench: Bench;
  readonly account: AccountInPhotos;
  readonly hasCloud: boolean;
  readonly person: PersonInImmich;
  readonly random: Random;
  readonly sequences: readonly Sequence[];
  readonly computers: Computer[];
  readonly will: Will;
  readonly excuses: Excuses;
  /** How often Photos has put something into an album, or taken it out. */
  readonly moves: Map<string, number>;
  /** Whether the records of a computer were older once. */
  hadOlderRecords: boolean;
  readonly choices: Choices;
  readonly story: string[];
  /** Counts the changes, so that every text is new. */
  changes: number;
  deletionsLeft: number;
  /** Not while UUIDs change without iCloud: then its name is all that an album is known by. */
  mayRename: boolean;
}

// --- what is on both sides ---------------------------------------------------------------------------------------------------------------

const pathOf = ({ account }: World, which: Which) => account[which].path;

/** Contents by UUID of the first Mac. */
function contentsIn(world: World): ReadonlyMap<string, ExpectedAsset> {
  return new Map(readManifest(pathOf(world, 'first')).assets.map((asset) => [asset.uuid, asset]));
}

const checksumsOf = (asset: ExpectedAsset | undefined): readonly string[] =>
  (asset?.parts ?? []).flatMap(({ sha1 }) => sha1 ?? []);

const originalOf = (asset: ExpectedAsset | undefined) => asset?.parts.find(({ kind }) => kind === 'original');

const isOurs = (name: string, base: string) => new RegExp(`^(.* / )?${base}( #|$)`).test(name);

const albumOnServer = ({ bench }: World, base: string) => bench.server.albums().find(({ name }) => isOurs(name, base));

const onServer = ({ bench }: World): ReadonlyMap<string, AssetView> =>
  new Map(bench.server.assets().map((asset) => [asset.checksum, asset]));

// --- changes in Photos -------------------------------------------------------------------------------------------------------------------

const CHANGES_IN_PHOTOS = [
  'favourite',
  'caption',
  'keywords',
  'edit',
  'revert',
  'trash',
  'duplicate',
  'create',
  'rename',
  'member',
  'member',
] as const;

async function changeInPhotos(sequence: Sequence, world: World): Promise<string> {
  const { random, account } = world;
  const item = random.pick(sequence.items);
  const { uuid } = item;
  const change = random.pick(CHANGES_IN_PHOTOS);
  const album = random.pick(sequence.albums);
  switch (change) {
    case 'favourite':
    case 'caption':
    case 'keywords':
      if (item.isSpokenFor || item.isTrashed) return '';
      item.isChanged = true;
      account.both((library, local) => {
        if (change === 'favourite') library.setFavorite(local(uuid), world.changes % 2 === 0);
        else if (change === 'caption') library.setCaption(local(uuid), `Words ${world.changes}`);
        else library.setKeywords(local(uuid), [`Word ${world.changes % 7}`]);
      });
      return `${change} ${uuid}`;
    case 'edit':
      if (item.isTrashed) return '';
      await account.edit(uuid);
      item.isEdited = true;
      return `edit ${uuid}`;
    case 'revert':
      if (!item.isEdited) return '';
      account.both((library, local) => library.revertEdit(local(uuid)));
      item.isEdited = false;
      return `revert ${uuid}`;
    case 'trash':
      item.isTrashed = !item.isTrashed;
      account.both((library, local) => (item.isTrashed ? library.trash(local(uuid)) : library.restore(local(uuid))));
      return `${item.isTrashed ? 'trash' : 'restore'} ${uuid}`;
    case 'duplicate': {
      if (sequence.items.length > 4) return '';
      const words = random.next() < 0.5 ? { caption: `Twin ${world.changes}` } : {};
      const twin = await account.addDuplicate(uuid, { date: item.date, ...words });
      // What one says is said of both.
      sequence.items.push({ ...item, uuid: twin, isEdited: false, isTrashed: false, isChanged: true });
      item.isChanged = true;
      return `import ${uuid} once more, as ${twin}`;
    }
    case 'create':
      if (sequence.albums.length > 2) return '';
      sequence.albums.push(makeAlbum(sequence, world, sequence.items.slice(0, 2)));
      return `create ${sequence.albums.at(-1)?.base}`;
    case 'rename': {
      if (!album.exists || !world.mayRename) return '';
      account.both((library, local) => library.renameAlbum(local(album.uuid), `${album.base} #${world.changes}`));
      return `rename ${album.base} #${world.changes}`;
    }
    case 'member': {
      if (!album.exists || item.isTrashed) return '';
      const isMember = album.members.delete(item);
      if (!isMember) album.members.add(item);
      account.both((library, local) =>
        isMember
          ? library.removeFromAlbum(local(album.uuid), [local(uuid)])
          : library.addToAlbum(local(album.uuid), [local(uuid)]),
      );
      // Whether it is to be in the album is for Photos to say again.
      world.will.taken.delete(`${album.base} ${uuid}`);
      const key = `${album.base} ${uuid}`;
      world.moves.set(key, (world.moves.get(key) ?? 0) + 1);
      world.excuses.delete(key);
      excuseMoves(world);
      return `${isMember ? `take ${uuid} out of` : `put ${uuid} into`} ${album.base}`;
    }
  }
}

function makeAlbum(
  { number, albums }: Pick<Sequence, 'number' | 'albums'>,
  world: Pick<World, 'account'>,
  items: readonly Item[],
): Album {
  const base = `Album ${number}-${albums.length}`;
  const members = items.filter(({ isTrashed }) => !isTrashed);
  const uuid = world.account.createAlbum(
    base,
    members.map((item) => item.uuid),
  );
  return { uuid, base, exists: true, members: new Set(members) };
}

// --- changes in Immich -------------------------------------------------------------------------------------------------------------------

const CHANGES_IN_IMMICH = [
  'description',
  'description',
  'favourite',
  'archive',
  'tag',
  'own-album',
  'own-stack',
  'guest',
  'trash',
  'restore',
  'delete-for-good',
  'send-again',
  'lock',
  'take-out',
  'take-out',
  'delete-album',
] as const;
/** What may come between two requests of a sync: nothing that Photos may have said something about at the same time. */
const CHANGES_MEANWHILE = ['description', 'tag', 'own-album', 'guest'] as const;

async function changeInImmich(
  sequence: Sequence,
  world: World,
  contents: ReadonlyMap<string, ExpectedAsset>,
  among: readonly (typeof CHANGES_IN_IMMICH)[number][] = CHANGES_IN_IMMICH,
): Promise<string> {
  const { random, person, choices, will, excuses } = world;
  const item = random.pick(sequence.items);
  const asset = contents.get(item.uuid);
  const sha1s = checksumsOf(asset);
  const there = onServer(world);
  const sha1 = sha1s.find((one) => there.has(one));
  const view = sha1 === undefined ? undefined : there.get(sha1);
  const mayReach = view !== undefined && !view.isTrashed && view.visibility !== 'locked';
  const change = random.pick(among);
  const word = `Mine ${world.changes}`;
  if (change === 'send-again') {
    const original = originalOf(asset);
    if (original?.sha1 == null || there.has(original.sha1)) return '';
    await person.upload({ name: `${item.uuid}.jpg`, bytes: readFileSync(original.path) });
    will.deleted.delete(original.sha1);
    return `Immich: the phone sends ${original.sha1} again`;
  }
  if (sha1 === undefined || view === undefined) return '';
  if (change === 'restore') {
    // A key cannot reach what lies in the locked folder, be it in the trash besides.
    if (!view.isTrashed || view.visibility === 'locked') return '';
    await person.restore(sha1);
    return `Immich: restore ${sha1}`;
  }
  if (!mayReach) return '';
  switch (change) {
    case 'description':
    case 'favourite':
    case 'archive':
    case 'tag':
      // What both sides have said at once is Photos' to decide.
      if (sequence.items.some(({ isChanged }) => isChanged)) return '';
      for (const other of sequence.items) other.isSpokenFor = true;
      if (change === 'description') await person.setAsset(sha1, { description: word });
      else if (change === 'tag') await person.addTag(sha1, word);
      else if (change === 'archive') {
        await person.archive(sha1);
        choices.archived.add(sha1);
      } else {
        await person.setAsset(sha1, { isFavorite: !view.isFavorite });
        choices.favorites.set(sha1, !view.isFavorite);
      }
      return `Immich: ${change} of ${sha1}, ${word}`;
    case 'own-album':
      await person.createAlbum(word, [sha1]);
      return `Immich: create ${word} with ${sha1}`;
    case 'own-stack': {
      const singles = sequence.items
        .filter(({ isEdited, isTrashed }) => !isEdited && !isTrashed)
        .flatMap(({ uuid }) => checksumsOf(contents.get(uuid)).slice(0, 1))
        .filter((one) => {
          const single = there.get(one);
          return single?.isTrashed === false && single.stackPrimary === null && single.visibility === 'timeline';
        });
      const stack = [...new Set(singles)].slice(0, 2);
      if (stack.length < 2) return '';
      await person.stack(...stack);
      choices.stacks.push(stack);
      return `Immich: stack ${stack.join()}`;
    }
    case 'guest': {
      const album = random.pick(sequence.albums);
      const remote = albumOnServer(world, album.base);
      const guest = world.bench.server.assets().find(({ name }) => name.startsWith('phone-'));
      if (remote === undefined || guest === undefined || guest.isTrashed) return '';
      await person.addToAlbum(remote.name, guest.checksum);
      choices.guests.push([album.base, guest.checksum]);
      return `Immich: put a picture of the phone’s into ${remote.name}`;
    }
    case 'trash':
      for (const one of sha1s) if (there.has(one)) await person.trash(one);
      return `Immich: trash ${sha1s.join()}`;
    case 'delete-for-good':
      if (world.deletionsLeft < sha1s.length) return '';
      world.deletionsLeft -= sha1s.length;
      for (const one of sha1s) {
        if (!there.has(one)) continue;
        await person.deleteForGood(one);
        will.deleted.add(one);
      }
      // Until the server has done it, the files look like ones in the trash.
      await world.bench.server.idle();
      // With the file its place in albums is gone: sent again, it goes where Photos has it.
      for (const [key, [, taken]] of will.taken)
        if (checksumsOf(contents.get(taken.uuid)).some((one) => sha1s.includes(one))) will.taken.delete(key);
      return `Immich: delete for good ${sha1s.join()}`;
    case 'lock':
      if (random.next() < 0.7) return '';
      for (const one of sha1s) if (there.has(one)) await person.lock(one);
      return `Immich: lock ${sha1s.join()}`;
    case 'take-out': {
      const album = random.pick(sequence.albums);
      const remote = albumOnServer(world, album.base);
      const inside = sha1s.filter((one) => remote?.assets.includes(one));
      if (remote === undefined || inside.length === 0) return '';
      for (const one of inside) await person.removeFromAlbum(remote.name, one);
      // Another with the same contents is taken out with it.
      for (const other of sequence.items)
        if (checksumsOf(contents.get(other.uuid)).some((one) => inside.includes(one))) {
          will.taken.set(`${album.base} ${other.uuid}`, [album.base, other]);
          excuses.add(`${album.base} ${other.uuid}`);
        }
      return `Immich: take ${inside.join()} out of ${remote.name}`;
    }
    case 'delete-album': {
      const album = random.pick(sequence.albums);
      const remote = albumOnServer(world, album.base);
      if (remote === undefined || random.next() < 0.5) return '';
      await person.deleteAlbum(remote.name);
      will.deletedAlbums.add(album.base);
      excuses.add(album.base);
      return `Immich: delete the album ${remote.name}`;
    }
  }
}

// --- catastrophes ------------------------------------------------------------------------------------------------------------------------

const CATASTROPHES = [
  'none',
  'none',
  'server-restored',
  'server-restored',
  'files-lost',
  'records-lost',
  'records-older',
  'second-mac',
  'new-uuids',
] as const;
type Catastrophe = (typeof CATASTROPHES)[number];

interface Kept {
  readonly backup: DemoBackup;
  readonly records: string;
}

/** A backup of the server, and one of the first computer's records. */
async function keep({ bench }: World, number: number): Promise<Kept> {
  const records = join(bench.folder, `records-${number}`);
  const { ledgerFile } = bench.paths;
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(ledgerFile + end)) cpSync(ledgerFile + end, join(records, `ledger${end}`));
  return { backup: await bench.server.backup(), records };
}

/** From now on nobody can tell what is missing by a person's will: also no favourite that was taken away. */
function forgetWill({ will, choices }: World): void {
  for (const kind of Object.values(will)) kind.clear();
  for (const [sha1, isFavorite] of choices.favorites) if (!isFavorite) choices.favorites.delete(sha1);
}

/** For older records, what Photos took out of an album and put back since is in it all the time: that it is not may be a person's doing. */
function excuseMoves({ hadOlderRecords, moves, excuses }: World): void {
  if (hadOlderRecords) for (const [key, times] of moves) if (times > 1) excuses.add(key);
}

/** @returns the computer that syncs next */
async function strike(what: Catastrophe, world: World, kept: Kept): Promise<Computer> {
  const { bench, random, computers, person } = world;
  const [first] = computers;
  if (first === undefined) throw new Error('There is no computer.');
  switch (what) {
    case 'none':
      return random.pick(computers);
    case 'server-restored':
      await bench.server.restore(kept.backup);
      forgetWill(world);
      return random.pick(computers);
    case 'files-lost': {
      const files = bench.server.assets().filter(({ name, isTrashed }) => !isTrashed && !name.startsWith('phone-'));
      for (const { checksum } of files.slice(0, LOST_AT_ONCE)) await person.deleteForGood(checksum);
      await bench.server.idle();
      forgetWill(world);
      return random.pick(computers);
    }
    case 'records-lost':
    case 'records-older':
      for (const end of ['', '-wal', '-shm']) {
        rmSync(bench.paths.ledgerFile + end, { force: true });
        const older = join(kept.records, `ledger${end}`);
        if (what === 'records-older' && existsSync(older)) cpSync(older, bench.paths.ledgerFile + end);
      }
      forgetWill(world);
      world.hadOlderRecords ||= what === 'records-older';
      excuseMoves(world);
      return first;
    case 'second-mac': {
      if (computers.length > 1) return random.pick(computers);
      const second = await useBench({
        library: pathOf(world, 'second'),
        settings: (settings) => ({ ...settings, server: { ...settings.server, url: bench.server.url } }),
      });
      computers.push({ name: 'second Mac', bench: second, library: 'second' });
      forgetWill(world);
      return computers[1] ?? first;
    }
    case 'new-uuids':
      first.library = first.library === 'first' ? 'second' : 'first';
      bench.change((settings) => ({
        ...settings,
        library: { ...settings.library, path: pathOf(world, first.library) },
      }));
      // Without iCloud nothing tells which asset is which; albums are known by their names.
      if (!world.hasCloud) forgetWill(world);
      return first;
  }
}

// --- judging -----------------------------------------------------------------------------------------------------------------------------

/** What has to be as it was: everything that a person made, as far as it is there at this moment. */
function madeByPerson(world: World) {
  const { bench, choices, will } = world;
  const there = onServer(world);
  const all = [...there.values()];
  const mine = (text: string) => text.startsWith('Mine');
  const entries = <Value>(pick: (asset: AssetView) => Value | null) =>
    Object.fromEntries(all.flatMap((asset) => (pick(asset) === null ? [] : [[asset.checksum, pick(asset)]])));
  const parts = contentsIn(world);
  return {
    descriptions: entries(({ description }) => (mine(description) ? description : null)),
    tags: entries(({ tags }) => (tags.some(mine) ? tags.filter(mine) : null)),
    favorites: entries(({ checksum, isFavorite }) =>
      choices.favorites.get(checksum) === isFavorite ? isFavorite : null,
    ),
    visibility: entries(({ checksum, visibility }) =>
      visibility === 'locked' || (visibility === 'archive' && choices.archived.has(checksum)) ? visibility : null,
    ),
    trashed: entries(({ isTrashed }) => (isTrashed ? true : null)),
    phone: entries((asset) => (asset.name.startsWith('phone-') ? asset : null)),
    albums: bench.server.albums().flatMap(({ name, assets }) => (mine(name) ? [{ name, assets }] : [])),
    stacks: choices.stacks.filter((stack) => {
      const primaries = new Set(stack.map((sha1) => there.get(sha1)?.stackPrimary));
      return primaries.size === 1 && stack.includes([...primaries][0] ?? '');
    }),
    guests: choices.guests.filter(([base, sha1]) => albumOnServer(world, base)?.assets.includes(sha1)),
    taken: [...will.taken.values()].flatMap(([base, { uuid }]) => {
      const members = albumOnServer(world, base)?.assets ?? [];
      return checksumsOf(parts.get(uuid)).some((sha1) => members.includes(sha1)) ? [] : [`${base} without ${uuid}`];
    }),
    deletedAlbums: [...will.deletedAlbums].filter((base) => albumOnServer(world, base) === undefined),
    deleted: [...will.deleted].filter((sha1) => !there.has(sha1)),
  };
}

type Made = ReturnType<typeof madeByPerson>;

/** Files of Photos whose contents are on the server and not in its trash, counted without the program. */
function countIndependently(world: World, which: Which): number {
  const there = onServer(world);
  const parts = readManifest(pathOf(world, which))
    .assets.filter(inScope)
    .flatMap((asset) => asset.parts);
  return parts.filter(({ sha1 }) => sha1 !== null && there.get(sha1)?.isTrashed === false).length;
}

/** Albums of Photos that are not on the server as they have to be. */
function missingAlbums(world: World): readonly string[] {
  const { sequences, excuses } = world;
  const there = onServer(world);
  const contents = contentsIn(world);
  return sequences.flatMap(({ albums }) =>
    albums.flatMap(({ base, uuid, members }) => {
      if (excuses.has(base)) return [];
      const live = [...members].flatMap((item) => {
        if (item.isTrashed || excuses.has(`${base} ${item.uuid}`)) return [];
        const standing = checksumsOf(contents.get(item.uuid)).filter((sha1) => {
          const file = there.get(sha1);
          return file !== undefined && !file.isTrashed && file.visibility !== 'locked';
        });
        return standing.length === 0 ? [] : [standing];
      });
      if (live.length === 0) return [];
      const remote = albumOnServer(world, base);
      if (remote === undefined) return [`${base} (${uuid}) is not there`];
      return live
        .filter((standing) => !standing.some((sha1) => remote.assets.includes(sha1)))
        .map((standing) => `${base} lacks ${standing.join(' or ')}`);
    }),
  );
}

/** Bases of albums that are there more than once, and contents that are. */
function doubled({ bench, sequences }: World): readonly string[] {
  const names = bench.server.albums().map(({ name }) => name);
  const bases = sequences.flatMap(({ albums }) => albums.map(({ base }) => base));
  const checksums = bench.server.assets().map(({ checksum }) => checksum);
  return [
    ...bases.filter((base) => names.filter((name) => isOurs(name, base)).length > 1),
    ...names.filter((name, index) => name.startsWith('Mine') && names.indexOf(name) !== index),
    ...checksums.filter((sha1, index) => checksums.indexOf(sha1) !== index),
  ];
}

/** Edits that are not on top of their originals, though a person has had no hand in it. */
function unstacked(world: World): readonly string[] {
  const there = onServer(world);
  const contents = contentsIn(world);
  const foreign = new Set(world.choices.stacks.flat());
  const contentsOfAll = [...contents.values()].flatMap(checksumsOf);
  // One file can be in one stack only.
  for (const sha1 of contentsOfAll)
    if (contentsOfAll.indexOf(sha1) !== contentsOfAll.lastIndexOf(sha1)) foreign.add(sha1);
  return world.sequences.flatMap(({ items }) =>
    items.flatMap(({ uuid, isEdited, isTrashed }) => {
      const files = checksumsOf(contents.get(uuid)).map((sha1) => there.get(sha1));
      const isReachable = files.every((file) => file?.isTrashed === false && file.visibility !== 'locked');
      if (!isEdited || isTrashed || !isReachable || files.some((file) => foreign.has(file?.checksum ?? ''))) return [];
      return files[0]?.stackPrimary != null && new Set(files.map((file) => file?.stackPrimary)).size === 1
        ? []
        : [uuid];
    }),
  );
}

/** Requests that may change something; a tag is looked for by the call that makes it where it is not there. */
function writingRequests({ bench }: World): readonly string[] {
  const looks = /\/search\/|bulk-upload-check$|\/tags$/;
  return bench.server.requests
    .list()
    .filter(({ method, path }) => method !== 'GET' && !looks.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

function storyOf(world: World, text: string): string {
  const told = world.sequences.filter(({ items, albums }) =>
    [...items.map(({ uuid }) => uuid), ...albums.flatMap(({ base }) => [`${base} `, `"${base}"`])].some((word) =>
      text.includes(word),
    ),
  );
  const stories = told.slice(0, 4).map(({ number, story }) => `sequence ${number}:\n${story.join('\n')}`);
  return `seed ${world.seed}: ${world.story.join('; ')}\n${stories.join('\n')}`;
}

/** Also names the sequences by what lies on the server, for the story. */
function withUuids(world: World, value: unknown): string {
  let text = JSON.stringify(value);
  for (const [uuid, asset] of contentsIn(world))
    if (checksumsOf(asset).some((sha1) => text.includes(sha1))) text += ` ${uuid}`;
  return text;
}

function judge(world: World, made: Made, actor: Computer, report: RunReport): void {
  const problems = { missing: missingAlbums(world), doubled: doubled(world), unstacked: unstacked(world) };
  expect(problems, storyOf(world, withUuids(world, problems))).toEqual({ missing: [], doubled: [], unstacked: [] });
  const now = madeByPerson(world);
  for (const kind of Object.keys(made) as (keyof Made)[]) {
    const changed = Array.isArray(made[kind])
      ? made[kind].filter((one) => !JSON.stringify(now[kind]).includes(JSON.stringify(one)))
      : Object.entries(made[kind]).filter(([sha1, was]) => {
          const is = (now[kind] as Record<string, unknown>)[sha1];
          return JSON.stringify(is) !== JSON.stringify(was);
        });
    const remote = changed.map((one) => onServer(world).get(String(Array.isArray(one) ? one[0] : one)) ?? one);
    expect(changed, `${kind}: ${JSON.stringify(remote)}, ${storyOf(world, withUuids(world, changed))}`).toEqual([]);
  }
  expect(report.parts.verified, storyOf(world, '')).toBe(countIndependently(world, actor.library));
}

// --- playing -----------------------------------------------------------------------------------------------------------------------------

async function makeWorld(seed: number, count: number): Promise<World> {
  const random = seededRandom(seed);
  const hasCloud = seed % 3 !== 0;
  const bench = await useBench({
    server: { apiVersion: seed % 2 === 0 ? 'v2' : 'v3', key: { permissions: ALL_PERMISSIONS } },
  });
  const account = await AccountInPhotos.create((mac) => join(bench.folder, `${mac}.photoslibrary`), {
    seed,
    icloud: hasCloud,
  });
  onTestFinished(() => account.close());
  const list = Array.from({ length: count * 3 }, (_, index) => ({
    kind: 'photo' as const,
    date: new Date(Date.UTC(2024, 0, 1, 0, index * 7)).toISOString().replace('.000Z', '+00:00'),
    ...(hasCloud ? {} : { cloudGuid: null }),
    ...(random.next() < 0.5 ? { caption: 'First words', keywords: ['Sea'], favorite: random.next() < 0.5 } : {}),
  }));
  const uuids = await account.addPhotos(list);
  const items = uuids.map(
    (uuid, index): Item => ({
      uuid,
      date: list[index]?.date ?? '',
      isTrashed: false,
      isEdited: false,
      isSpokenFor: false,
      isChanged: false,
    }),
  );
  const sequences = Array.from({ length: count }, (_, number): Sequence => {
    const own = items.slice(number * 3, number * 3 + 3);
    const albums = [makeAlbum({ number, albums: [] }, { account }, own.slice(0, 2))];
    return { number, items: own, albums, story: [] };
  });
  const { path } = account.first;
  bench.change((settings) => ({ ...settings, library: { ...settings.library, path } }));
  const person = personIn(bench.server);
  for (let number = 0; number < 3; number += 1)
    await person.upload({ name: `phone-${number}.jpg`, bytes: Buffer.from(`Not in Photos ${seed} ${number}`) });
  return {
    seed,
    bench,
    account,
    hasCloud,
    person,
    random,
    sequences,
    computers: [{ name: 'first Mac', bench, library: 'first' }],
    will: { taken: new Map(), deletedAlbums: new Set(), deleted: new Set() },
    excuses: new Set(),
    moves: new Map(),
    hadOlderRecords: false,
    choices: { favorites: new Map(), archived: new Set(), stacks: [], guests: [] },
    story: [],
    changes: 0,
    deletionsLeft: 0,
    mayRename: true,
  };
}

async function syncOn({ bench: computer }: Computer, { bench: { server } }: World): Promise<RunReport> {
  const report = await computer.sync({ apiKey: server.apiKey });
  await server.idle();
  return report;
}

const MEANWHILE = [
  { method: 'POST', path: /bulk-upload-check$/ },
  { method: 'POST', path: /\/albums$/ },
  { method: 'PUT', path: /\/albums\/[^/]+\/assets$/ },
  { method: 'POST', path: /\/assets$/ },
  { method: 'PUT', path: /\/tags$/ },
] as const;

async function changeAll(world: World): Promise<void> {
  const { random, sequences } = world;
  world.deletionsLeft = DELETIONS_IN_A_ROUND;
  for (const sequence of sequences)
    for (let left = random.integer(1, MAX_CHANGES); left > 0; left -= 1) {
      world.changes += 1;
      const said =
        random.next() < 0.5
          ? await changeInPhotos(sequence, world)
          : await changeInImmich(sequence, world, contentsOfSequence(sequence, world));
      if (said !== '') sequence.story.push(said);
    }
  await world.bench.server.idle();
}

/** read again only after a change in Photos. */
function contentsOfSequence({ items }: Sequence, world: World): ReadonlyMap<string, ExpectedAsset> {
  return new Map(
    items.flatMap(({ uuid }) =>
      readManifest(pathOf(world, 'first'), { uuid }).assets.map((asset) => [asset.uuid, asset] as const),
    ),
  );
}

async function playRound(world: World, kept: Kept, round: number): Promise<void> {
  const { bench, random, sequences } = world;
  // A second Mac knows its albums by iCloud alone.
  const catastrophe = random.pick(CATASTROPHES.filter((what) => world.hasCloud || what !== 'second-mac'));
  world.mayRename = world.hasCloud || catastrophe !== 'new-uuids';
  const isFirst = random.next() < 0.5;
  let actor = isFirst ? await strike(catastrophe, world, kept) : null;
  await changeAll(world);
  actor ??= await strike(catastrophe, world, kept);
  const keepsHistory = catastrophe === 'none' || (catastrophe === 'new-uuids' && world.hasCloud);
  if (isFirst && !keepsHistory) forgetWill(world);
  world.story.push(`round ${round}: ${catastrophe}${isFirst ? ' first' : ''}, ${actor.name}`);
  let made = madeByPerson(world);
  const { method, path } = random.pick(MEANWHILE);
  const meanwhile = bench.server.before(method, path, async () => {
    for (const sequence of sequences.slice(0, 5)) {
      world.changes += 1;
      const said = await changeInImmich(sequence, world, contentsOfSequence(sequence, world), CHANGES_MEANWHILE);
      if (said !== '') sequence.story.push(`meanwhile (${path}): ${said}`);
    }
    made = madeByPerson(world);
  });
  const firstReport = await syncOn(actor, world);
  if (meanwhile.wasCalled) await meanwhile.done;
  meanwhile.remove();
  const report = await syncOn(actor, world);
  const said = [firstReport, report].map(({ outcome, problems }) =>
    [outcome, ...problems.map(({ code }) => code)].join(' '),
  );
  world.story.push(said.join(', then '));
  for (const sequence of sequences) {
    sequence.story.push(`--- synced: ${catastrophe}`);
    for (const item of sequence.items) item.isChanged = false;
  }
  judge(world, made, actor, report);
  const before = bench.server.snapshot();
  bench.server.requests.clear();
  const third = await syncOn(actor, world);
  expect(
    { outcome: third.outcome, problems: third.problems, requests: writingRequests(world) },
    storyOf(world, ''),
  ).toEqual({
    outcome: 'nothing-new',
    problems: [],
    requests: [],
  });
  expect(bench.server.snapshot(), storyOf(world, '')).toEqual(before);
}

async function playWorld(seed: number, count: number): Promise<void> {
  const world = await makeWorld(seed, count);
  const [first] = world.computers;
  if (first === undefined) return;
  expect(await syncOn(first, world), `seed ${seed}`).toMatchObject({ outcome: 'done', problems: [] });
  const kept = [await keep(world, 0)];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await playRound(world, world.random.pick(kept), round);
    kept.push(await keep(world, round));
  }
}

it(`keeps what always has to be true through the catastrophes of ${SEQUENCES} random sequences`, {
  timeout: 60_000 + SEQUENCES * 15_000,
}, async () => {
  for (let done = 0, seed = SEED; done < SEQUENCES; done += SEQUENCES_IN_A_WORLD, seed += 1) {
    const count = Math.min(SEQUENCES_IN_A_WORLD, SEQUENCES - done);
    process.stdout.write(`Catastrophes: ${count} sequences from seed ${seed}.\n`);
    await playWorld(seed, count);
  }
});
