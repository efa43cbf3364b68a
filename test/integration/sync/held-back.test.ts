import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryAlone, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, assetOn, checksumsOn, expectedAlbums, expectedChecksums } from '../../support/sync/compare.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { provisionTools } from '../../support/tools/provision.ts';

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

/** What a run meets that it does not know; the function takes it away again. */
type Trouble = (bench: Bench) => Promise<() => void>;

/** The real osxphotos that also says this, when it reads the library or when it exports. */
const osxphotosSays =
  (command: 'run' | 'export', line: string): Trouble =>
  async (bench) => {
    const { osxphotos } = await provisionTools();
    const alone = command === 'export' ? inventoryAlone(osxphotos.path) : '';
    const says = `${alone}\n[ "$1" = ${command} ] && echo "${line}" >&2`;
    const program = await writeScript(programs, 'osxphotos', `${says}\nexec "${osxphotos.path}" "$@"`);
    const use = (path: string) =>
      bench.change((settings) => ({ ...settings, tools: { ...settings.tools, osxphotos: path } }));
    use(program);
    return () => use(osxphotos.path);
  };

const newServer: Trouble = async ({ server }) => {
  const fault = server.faults.add({
    kind: 'status',
    status: 200,
    body: { major: 4, minor: 0, patch: 0 },
    match: { method: 'GET', path: '/api/server/version' },
  });
  return () => fault.remove();
};

/** Two pictures in an album, synced; then everything that can be changed is changed in Photos, and a picture is new. */
async function useChangedBench() {
  const bench = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } } });
  const { photos } = bench;
  const [plain, edited] = await photos.addMany([
    { kind: 'photo', caption: 'The sea' },
    { kind: 'photo', edited: true },
  ]);
  if (plain === undefined || edited === undefined) throw new Error('The library has no pictures.');
  const album = photos.createAlbum('Holiday', { assets: [plain, edited] });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', stacks: { made: 1 } });
  await bench.server.idle();
  const before = bench.server.assets();

  photos.renameAlbum(album, 'Holidays');
  photos.removeFromAlbum(album, [plain]);
  photos.setCaption(plain, 'The ocean');
  photos.setFavorite(edited, true);
  photos.setKeywords(edited, ['Travel']);
  photos.revertEdit(edited);
  const fresh = await photos.addAsset({ kind: 'photo', hidden: true, caption: 'New' });
  photos.addToAlbum(album, [fresh]);
  return { bench, before };
}

const UNKNOWN_LIBRARY = 'WARNING - Unknown db / model version for /a: model_ver=20500; assuming latest version';
const UNKNOWN_OUTPUT = 'The moon is in the seventh house.';

describe('a run that meets what it does not know', () => {
  it.each<[string, Trouble, { readonly says: string; readonly fillsAlbums: boolean }]>([
    [
      'a newer library',
      osxphotosSays('run', UNKNOWN_LIBRARY),
      { says: 'version of the Photos library is not known yet (model version 20500)', fillsAlbums: false },
    ],
    [
      'words of osxphotos about the library',
      osxphotosSays('run', UNKNOWN_OUTPUT),
      { says: 'a tool printed something that Immich Sync does not understand', fillsAlbums: true },
    ],
    [
      'words of osxphotos about an export',
      osxphotosSays('export', UNKNOWN_OUTPUT),
      { says: 'a tool printed something that Immich Sync does not understand', fillsAlbums: true },
    ],
    ['a newer server', newServer, { says: 'Immich 4.0.0 is newer', fillsAlbums: true }],
  ])('uploads, and changes nothing that is there: %s', async (_name, trouble, { says, fillsAlbums }) => {
    const { bench, before } = await useChangedBench();
    const mend = await trouble(bench);

    const report = await bench.sync();

    expect(report).toMatchObject({ outcome: 'partial', coverage: { assets: 3, complete: 3 }, parts: { uploaded: 1 } });
    const told = report.problems.filter(({ code }) => code === 'held-back');
    expect(told).toHaveLength(1);
    expect(told[0]?.sentence).toMatch(/^As a precaution, nothing that is already in Immich is changed: /);
    expect(told[0]?.sentence).toContain(says);
    expectPlainSentence(told[0]);
    await bench.server.idle();
    const wasThere = ({ checksum }: { checksum: string }) => before.some((old) => old.checksum === checksum);
    const after = bench.server.assets();
    expect(after.filter(wasThere)).toEqual(before);
    // Hiding what is hidden is part of bringing it.
    expect(after.filter((asset) => !wasThere(asset))).toMatchObject([{ visibility: 'archive', description: 'New' }]);
    const [album] = bench.server.albums();
    expect(album).toMatchObject({ name: 'Holiday' });
    expect(album?.assets).toHaveLength(fillsAlbums ? 3 : 2);
    if (trouble === newServer) {
      const preview = (await bench.cli(['plan', '--json'])).json();
      expect(preview).toMatchObject({
        changes: { details: [], stacks: [], albums: { rename: [], takeOut: [] } },
        problems: [{ code: 'held-back' }],
      });
    }

    mend();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], stacks: { dissolved: 1 } });
    await bench.server.idle();
    const manifest = manifestOf(bench);
    expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifest));
    expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining(expectedChecksums(manifest)));
    const [plain, edited] = manifest.assets.map(
      ({ parts }) => parts.find(({ kind }) => kind === 'original')?.sha1 ?? '',
    );
    expect(assetOn(bench.server, plain ?? '')).toMatchObject({ description: 'The ocean' });
    expect(assetOn(bench.server, edited ?? '')).toMatchObject({
      isFavorite: true,
      tags: ['Travel'],
      stackPrimary: null,
    });
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  });
});
