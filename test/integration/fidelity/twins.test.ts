import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { PartKind } from '../../../src/core/model/asset.ts';
import type { AssetOptions } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, checksumsOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

type ApiVersion = 'v2' | 'v3';

async function libraryOf(apiVersion: ApiVersion, kinds: readonly AssetOptions[]) {
  const uuids: string[] = [];
  let album = '';
  const bench = await useBench({
    server: { apiVersion, key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      for (const options of kinds) uuids.push(await library.addAsset(options));
      album = library.createAlbum('Holiday', { assets: uuids });
    },
  });
  return { bench, uuids, album };
}

const sha1OfBytes = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex');

/** The phone's app sends the same picture with other bytes: what it shows and what its metadata say are the same. */
async function sendFromPhone(
  bench: Bench,
  uuid: string,
  {
    kinds = ['original'],
    name,
    userId,
    disguise = ['', ''],
    end = 'free',
  }: {
    kinds?: readonly PartKind[];
    name?: string;
    userId?: string;
    /** What is written over in the files, and with what: as many letters. */
    disguise?: readonly [string, string];
    /** Four letters: others make other bytes of the same picture. */
    end?: string;
  } = {},
): Promise<string> {
  const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
  const sent = new Map<PartKind, { readonly sha1: string; readonly id: string }>();
  for (const { kind, path } of asset?.parts.filter((part) => kinds.includes(part.kind)) ?? []) {
    // A lone `free` atom at the end of a movie, and bytes behind the end of a picture, change nothing of it.
    const whole = Buffer.concat([await readFile(path), Buffer.from([0, 0, 0, 8]), Buffer.from(end)]);
    const source = Buffer.from(whole.toString('latin1').replaceAll(...disguise), 'latin1');
    const id = await bench.server.addAsset({
      name: name ?? (kind === 'original' ? (asset?.originalFilename ?? '') : basename(path)),
      source,
      capturedAt: new Date(asset?.capturedAt ?? 0),
      ...(userId === undefined ? {} : { userId }),
    });
    sent.set(kind, { sha1: sha1OfBytes(source), id });
  }
  await bench.server.idle();
  const [still, video] = [sent.get('original'), sent.get('live-video')];
  if (still !== undefined && video !== undefined)
    await personIn(bench.server).setAsset(still.sha1, { livePhotoVideoId: video.id });
  return still?.sha1 ?? '';
}

const link = (bench: Bench) =>
  bench.change((settings) => ({ ...settings, upload: { ...settings.upload, twins: 'link' } }));

const LISBON = { latitude: 38.72, longitude: -9.14 };
const VIENNA = { latitude: 48.21, longitude: 16.37 };

const plan = async (bench: Bench) => (await bench.cli(['--json', 'plan'])).json<{ twins: unknown }>();

const filenameOf = (bench: Bench, uuid: string) =>
  manifestOf(bench).assets.find((asset) => asset.uuid === uuid)?.originalFilename ?? '';

describe('photos that the phone has sent', () => {
  it('are told of in the plan, and uploaded all the same unless the person wants otherwise', async () => {
    const { bench, uuids } = await libraryOf('v2', [{ kind: 'photo' }, { kind: 'photo' }]);
    const [uuid = ''] = uuids;
    const filename = filenameOf(bench, uuid);
    const phoneName = filename.replace('.JPG', '.jpeg');
    await sendFromPhone(bench, uuid, { name: phoneName });
    const { capturedAt = '' } = manifestOf(bench).assets.find((asset) => asset.uuid === uuid) ?? {};
    const first = [{ uuid, filename, phone: { filename: phoneName, capturedAt: new Date(capturedAt).toISOString() } }];
    const twins = { assets: 1, treatment: 'upload', first };
    expect(await plan(bench)).toMatchObject({ twins, upload: { assets: 2 } });
    const told = (await bench.cli(['plan'])).stdout;
    expect(told).toContain('1 item looks like a photo from your phone');
    expect(told).toContain(`${filename}: the phone’s ${phoneName}, taken 1 Jun 2024, `);
    link(bench);
    expect(await plan(bench)).toMatchObject({ twins: { ...twins, treatment: 'link' }, upload: { assets: 1 } });
    bench.change((settings) => ({ ...settings, upload: { ...settings.upload, twins: 'upload' } }));
    expect(await plan(bench)).toMatchObject({ twins, upload: { assets: 2 } });
    bench.server.requests.clear();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 2 } });
    expect(bench.server.requests.count({ path: '/search/metadata' })).toBe(0);
    expect(bench.server.assets()).toHaveLength(3);
  });

  it('are not guessed: of two that fit, of another person, of another kind or name, none', async () => {
    const { bench, uuids } = await libraryOf('v3', [
      { kind: 'photo' },
      { kind: 'photo' },
      { kind: 'live' },
      { kind: 'photo' },
    ]);
    const [twice = '', foreign = '', live = '', renamed = ''] = uuids;
    link(bench);
    await sendFromPhone(bench, twice);
    const second = manifestOf(bench).assets.find(({ uuid }) => uuid === twice);
    await bench.server.addAsset({
      name: second?.originalFilename ?? '',
      source: Buffer.concat([await readFile(second?.parts[0]?.path ?? ''), Buffer.from('more')]),
    });
    await sendFromPhone(bench, foreign, {
      userId: bench.server.addUser({ name: 'Partner', email: 'partner@example.org' }),
    });
    await sendFromPhone(bench, live);
    await sendFromPhone(bench, renamed, { name: 'Other.JPG' });
    expect(await bench.sync()).toMatchObject({ coverage: { complete: 4 }, parts: { uploaded: 5 }, problems: [] });
  });

  it.each(['v2', 'v3'] as const)(
    'stand for those in Photos when the person wants that: details and albums come, nothing is replaced (%s)',
    async (apiVersion) => {
      const { bench, uuids, album } = await libraryOf(apiVersion, [
        { kind: 'photo', caption: 'The sea', keywords: ['Sea'], favorite: true },
        { kind: 'live' },
        { kind: 'movie' },
        { kind: 'photo' },
      ]);
      const [still = '', live = '', movie = '', other = ''] = uuids;
      const person = personIn(bench.server);
      link(bench);
      await sendFromPhone(bench, still);
      await sendFromPhone(bench, live, { kinds: ['live-video', 'original'] });
      await sendFromPhone(bench, movie);
      const before = checksumsOn(bench.server);
      expect(bench.server.assets().filter(({ liveVideo }) => liveVideo !== null)).toHaveLength(1);
      expect(await plan(bench)).toMatchObject({ twins: { assets: 3, treatment: 'link' }, upload: { assets: 1 } });

      expect(await bench.sync()).toMatchObject({
        outcome: 'done',
        problems: [],
        parts: { uploaded: 1 },
        coverage: { assets: 4, complete: 1, incomplete: 0, absent: 3, reasons: { 'linked-to-twin': 3 } },
      });
      expect(checksumsOn(bench.server).filter((sha1) => !before.includes(sha1))).toEqual([
        contentsOf(manifestOf(bench), other),
      ]);
      const phones = bench.server.assets().find(({ description }) => description === 'The sea');
      expect(phones).toMatchObject({ isFavorite: true, tags: ['Sea'] });
      expect(bench.server.albums()).toMatchObject([{ name: 'Holiday' }]);
      expect(bench.server.albums()[0]?.assets).toHaveLength(4);
      // What was set is seen to have stayed.
      expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
      // Settled: nothing is searched for or asked again.
      bench.server.requests.clear();
      expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
      // What was verified and what stands for ours is asked about, each in one question.
      expect(bench.server.requests.count({ path: '/assets/bulk-upload-check' })).toBe(2);
      expect(bench.server.requests.count({ method: 'POST' })).toBe(2);

      // Later changes follow the three-way rule, as for a file of ours.
      await person.setAsset(phones?.checksum ?? '', { description: 'Mine' });
      bench.photos.setKeywords(still, ['Snow']);
      bench.photos.setFavorite(still, false);
      bench.photos.removeFromAlbum(album, [still]);
      expect(await bench.sync()).toMatchObject({ problems: [] });
      expect(assetOn(bench.server, phones?.checksum ?? '')).toMatchObject({
        description: 'Mine',
        isFavorite: false,
        tags: ['Snow'],
      });
      expect(bench.server.albums()[0]?.assets).not.toContain(phones?.checksum);

      // Another mind: what is in Photos is uploaded as well, and stands for itself.
      bench.change((settings) => ({ ...settings, upload: { ...settings.upload, twins: 'upload' } }));
      expect(await bench.sync()).toMatchObject({ coverage: { complete: 4, reasons: {} }, problems: [] });
      expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining(before));
      expect(bench.server.albums()[0]?.assets).toContain(contentsOf(manifestOf(bench), live));
    },
  );
});

it('another picture of the same second, name and size stands for nothing', async () => {
  const { bench, uuids } = await libraryOf('v3', [
    { kind: 'photo' },
    { kind: 'live', location: LISBON },
    { kind: 'live' },
  ]);
  const [other = '', elsewhere = '', same = ''] = uuids;
  const both = ['live-video', 'original'] as const;
  link(bench);
  await sendFromPhone(bench, other, { disguise: ['iPhone', 'iPhoto'] });
  const copy = await sendFromPhone(bench, elsewhere, { kinds: both });
  await personIn(bench.server).setAsset(copy, VIENNA);
  await sendFromPhone(bench, same, { kinds: both });
  expect(await plan(bench)).toMatchObject({ twins: { assets: 1, first: [{ uuid: same }] } });
  expect(await bench.sync()).toMatchObject({
    parts: { uploaded: 3 },
    coverage: { complete: 2, reasons: { 'linked-to-twin': 1 } },
    problems: [],
  });
});

describe('a phone’s copy that stands for ours', () => {
  it('is looked at in every run: thrown away it is a case for the person; a third of all gone at once is a loss, and ours is uploaded', async () => {
    const { bench, uuids } = await libraryOf('v3', [{ kind: 'photo' }, { kind: 'photo' }, { kind: 'photo' }]);
    const person = personIn(bench.server);
    link(bench);
    const copies: string[] = [];
    for (const uuid of uuids) copies.push(await sendFromPhone(bench, uuid));
    expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'linked-to-twin': 3 } } });
    const [first = '', second = '', third = ''] = copies;
    await person.trash(first);
    await person.deleteForGood(second);
    await bench.server.idle();
    expect(await bench.sync()).toMatchObject({
      parts: { uploaded: 1 },
      coverage: { complete: 1, reasons: { 'in-server-trash': 1, 'linked-to-twin': 1 } },
    });
    // It stays so until the person decides.
    expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'in-server-trash': 1 } } });
    await person.restore(first);
    expect(await bench.sync()).toMatchObject({
      parts: { uploaded: 0 },
      coverage: { reasons: { 'linked-to-twin': 2 } },
    });
    // Thrown away again, and the trash emptied: it is still for the person to decide.
    await person.trash(first);
    expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'in-server-trash': 1, 'linked-to-twin': 1 } } });
    await person.emptyTrash();
    await bench.server.idle();
    for (let run = 0; run < 2; run += 1)
      expect(await bench.sync()).toMatchObject({
        parts: { uploaded: 0 },
        coverage: { complete: 1, reasons: { 'deleted-in-immich': 1, 'linked-to-twin': 1 } },
      });
    expect((await bench.cli(['--json', 'trash', 'restore'])).json()).toMatchObject({ assets: 1, toUpload: 1 });
    expect(await bench.sync()).toMatchObject({ coverage: { complete: 2, reasons: { 'linked-to-twin': 1 } } });
    // In the locked folder no key sees it, but it is there.
    await person.lock(third);
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
  });

  it('deleted for good, and one of many, is a case for the person, too: ours is not sent in silence', async () => {
    const kinds = Array.from({ length: 22 }, () => ({ kind: 'photo' as const }));
    const { bench, uuids } = await libraryOf('v3', kinds);
    link(bench);
    const copy = await sendFromPhone(bench, uuids[0] ?? '');
    expect(await bench.sync()).toMatchObject({
      parts: { uploaded: 21 },
      coverage: { reasons: { 'linked-to-twin': 1 } },
    });
    await personIn(bench.server).deleteForGood(copy);
    await bench.server.idle();
    for (let run = 0; run < 2; run += 1)
      expect(await bench.sync()).toMatchObject({
        parts: { uploaded: 0 },
        coverage: { complete: 21, reasons: { 'deleted-in-immich': 1 } },
      });
    expect((await bench.cli(['--json', 'trash', 'restore'])).json()).toMatchObject({ assets: 1, toUpload: 1 });
    expect(await bench.sync()).toMatchObject({ parts: { uploaded: 1 }, coverage: { complete: 22 } });
  });

  it('is followed to another id: details and albums go there', async () => {
    const { bench, uuids } = await libraryOf('v3', [{ kind: 'live', caption: 'The sea' }, { kind: 'photo' }]);
    const person = personIn(bench.server);
    const [live = '', photo = ''] = uuids;
    const kinds = ['live-video', 'original'] as const;
    link(bench);
    const still = await sendFromPhone(bench, live, { kinds });
    await sendFromPhone(bench, photo);
    await bench.sync();
    const sent = checksumsOn(bench.server);
    // Its film goes with it.
    await person.deleteForGood(still);
    await bench.server.idle();
    expect(checksumsOn(bench.server)).toHaveLength(1);
    await sendFromPhone(bench, live, { kinds });
    expect(await bench.sync()).toMatchObject({
      parts: { uploaded: 0 },
      problems: [],
      coverage: { reasons: { 'linked-to-twin': 2 } },
    });
    expect(checksumsOn(bench.server)).toEqual(sent);
    expect(assetOn(bench.server, still)).toMatchObject({ description: 'The sea' });
    expect(bench.server.albums()[0]?.assets).toContain(still);
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  });

  it('is looked up once where an earlier version linked it, and compared anew', async () => {
    const { bench, uuids } = await libraryOf('v3', [{ kind: 'live' }, { kind: 'live', location: LISBON }]);
    const [same = '', other = ''] = uuids;
    const kinds = ['live-video', 'original'] as const;
    link(bench);
    await sendFromPhone(bench, same, { kinds });
    const copy = await sendFromPhone(bench, other, { kinds });
    expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'linked-to-twin': 2 } } });
    await personIn(bench.server).setAsset(copy, VIENNA);
    const ledger = new DatabaseSync(bench.paths.ledgerFile);
    // As the migration from an earlier version leaves it.
    ledger.exec(`UPDATE twins SET remote_sha1 = NULL, remote_name = NULL, remote_captured_at = NULL;
      DELETE FROM meta WHERE key = 'inventory-fingerprint'`);
    ledger.close();
    expect(await bench.sync()).toMatchObject({
      parts: { uploaded: 2 },
      coverage: { complete: 1, reasons: { 'linked-to-twin': 1 } },
    });
    bench.server.requests.clear();
    expect(await bench.sync()).toMatchObject({ coverage: { reasons: { 'linked-to-twin': 1 } } });
    expect(bench.server.requests.count({ path: '/assets/bulk-upload-check' })).toBe(2);
  });
});
