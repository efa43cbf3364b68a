/**
 * Random sequences of changes in Photos and in Immich with syncs between. A small model of its own says what the three-way rule makes of
 * them. Many sequences share one library and server, each with assets and an album of its own, so that a sync serves all of them.
 *
 * FIDELITY_SEQUENCES: how many (40 if not given), FIDELITY_SEED: where to begin.
 */
import { expect, it } from 'vitest';
import { seededRandom } from '../../support/photos-library/random.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { sha1Of } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const SEQUENCES = Number(process.env.FIDELITY_SEQUENCES ?? 40);
const SEED = Number(process.env.FIDELITY_SEED ?? 20_261_122);
const SEQUENCES_IN_A_LIBRARY = 20;
const SYNCS = 5;
const MOST_CHANGES = 6;
const ASSETS = 2;
const WORDS = ['Sea', 'Travel', 'Family', 'Snow'] as const;

type Random = ReturnType<typeof seededRandom>;

interface Values {
  favorite: boolean;
  hidden: boolean;
  description: string;
  keywords: Set<string>;
}

interface Asset {
  readonly uuid: string;
  readonly photos: Values;
  isTrashed: boolean;
  isEdited: boolean;
  original: string;
  edited: string | null;
}

interface RemoteFile {
  readonly values: Values;
  /** What Photos said at the last sync. */
  synced: Values;
}

interface Album {
  readonly uuid: string;
  name: string;
  exists: boolean;
  readonly members: Set<Asset>;
  /** Null until it is on the server. */
  remote: { name: string; syncedName: string; readonly members: Set<string> } | null;
  readonly entries: Map<Asset, { readonly sha1: string; readonly isOurs: boolean }>;
}

interface Sequence {
  readonly assets: readonly Asset[];
  readonly album: Album;
  /** By SHA-1. */
  readonly files: Map<string, RemoteFile>;
  readonly story: string[];
}

const copy = (values: Values): Values => ({ ...values, keywords: new Set(values.keywords) });
const standing = (asset: Asset) => asset.edited ?? asset.original;

// --- what the rule makes of it -----------------------------------------------------------------------------------------------------------

function syncFile(files: Map<string, RemoteFile>, sha1: string, photos: Values): void {
  const file = files.get(sha1);
  if (file === undefined) {
    files.set(sha1, { values: copy(photos), synced: copy(photos) });
    return;
  }
  const { values, synced } = file;
  if (photos.favorite !== synced.favorite) values.favorite = photos.favorite;
  if (photos.hidden !== synced.hidden) values.hidden = photos.hidden;
  if (photos.description !== synced.description) values.description = photos.description;
  for (const word of photos.keywords) if (!synced.keywords.has(word)) values.keywords.add(word);
  for (const word of synced.keywords) if (!photos.keywords.has(word)) values.keywords.delete(word);
  file.synced = copy(photos);
}

function syncAlbum(album: Album): void {
  const members = [...album.members].filter((asset) => !asset.isTrashed);
  if (!album.exists) return;
  if (members.length > 0) {
    album.remote ??= { name: album.name, syncedName: album.name, members: new Set() };
    const { remote } = album;
    if (album.name !== remote.syncedName) {
      if (remote.name === remote.syncedName) remote.name = album.name;
      remote.syncedName = album.name;
    }
    for (const asset of members) syncMember(album, remote.members, asset);
  }
  for (const [asset, entry] of album.entries) {
    if (asset.isTrashed || album.members.has(asset)) continue;
    if (entry.isOurs) album.remote?.members.delete(entry.sha1);
    album.entries.delete(asset);
  }
}

function syncMember(album: Album, there: Set<string>, asset: Asset): void {
  const sha1 = standing(asset);
  const entry = album.entries.get(asset);
  if (entry?.sha1 === sha1) return;
  if (entry !== undefined && !there.has(entry.sha1)) {
    // A person took the picture out: its new version does not come back.
    album.entries.set(asset, { sha1, isOurs: true });
    return;
  }
  album.entries.set(asset, { sha1, isOurs: !there.has(sha1) });
  there.add(sha1);
  if (entry?.isOurs) there.delete(entry.sha1);
}

function syncModel({ assets, album, files }: Sequence): void {
  for (const asset of assets) {
    if (asset.isTrashed) continue;
    for (const sha1 of [asset.original, asset.edited]) if (sha1 !== null) syncFile(files, sha1, asset.photos);
  }
  syncAlbum(album);
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

async function changeInPhotos(sequence: Sequence, random: Random, { photos }: Bench, number: number): Promise<string> {
  const { assets, album } = sequence;
  const asset = random.pick(assets);
  const { uuid } = asset;
  if (asset.isTrashed) {
    photos.restore(uuid);
    asset.isTrashed = false;
    return `restore ${uuid}`;
  }
  const isMember = album.members.has(asset);
  switch (random.integer(0, 9)) {
    case 0:
      asset.photos.favorite = !asset.photos.favorite;
      photos.setFavorite(uuid, asset.photos.favorite);
      return `favourite ${uuid} ${asset.photos.favorite}`;
    case 1:
      asset.photos.hidden = !asset.photos.hidden;
      photos.setHidden(uuid, asset.photos.hidden);
      return `hide ${uuid} ${asset.photos.hidden}`;
    case 2:
      asset.photos.description = random.pick(['', `Words ${number}`]);
      photos.setCaption(uuid, asset.photos.description === '' ? null : asset.photos.description);
      return `caption ${uuid} “${asset.photos.description}”`;
    case 3: {
      const word = pickWord(random, asset.photos.keywords);
      if (!asset.photos.keywords.delete(word)) asset.photos.keywords.add(word);
      photos.setKeywords(uuid, [...asset.photos.keywords]);
      return `keywords ${uuid} ${[...asset.photos.keywords].join()}`;
    }
    case 4:
    case 5:
      await photos.editPhoto(uuid);
      asset.isEdited = true;
      return `edit ${uuid}`;
    case 6:
      if (!asset.isEdited) return '';
      photos.revertEdit(uuid);
      asset.isEdited = false;
      return `revert ${uuid}`;
    case 7:
      photos.trash(uuid);
      asset.isTrashed = true;
      return `delete ${uuid}`;
    case 8:
      if (!album.exists) return '';
      album.name = `${album.name.split(' #')[0]} #${number}`;
      photos.renameAlbum(album.uuid, album.name);
      return `rename the album to ${album.name}`;
    default:
      if (!album.exists) return '';
      if (random.integer(0, 12) === 0) {
        album.exists = false;
        photos.deleteAlbum(album.uuid);
        return 'delete the album';
      }
      if (isMember) {
        album.members.delete(asset);
        photos.removeFromAlbum(album.uuid, [uuid]);
        return `take ${uuid} out of the album`;
      }
      album.members.add(asset);
      photos.addToAlbum(album.uuid, [uuid]);
      return `put ${uuid} into the album`;
  }
}

async function changeInImmich(
  sequence: Sequence,
  random: Random,
  person: PersonInImmich,
  number: number,
): Promise<string> {
  const { assets, album, files } = sequence;
  const asset = random.pick(assets);
  const sha1 = standing(asset);
  const values = files.get(sha1)?.values;
  if (values === undefined) return '';
  const { remote } = album;
  switch (random.integer(0, 6)) {
    case 0:
      values.favorite = !values.favorite;
      await person.setAsset(sha1, { isFavorite: values.favorite });
      return `Immich: favourite ${sha1} ${values.favorite}`;
    case 1:
      values.hidden = !values.hidden;
      await person.setAsset(sha1, { visibility: values.hidden ? 'archive' : 'timeline' });
      return `Immich: archive ${sha1} ${values.hidden}`;
    case 2:
      values.description = random.pick(['', `Mine ${number}`]);
      await person.setAsset(sha1, { description: values.description });
      return `Immich: description ${sha1} “${values.description}”`;
    case 3: {
      const word = random.next() < 0.2 ? 'Mine' : pickWord(random, values.keywords);
      if (values.keywords.delete(word)) await person.removeTag(sha1, word);
      else {
        values.keywords.add(word);
        await person.addTag(sha1, word);
      }
      return `Immich: tag ${sha1} ${word}`;
    }
    case 4: {
      if (remote === null) return '';
      const name = `${remote.name.split(' #')[0]} #mine ${number}`;
      await person.renameAlbum(remote.name, name);
      remote.name = name;
      return `Immich: rename the album to ${name}`;
    }
    default:
      if (remote === null) return '';
      if (remote.members.delete(sha1)) {
        await person.removeFromAlbum(remote.name, sha1);
        return `Immich: take ${sha1} out of the album`;
      }
      remote.members.add(sha1);
      await person.addToAlbum(remote.name, sha1);
      return `Immich: put ${sha1} into the album`;
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

function expectModel(sequence: Sequence, bench: Bench, seed: number): void {
  const remote = new Map(bench.server.assets().map((asset) => [asset.checksum, asset]));
  const story = `seed ${seed}:\n${sequence.story.join('\n')}`;
  for (const [sha1, { values }] of sequence.files) {
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
      isTrashed: false,
    });
  }
  for (const asset of sequence.assets) {
    if (asset.isTrashed) continue;
    const covers = [asset.original, ...(asset.edited === null ? [] : [asset.edited])].map(
      (sha1) => remote.get(sha1)?.stackPrimary,
    );
    expect(covers, `stack of ${asset.uuid}, ${story}`).toEqual(covers.map(() => asset.edited));
  }
  const { album } = sequence;
  if (album.remote !== null) {
    const there = bench.server.albums().find(({ name }) => name === album.remote?.name);
    expect(there?.assets, `${album.remote.name}, ${story}`).toEqual([...album.remote.members].sort());
  }
}

async function playWorld(seed: number, count: number): Promise<void> {
  const random = seededRandom(seed);
  const sequences: Sequence[] = [];
  const bench = await useBench({
    server: { manner: seed % 2 === 0 ? 'v2' : 'v3', key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
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
        (photos, index): Asset => ({
          uuid: uuids[index] ?? '',
          photos,
          isTrashed: false,
          isEdited: false,
          original: '',
          edited: null,
        }),
      );
      for (let index = 0; index < count; index += 1) {
        const assets = all.slice(index * ASSETS, (index + 1) * ASSETS);
        const members = assets.slice(0, 1);
        const name = `Album ${index}`;
        sequences.push({
          assets,
          album: {
            uuid: library.createAlbum(name, { assets: members.map(({ uuid }) => uuid) }),
            name,
            exists: true,
            members: new Set(members),
            remote: null,
            entries: new Map(),
          },
          files: new Map(),
          story: [],
        });
      }
    },
  });
  const person = personIn(bench.server);
  let number = 0;
  for (let sync = 0; sync < SYNCS; sync += 1) {
    const report = await bench.sync();
    expect(report.problems, `seed ${seed}`).toEqual([]);
    await bench.server.idle();
    readContents(sequences, bench);
    for (const sequence of sequences) {
      syncModel(sequence);
      sequence.story.push(`--- synced: ${report.outcome}`);
      expectModel(sequence, bench, seed);
    }
    if (sync === SYNCS - 1) break;
    for (const sequence of sequences) {
      const changes = random.integer(1, MOST_CHANGES);
      for (let change = 0; change < changes; change += 1) {
        number += 1;
        const said =
          random.next() < 0.6
            ? await changeInPhotos(sequence, random, bench, number)
            : await changeInImmich(sequence, random, person, number);
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
  for (let done = 0, seed = SEED; done < SEQUENCES; done += SEQUENCES_IN_A_LIBRARY, seed += 1) {
    const count = Math.min(SEQUENCES_IN_A_LIBRARY, SEQUENCES - done);
    process.stdout.write(`Random changes: ${count} sequences from seed ${seed}.\n`);
    await playWorld(seed, count);
  }
});
