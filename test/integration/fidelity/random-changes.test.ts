/**
 * Random sequences of changes in Photos and in Immich with syncs between. The model in `three-way-model.ts` says what the rules make of
 * them. Many sequences share one library and server (a world), each with assets and albums of its own, so that a sync serves all of them.
 *
 * FIDELITY_SEQUENCES: how many (300 if not given); FIDELITY_SEED: where to begin. A world is replayed by its own seed, which a failure tells,
 * and the number of its sequences.
 */
import { expect, it } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { seededRandom } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { sha1Of } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';
import {
  type Model,
  type ModelAlbum,
  type ModelAsset,
  nameOf,
  partsOf,
  standing,
  syncModel,
  type Values,
} from '../../support/sync/three-way-model.ts';

const SEQUENCES = Number(process.env.FIDELITY_SEQUENCES ?? 300);
const SEED = Number(process.env.FIDELITY_SEED ?? 20_261_122);
const SEQUENCES_IN_A_WORLD = 125;
const SYNCS = 5;
const MAX_CHANGES = 7;
const ASSETS = 2;
const MAX_ALBUMS = 3;
const WORDS = ['Sea', 'Travel', 'Family', 'Snow'] as const;

type Random = ReturnType<typeof seededRandom>;

interface Sequence extends Model {
  readonly number: number;
  readonly story: string[];
}

interface World {
  readonly seed: number;
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly random: Random;
  /** Title to UUID. */
  readonly folders: ReadonlyMap<string, string>;
  /** Counts the changes, so that every text is new. */
  changes: number;
}

// --- random changes ----------------------------------------------------------------------------------------------------------------------

function initialValues(random: Random): Values {
  return {
    favorite: random.next() < 0.3,
    hidden: random.next() < 0.2,
    description: random.next() < 0.5 ? 'First words' : '',
    keywords: new Set(random.next() < 0.7 ? [random.pick(WORDS), random.pick(WORDS)] : []),
  };
}

/** Rather a word that is there, so that words are taken away as often as they are given. */
function pickWord(random: Random, keywords: ReadonlySet<string>): string {
  return random.pick(keywords.size > 0 && random.next() < 0.6 ? [...keywords] : WORDS);
}

const newAlbum = (uuid: string, title: string, folder: string | null, members: readonly ModelAsset[]): ModelAlbum => ({
  uuid,
  title,
  folder,
  exists: true,
  members: new Set(members),
  remote: null,
  isAbandoned: false,
  entries: new Map(),
});

const ASSET_CHANGES_IN_PHOTOS = [
  'favourite',
  'hide',
  'caption',
  'keywords',
  'edit',
  'edit',
  'revert',
  'delete',
] as const;
const ALBUM_CHANGES_IN_PHOTOS = ['create', 'rename', 'move', 'member', 'member', 'member', 'delete'] as const;

async function changeInPhotos(sequence: Sequence, world: World): Promise<string> {
  const { random } = world;
  if (random.next() < 0.4) return changeAlbumInPhotos(sequence, world);
  const { photos } = world.bench;
  const asset = random.pick(sequence.assets);
  const { uuid } = asset;
  if (asset.isTrashed) {
    photos.restore(uuid);
    asset.isTrashed = false;
    return `restore ${uuid}`;
  }
  const { photos: values } = asset;
  switch (random.pick(ASSET_CHANGES_IN_PHOTOS)) {
    case 'favourite':
      values.favorite = !values.favorite;
      photos.setFavorite(uuid, values.favorite);
      return `favourite ${uuid} ${values.favorite}`;
    case 'hide':
      values.hidden = !values.hidden;
      photos.setHidden(uuid, values.hidden);
      return `hide ${uuid} ${values.hidden}`;
    case 'caption':
      values.description = random.pick(['', `Words ${world.changes}`]);
      photos.setCaption(uuid, values.description === '' ? null : values.description);
      return `caption ${uuid} “${values.description}”`;
    case 'keywords': {
      const word = pickWord(random, values.keywords);
      if (!values.keywords.delete(word)) values.keywords.add(word);
      photos.setKeywords(uuid, [...values.keywords]);
      return `keywords ${uuid} ${[...values.keywords].join()}`;
    }
    case 'edit':
      await photos.editPhoto(uuid);
      asset.isEdited = true;
      return `edit ${uuid}`;
    case 'revert':
      if (!asset.isEdited) return '';
      photos.revertEdit(uuid);
      asset.isEdited = false;
      return `revert ${uuid}`;
    case 'delete':
      photos.trash(uuid);
      asset.isTrashed = true;
      return `delete ${uuid}`;
  }
}

function changeAlbumInPhotos({ assets, albums }: Sequence, { random, bench, folders, changes }: World): string {
  const { photos } = bench;
  const change = random.pick(ALBUM_CHANGES_IN_PHOTOS);
  const present = albums.filter(({ exists }) => exists);
  if (change === 'create') {
    if (present.length >= MAX_ALBUMS) return '';
    const folder = random.pick([null, ...folders.keys()]);
    const members = assets.filter(({ isTrashed }) => !isTrashed && random.next() < 0.6);
    const title = `Album #${changes}`;
    const uuid = photos.createAlbum(title, {
      ...(folder === null ? {} : { folder: folders.get(folder) ?? '' }),
      assets: members.map((member) => member.uuid),
    });
    const album = newAlbum(uuid, title, folder, members);
    albums.push(album);
    return `create the album ${nameOf(album)} of ${members.length}`;
  }
  if (present.length === 0) return '';
  const album = random.pick(present);
  const name = nameOf(album);
  switch (change) {
    case 'rename':
      album.title = `${album.title.split(' #')[0]} #${changes}`;
      photos.renameAlbum(album.uuid, album.title);
      return `rename the album ${name} to ${nameOf(album)}`;
    case 'move':
      album.folder = random.pick([null, ...folders.keys()]);
      photos.moveAlbum(album.uuid, album.folder === null ? null : (folders.get(album.folder) ?? null));
      return `move the album ${name} to ${nameOf(album)}`;
    case 'delete':
      if (random.next() < 0.5) return '';
      album.exists = false;
      photos.deleteAlbum(album.uuid);
      return `delete the album ${name}`;
    case 'member': {
      const asset = random.pick(assets);
      if (album.members.delete(asset)) {
        photos.removeFromAlbum(album.uuid, [asset.uuid]);
        return `take ${asset.uuid} out of ${name}`;
      }
      if (asset.isTrashed) return '';
      album.members.add(asset);
      photos.addToAlbum(album.uuid, [asset.uuid]);
      return `put ${asset.uuid} into ${name}`;
    }
  }
}

const CHANGES_IN_IMMICH = ['favourite', 'archive', 'description', 'tag', 'delete', 'album', 'album', 'album'] as const;
const ALBUM_CHANGES_IN_IMMICH = ['create', 'rename', 'member', 'member', 'member', 'delete'] as const;

async function changeInImmich(sequence: Sequence, world: World): Promise<string> {
  const { random, person } = world;
  const { files } = sequence;
  const asset = random.pick(sequence.assets);
  const there = partsOf(asset).filter((sha1) => files.has(sha1));
  const trashed = there.filter((sha1) => files.get(sha1)?.isTrashed);
  if (trashed.length > 0) {
    for (const sha1 of trashed) {
      await person.restore(sha1);
      setTrashed(files, sha1, false);
    }
    return `Immich: restore ${trashed.join()}`;
  }
  const sha1 = standing(asset, files);
  const values = sha1 === null ? undefined : files.get(sha1)?.values;
  if (sha1 === null || values === undefined) return '';
  switch (random.pick(CHANGES_IN_IMMICH)) {
    case 'favourite':
      values.favorite = !values.favorite;
      await person.setAsset(sha1, { isFavorite: values.favorite });
      return `Immich: favourite ${sha1} ${values.favorite}`;
    case 'archive':
      values.hidden = !values.hidden;
      await person.setAsset(sha1, { visibility: values.hidden ? 'archive' : 'timeline' });
      return `Immich: archive ${sha1} ${values.hidden}`;
    case 'description':
      values.description = random.pick(['', `Mine ${world.changes}`]);
      await person.setAsset(sha1, { description: values.description });
      return `Immich: description ${sha1} “${values.description}”`;
    case 'tag': {
      const word = random.next() < 0.2 ? 'Mine' : pickWord(random, values.keywords);
      if (values.keywords.delete(word)) await person.removeTag(sha1, word);
      else {
        values.keywords.add(word);
        await person.addTag(sha1, word);
      }
      return `Immich: tag ${sha1} ${word}`;
    }
    case 'delete':
      // As the app does it with a stack: all of it.
      for (const part of there) {
        await person.trash(part);
        setTrashed(files, part, true);
      }
      return `Immich: delete ${there.join()}`;
    case 'album':
      return changeAlbumInImmich(sequence, sha1, world);
  }
}

function setTrashed(files: Model['files'], sha1: string, isTrashed: boolean): void {
  const file = files.get(sha1);
  if (file !== undefined) file.isTrashed = isTrashed;
}

async function changeAlbumInImmich({ albums, own }: Sequence, sha1: string, world: World): Promise<string> {
  const { random, person, changes } = world;
  const change = random.pick(ALBUM_CHANGES_IN_IMMICH);
  if (change === 'create') {
    const name = `Mine ${changes}`;
    await person.createAlbum(name, [sha1]);
    own.set(name, new Set([sha1]));
    return `Immich: create the album ${name}`;
  }
  const present = albums.filter(({ remote }) => remote !== null);
  if (present.length === 0) return '';
  const album = random.pick(present);
  const { remote } = album;
  if (remote === null) return '';
  switch (change) {
    case 'rename': {
      const name = `${remote.name.split(' #')[0]} #mine ${changes}`;
      await person.renameAlbum(remote.name, name);
      remote.name = name;
      return `Immich: rename the album to ${name}`;
    }
    case 'delete':
      if (random.next() < 0.5) return '';
      await person.deleteAlbum(remote.name);
      album.remote = null;
      album.isAbandoned = true;
      return `Immich: delete the album ${remote.name}`;
    case 'member':
      if (remote.members.delete(sha1)) {
        await person.removeFromAlbum(remote.name, sha1);
        return `Immich: take ${sha1} out of ${remote.name}`;
      }
      remote.members.add(sha1);
      await person.addToAlbum(remote.name, sha1);
      return `Immich: put ${sha1} into ${remote.name}`;
  }
}

// --- looking ------------------------------------------------------------------------------------------------------------------------------

/** Learns the contents of files from the library: only it knows what an edit became. */
function readContents(sequences: readonly Sequence[], bench: Bench): void {
  const found = new Map(manifestOf(bench).assets.map((asset) => [asset.uuid, asset]));
  for (const asset of sequences.flatMap(({ assets }) => assets)) {
    const expected = found.get(asset.uuid);
    if (expected === undefined) throw new Error(`The library has no ${asset.uuid}.`);
    asset.original = sha1Of(expected, 'original') ?? '';
    // What changes while it is in the trash cannot be seen before it is back.
    if (!asset.isTrashed) asset.edited = asset.isEdited ? sha1Of(expected, 'edited') : null;
  }
}

function expectModel(sequences: readonly Sequence[], { bench, seed }: World): void {
  const remote = new Map(bench.server.assets().map((asset) => [asset.checksum, asset]));
  const albums = new Map(bench.server.albums().map(({ name, assets }) => [name, assets]));
  for (const sequence of sequences) {
    const story = `seed ${seed}, sequence ${sequence.number}:\n${sequence.story.join('\n')}`;
    for (const [sha1, { values, isTrashed }] of sequence.files) {
      const asset = remote.get(sha1);
      expect(
        {
          favorite: asset?.isFavorite,
          visibility: asset?.visibility,
          description: asset?.description,
          tags: asset?.tags,
          isTrashed: asset?.isTrashed,
        },
        `${sha1}, ${story}`,
      ).toEqual({
        favorite: values.favorite,
        visibility: values.hidden ? 'archive' : 'timeline',
        description: values.description,
        tags: [...values.keywords].sort(),
        isTrashed,
      });
    }
    for (const asset of sequence.assets) {
      const parts = partsOf(asset);
      if (asset.isTrashed || parts.some((sha1) => sequence.files.get(sha1)?.isTrashed)) continue;
      const covers = parts.map((sha1) => remote.get(sha1)?.stackPrimary);
      expect(covers, `stack of ${asset.uuid}, ${story}`).toEqual(covers.map(() => asset.edited));
    }
    for (const [name, members] of expectedAlbums(sequence))
      expect(albums.get(name), `${name}, ${story}`).toEqual([...members].sort());
  }
  const names = sequences.flatMap((sequence) => expectedAlbums(sequence).map(([name]) => name));
  const extra = [...albums.keys()].filter((name) => !names.includes(name));
  const told = sequences.filter(({ albums: known }) =>
    known.some(({ title }) => extra.some((name) => name.split(' / ').at(-1)?.split(' #')[0] === title.split(' #')[0])),
  );
  const stories = told.map(({ number, story }) => `sequence ${number}:\n${story.join('\n')}`);
  expect([...albums.keys()].sort(), `albums, seed ${seed}, ${stories.join('\n')}`).toEqual(names.sort());
}

function expectedAlbums({ albums, own }: Sequence): (readonly [string, ReadonlySet<string>])[] {
  return [...albums.flatMap(({ remote }) => (remote === null ? [] : [[remote.name, remote.members] as const])), ...own];
}

// --- playing ------------------------------------------------------------------------------------------------------------------------------

async function makeWorld(seed: number, count: number): Promise<{ world: World; sequences: readonly Sequence[] }> {
  const random = seededRandom(seed);
  const sequences: Sequence[] = [];
  const folders = new Map<string, string>();
  const bench = await useBench({
    server: { apiVersion: seed % 2 === 0 ? 'v2' : 'v3', key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      for (const title of ['Family', 'Travel']) folders.set(title, library.createFolder(title));
      const initial = Array.from({ length: count * ASSETS }, () => initialValues(random));
      const uuids = await library.addMany(
        initial.map(({ favorite, hidden, description, keywords }) => ({
          kind: 'photo' as const,
          favorite,
          hidden,
          keywords: [...keywords],
          ...(description === '' ? {} : { caption: description }),
        })),
      );
      const all = initial.map(
        (photos, index): ModelAsset => ({
          uuid: uuids[index] ?? '',
          photos,
          isTrashed: false,
          isEdited: false,
          original: '',
          edited: null,
        }),
      );
      for (let number = 0; number < count; number += 1) {
        const assets = all.slice(number * ASSETS, (number + 1) * ASSETS);
        const members = assets.slice(0, 1);
        const title = `Album ${number}`;
        const uuid = library.createAlbum(title, { assets: members.map((member) => member.uuid) });
        sequences.push({
          number,
          assets,
          albums: [newAlbum(uuid, title, null, members)],
          own: new Map(),
          files: new Map(),
          story: [],
        });
      }
    },
  });
  return { world: { seed, bench, person: personIn(bench.server), random, folders, changes: 0 }, sequences };
}

/** So many deletions at once may be asked about; the person says that they are right. */
async function syncSurely(bench: Bench, isFull: boolean): Promise<RunReport> {
  const report = await bench.sync({ isFull });
  if (!report.problems.some(({ code }) => code === 'library-shrank')) return report;
  expect((await bench.cli(['confirm-library'])).exitCode).toBe(0);
  return bench.sync({ isFull });
}

async function playWorld(seed: number, count: number): Promise<void> {
  const { world, sequences } = await makeWorld(seed, count);
  const { bench, random } = world;
  for (let sync = 1; sync <= SYNCS; sync += 1) {
    const isFull = sync === SYNCS || random.next() < 0.4;
    const report = await syncSurely(bench, isFull);
    expect(report.problems, `seed ${seed}`).toEqual([]);
    await bench.server.idle();
    readContents(sequences, bench);
    for (const sequence of sequences) {
      syncModel(sequence);
      sequence.story.push(`--- ${isFull ? 'fully ' : ''}synced: ${report.outcome}`);
    }
    expectModel(sequences, world);
    if (sync === SYNCS) break;
    for (const sequence of sequences) {
      for (let left = random.integer(1, MAX_CHANGES); left > 0; left -= 1) {
        world.changes += 1;
        const said =
          random.next() < 0.6 ? await changeInPhotos(sequence, world) : await changeInImmich(sequence, world);
        if (said !== '') sequence.story.push(said);
      }
    }
  }
  const before = bench.server.snapshot();
  expect(await bench.sync({ isFull: true }), `seed ${seed}`).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(bench.server.snapshot(), `seed ${seed}`).toEqual(before);
}

it(`keeps the three-way rule for ${SEQUENCES} random sequences of changes on both sides`, {
  timeout: 60_000 + SEQUENCES * 10_000,
}, async () => {
  for (let done = 0, seed = SEED; done < SEQUENCES; done += SEQUENCES_IN_A_WORLD, seed += 1) {
    const count = Math.min(SEQUENCES_IN_A_WORLD, SEQUENCES - done);
    process.stdout.write(`Random changes: ${count} sequences from seed ${seed}.\n`);
    await playWorld(seed, count);
  }
});
