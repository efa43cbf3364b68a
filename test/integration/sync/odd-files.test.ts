import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { nameOnServer } from '../../../src/core/sync/name-on-server.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import {
  albumsOn,
  assetOn,
  checksumsOn,
  expectedAlbums,
  expectedChecksums,
  sha1Of,
} from '../../support/sync/compare.ts';
import { takeFewKinds } from '../../support/sync/kinds-taken.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { provisionTools } from '../../support/tools/provision.ts';
import { jpeg } from '../../unit/demo-immich/pictures.ts';

const NFC = 'Café Ångström.jpg'.normalize('NFC');
const NFD = 'Café Ångström.jpg'.normalize('NFD');

/** Names that have broken programs. */
const HOSTILE = [
  '-rf ~.jpg',
  '--help.jpg',
  'rich [bold red]markup[/bold red] [link=https://example.org].jpg',
  '[abc].jpg',
  'a.jpg',
  'two\nlines.jpg',
  'tab\there.jpg',
  '🎂👨‍👩‍👧‍👦 birthday.jpg',
  `${'x'.repeat(251)}.jpg`,
  `${'写'.repeat(83)}.jpg`,
  NFC,
  NFD,
  '*.jpg',
  '?{a,b}[!c]\\d.jpg',
  'colon: and "quotes" and \'more\'.jpg',
  '{original_name}{created.year}.jpg',
  '%s %d %n.jpg',
  '$(touch harm) `touch harm` ; touch harm.jpg',
  ' blanks around .jpg',
  '.hidden.jpg',
  'no extension',
  'Scan 12.5.2020',
  'Dr. No',
  'photo.JPG.jpg',
  'photo (1).jpg',
  'photo.jpg',
  'PHOTO.JPG',
  'report.xmp.jpg',
  'IMG_E0001_edited.jpg',
  '..',
  '.',
  '.JPG',
  '._banned.jpg',
  'thumbnails/x.jpg',
  'trailing blank.jpg ',
  'trailing dot.jpg.',
  'back\\slash.jpg',
  'carriage\rreturn.jpg',
  'bell\u0007.jpg',
  `long ending.${'y'.repeat(240)}`,
  '[2020-08-29] X.jpg',
  '[2019-2020] trip.jpg',
  '[].jpg',
  '[^a]n.jpg',
  '[x.jpg',
];

it('brings every picture whatever its name, with its own caption', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const uuids = await library.addMany(
        HOSTILE.map((filename, index) => ({
          kind: 'photo',
          filename,
          caption: `Caption ${index}`,
          date: '2024-07-06T12:00:00+02:00',
        })),
      );
      library.createAlbum('All [of] *them*', { assets: uuids });
    },
  });

  const report = await bench.sync();

  const manifest = manifestOf(bench);
  expect(report).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: HOSTILE.length, complete: HOSTILE.length },
    parts: { uploaded: HOSTILE.length, failed: 0 },
  });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifest));
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifest));
  await bench.server.idle();
  const taken = new Set(['.jpg', '.jpeg']);
  const arrived = manifest.assets.map((asset) => {
    const { name, description } = assetOn(bench.server, sha1Of(asset, 'original'));
    return [name, description];
  });
  expect(arrived).toEqual(
    manifest.assets.map(({ originalFilename, caption }) => [
      nameOnServer({ originalFilename, kind: 'original', extension: '.jpeg' }, taken),
      caption,
    ]),
  );
  expect(arrived.map(([name]) => name)).toEqual(
    expect.arrayContaining(['[2020-08-29] X.jpg', '[].jpg', '[^a]n.jpg', '[x.jpg', '._banned.jpg', '*.jpg', NFC]),
  );
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
});

it('sends composed letters where osxphotos takes them apart, as on a Mac, and stages each file once', async () => {
  const { osxphotos } = await provisionTools();
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // With what osxphotos itself decides by the system that it runs on.
  const onMac = join(folder, 'osxphotos');
  const python = join(dirname(osxphotos.path), 'python');
  const program = join(import.meta.dirname, '../../python/programs/osxphotos_as_on_macos.py');
  await writeFile(onMac, `#!${python}\n${await readFile(program, 'utf8')}`, { mode: 0o755 });
  const german = (text: string) => text.normalize('NFD');
  const bench = await useBench({
    tools: { osxphotos: onMac },
    fill: async (library) => {
      const uuid = await library.addAsset({
        kind: 'photo',
        filename: german('Füße.JPG'),
        caption: german('Größe'),
        title: german('Übermut'),
        keywords: [german('Bäume/Äste')],
      });
      library.createAlbum(german('Frühstück'), { folder: library.createFolder(german('Für uns')), assets: [uuid] });
    },
  });
  bench.server.faults.add({ kind: 'status', status: 400, match: { method: 'POST', path: '/assets' }, times: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'partial' });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 1 } });
  await bench.server.idle();
  expect(bench.server.assets()).toMatchObject([{ name: 'Füße.JPG', description: 'Größe', tags: ['Bäume/Äste'] }]);
  expect(albumsOn(bench.server).map(({ name }) => name)).toEqual(['Für uns / Frühstück']);
  const staged = (await readdir(bench.paths.stagingFolder, { recursive: true })).filter((name) => /jpe?g$/i.test(name));
  expect(staged).toHaveLength(1);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
});

it('keeps two pictures of one name and one date apart, with names as in Photos', async () => {
  const twin = { kind: 'photo', filename: 'IMG_0042.JPG', date: '2024-07-06T12:00:00+02:00' } as const;
  const bench = await useBench({
    fill: (library) =>
      library.addMany([
        { ...twin, caption: 'one' },
        { ...twin, caption: 'two', edited: true },
        { ...twin, caption: 'three' },
        { ...twin, kind: 'live', format: 'jpeg', caption: 'four' },
      ]),
  });

  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 4, complete: 4 },
    parts: { uploaded: 6 },
  });

  await bench.server.idle();
  for (const asset of manifestOf(bench).assets) {
    const remote = assetOn(bench.server, sha1Of(asset, 'original'));
    expect({ name: remote.name.toLowerCase(), description: remote.description }).toEqual({
      name: expect.stringMatching(/^img_0042\.jpe?g$/),
      description: asset.caption,
    });
  }
});

it('sends the contents that two assets share only once, and counts both as complete', async () => {
  const bench = await useBench({ fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'photo' }]) });
  const [one, two] = manifestOf(bench).assets.map((asset) => asset.parts[0]?.path ?? '');
  await writeFile(two ?? '', await readFile(one ?? ''));

  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 2, complete: 2 },
    parts: { known: 2, verified: 2 },
  });
  expect(bench.server.assets()).toHaveLength(1);
});

async function oddBench(condition: 'empty' | 'damaged'): Promise<Bench> {
  return useBench({
    fill: async (library) => {
      const odd = await library.addAsset({ kind: 'photo', condition, filename: 'odd.jpg' });
      library.createAlbum('Holiday', { assets: [odd, await library.addAsset({ kind: 'photo' })] });
    },
  });
}

it('names an empty file, brings everything else, and says so in every run until it is mended', async () => {
  const bench = await oddBench('empty');
  const remainder = { assets: 2, complete: 1, incomplete: 0, absent: 1, reasons: { failing: 1 } };

  const first = await bench.cli(['sync', '--json']);
  expect(first.exitCode).toBe(1);
  expect(first.json()).toMatchObject({
    outcome: 'partial',
    coverage: remainder,
    problems: [{ code: 'file-empty', count: 1 }],
  });
  expectPlainSentence(first.json<{ problems: { sentence: string; advice: string }[] }>().problems[0]);

  const second = await bench.sync();
  expect(second).toMatchObject({
    outcome: 'partial',
    coverage: remainder,
    problems: [{ code: 'file-empty', count: 1 }],
  });
  expect(bench.server.assets()).toHaveLength(1);

  const empty = manifestOf(bench).assets.find((asset) => asset.originalFilename === 'odd.jpg');
  const good = manifestOf(bench).assets.find((asset) => asset.originalFilename !== 'odd.jpg');
  await writeFile(
    empty?.parts[0]?.path ?? '',
    Buffer.concat([await readFile(good?.parts[0]?.path ?? ''), Buffer.from('mended')]),
  );
  // As Photos' own repair would: the database tells of it.
  bench.photos.setFavorite(empty?.uuid ?? '', true);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 2, complete: 2 } });
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
});

it('brings a damaged file as it is: it is what Photos has', async () => {
  const bench = await oddBench('damaged');
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 2, complete: 2 } });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
});

it('goes on when the server refuses one file, explains it, and brings it when the server takes it', async () => {
  const bench = await useBench({
    fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'photo' }]),
    settings: (settings) => ({ ...settings, upload: { ...settings.upload, concurrency: 1 } }),
  });
  bench.server.faults.add({
    kind: 'status',
    status: 400,
    body: { message: 'Unsupported file type', error: 'Bad Request', statusCode: 400 },
    match: { method: 'POST', path: '/assets' },
    times: 1,
  });

  const report = await bench.sync();
  expect(report).toMatchObject({
    outcome: 'partial',
    coverage: { assets: 3, complete: 2, absent: 1, reasons: { 'refused-by-server': 1 } },
    parts: { uploaded: 2, failed: 1 },
    problems: [{ code: 'upload-refused', count: 1, sentence: expect.stringContaining('Unsupported file type') }],
  });
  expectPlainSentence(report.problems[0]);
  // What was sent without success is no part of it.
  const held = new Set(checksumsOn(bench.server));
  const arrived = manifestOf(bench).assets.flatMap(({ parts }) => parts.filter(({ sha1 }) => held.has(sha1 ?? '')));
  expect(report.bytesUploaded).toBe(arrived.reduce((sum, { size }) => sum + (size ?? 0), 0));
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { complete: 3, reasons: {} },
    parts: { uploaded: 1 },
  });
});

it('takes what the phone has sent meanwhile for found, although it lay in staging: it gets what it lacks', async () => {
  const bench = await useBench({
    fill: (library) => library.addAsset({ kind: 'photo', caption: 'By the sea', keywords: ['Sea'] }),
  });
  bench.server.faults.add({ kind: 'status', status: 400, match: { method: 'POST', path: '/assets' }, times: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'partial', coverage: { absent: 1 } });
  const [asset] = manifestOf(bench).assets;
  await bench.server.addAsset({ name: 'IMG_0001.JPG', source: await readFile(asset?.parts[0]?.path ?? '') });
  await bench.server.idle();
  expect(await bench.sync()).toMatchObject({ problems: [], parts: { uploaded: 0, alreadyThere: 1 } });
  await bench.server.idle();
  expect(bench.server.assets()).toMatchObject([{ description: 'By the sea', tags: ['Sea'] }]);
});

it('brings caption and local time as Photos has them, whatever the camera wrote and wherever the place is', async () => {
  const date = '2024-07-06T12:00:00+02:00';
  const inTokyo = { latitude: 35.6, longitude: 139.7 };
  const bench = await useBench({
    fill: (library) =>
      library.addMany([
        { kind: 'photo', filename: 'blank.jpg', date, location: inTokyo, caption: 'By the sea' },
        { kind: 'photo', filename: 'camera.jpg', date, location: inTokyo, caption: '1.0' },
        { kind: 'photo', filename: 'none.jpg', date, location: inTokyo },
        { kind: 'movie', filename: 'film.mov', date, location: inTokyo, caption: 'A film' },
      ]),
  });
  const written = { 'blank.jpg': '   ', 'camera.jpg': 'OLYMPUS DIGITAL CAMERA', 'none.jpg': 'DSC' };
  for (const [index, [name, description]] of Object.entries(written).entries()) {
    const asset = manifestOf(bench).assets.find(({ originalFilename }) => originalFilename === name);
    const bytes = await jpeg({ description, place: [35.6, 139.7], date: '2024:07:06 12:00:00', shade: 100 + index });
    await writeFile(asset?.parts[0]?.path ?? '', bytes);
  }
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 4 } });
  await bench.server.idle();
  const arrived = bench.server.assets().map(({ name, description, capturedAt, timeZone }) => ({
    [name]: [description, capturedAt, timeZone],
  }));
  const moment = ['2024-07-06T10:00:00.000Z', 'UTC+2'];
  expect(Object.assign({}, ...arrived)).toEqual({
    'blank.jpg': ['By the sea', ...moment],
    'camera.jpg': ['1.0', ...moment],
    'none.jpg': ['', ...moment],
    'film.mov': ['A film', ...moment],
  });
});

it('sends nothing of a kind that Immich does not take, tells it once under its own name, and sends it when Immich takes it', async () => {
  const bench = await useBench({
    fill: (library) => library.addMany([{ kind: 'photo', format: 'tiff', filename: 'Plan.tiff' }, { kind: 'photo' }]),
  });
  const kinds = takeFewKinds(bench.server, { image: ['.jpg', '.jpeg'], video: ['.mov'] });
  expect((await bench.cli(['plan', '--json'])).json()).toMatchObject({
    upload: { assets: 1 },
    coverage: { reasons: { 'kind-not-taken': 1 } },
  });

  const report = await bench.sync();
  expect(report).toMatchObject({
    outcome: 'partial',
    coverage: { complete: 1, reasons: { 'kind-not-taken': 1 } },
    parts: { uploaded: 1, failed: 0 },
    problems: [{ code: 'kind-not-taken', count: 1, sentence: expect.stringMatching(/accept \.tiff files/) }],
  });
  expectPlainSentence(report.problems[0]);
  const staged = (await readdir(bench.paths.stagingFolder, { recursive: true })).filter((name) => /\.\w+$/.test(name));
  expect(staged.filter((name) => name.includes('.tif'))).toEqual([]);
  const listed = (await bench.cli(['remainder', '--json'])).json<{ items: unknown[] }>();
  expect(listed.items).toMatchObject([
    { filename: 'Plan.tiff', reason: 'kind-not-taken', detail: 'Immich does not accept .tiff files', attempts: 0 },
  ]);

  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  const asked = kinds.asked();
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
  expect(kinds.asked()).toBe(asked);

  // The server is updated, and takes the kind from now on.
  kinds.update();
  expect(await bench.sync()).toMatchObject({
    problems: [],
    coverage: { complete: 2, reasons: {} },
    parts: { uploaded: 1 },
  });
});
