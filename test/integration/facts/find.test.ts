/** `immich-sync find`: is this photo safe? What it says is held against what the server has. */
import { expect, it } from 'vitest';
import type { AssetCard } from '../../../src/core/find/card.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { personIn } from '../../support/sync/in-immich.ts';

interface Answer {
  readonly total: number;
  readonly items: readonly AssetCard[];
}

const ask = async (bench: Bench, ...words: readonly string[]) =>
  (await bench.cli(['--json', 'find', ...words])).json<Answer>();
const safetyOf = async (bench: Bench, ...words: readonly string[]) =>
  (await ask(bench, ...words)).items.map(({ safety }) => safety);

it('tells of each photo whether it is safe, before and after a sync, and again when the server has lost it', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const beach = await library.addAsset({
        kind: 'photo',
        edited: true,
        caption: 'Praia da Rocha',
        keywords: ['Summer'],
      });
      await library.addAsset({ kind: 'live', title: 'Lighthouse' });
      await library.addAsset({ kind: 'photo', caption: 'far away', missing: ['original'] });
      await library.addAsset({ kind: 'photo', caption: 'secret', hidden: true });
      library.createAlbum('Algarve', { assets: [beach] });
    },
    settings: (settings) => ({ ...settings, library: { ...settings.library, includeHidden: false } }),
  });
  expect(await bench.cli(['find', 'praia'])).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('immich-sync plan'),
  });
  await bench.cli(['--json', 'plan']);
  // Looked at and compared, and nothing is there.
  expect(await safetyOf(bench, 'praia')).toEqual(['not-yet-uploaded']);

  await bench.sync();
  const [beach] = (await ask(bench, 'algarve', 'summer')).items;
  expect(beach).toMatchObject({
    safety: 'verified',
    albums: [['Algarve']],
    albumsInImmich: [{ name: 'Algarve' }],
    parts: [
      { kind: 'original', state: 'verified' },
      { kind: 'edited', state: 'verified' },
    ],
  });
  // Those very files are there.
  const there = bench.server.assets().map(({ checksum }) => checksum);
  expect(there).toEqual(expect.arrayContaining(beach?.parts.map(({ sha1 }) => sha1) ?? ['?']));
  expect(await safetyOf(bench, 'lighthouse')).toEqual(['verified']);
  expect(await safetyOf(bench, 'far', 'away')).toEqual(['original-not-on-this-mac']);
  expect(await safetyOf(bench, 'secret')).toEqual(['not-wanted']);
  expect((await ask(bench)).total).toBe(4);
  expect(await bench.cli(['find', 'nobody'])).toMatchObject({ exitCode: 1 });

  const { stdout } = await bench.cli(['find', 'praia']);
  expect(stdout).toMatch(/^✓ .*: In Immich, verified today at \d\d:\d\d\.$/m);
  expect(stdout).toMatch(/^ {2}Edit +verified today at/m);

  // A person throws it away in Immich: it is not safe any more, as soon as the server has said so.
  // Immich shows it in no album then.
  for (const { remoteId } of beach?.parts ?? []) await personIn(bench.server).trash(remoteId ?? '');
  await bench.sync();
  expect((await ask(bench, 'praia')).items).toMatchObject([{ safety: 'in-server-trash', albumsInImmich: [] }]);
});
