/** Several photos with the same bytes are one file in Immich and speak together: one more, or one less, takes nothing away. */
import { copyFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AssetOptions } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const pathOf = (bench: Bench, uuid: string) =>
  manifestOf(bench).assets.find((asset) => asset.uuid === uuid)?.parts[0]?.path ?? '';

/** Imports a photo once more, so that its UUID comes before that of the first. */
async function importAgain(bench: Bench, first: string, options: Omit<AssetOptions, 'kind'>): Promise<string> {
  for (let tries = 0; tries < 20; tries += 1) {
    const uuid = await bench.photos.addAsset({ kind: 'photo', ...options });
    if (uuid < first) {
      await copyFile(pathOf(bench, first), pathOf(bench, uuid));
      return uuid;
    }
    bench.photos.deleteForGood(uuid);
  }
  throw new Error('There is no lower UUID.');
}

async function withOne(options: { readonly caption?: string } = { caption: 'First words' }) {
  let first = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      first = await library.addAsset({
        kind: 'photo',
        filename: 'First.jpg',
        ...options,
        favorite: true,
        keywords: ['Sea'],
        date: '2024-06-01T10:00:00+02:00',
      });
    },
  });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  const sha1 = contentsOf(manifestOf(bench), first);
  return { bench, first, sha1, view: () => assetOn(bench.server, sha1) };
}

const SPOKEN = { description: 'First words', isFavorite: true, visibility: 'timeline', tags: ['Sea'] } as const;

it('a duplicate imported with a lower UUID, hidden and without words, changes nothing and takes nothing along when it goes', async () => {
  const { bench, first, sha1, view } = await withOne();
  const again = await importAgain(bench, first, { hidden: true, keywords: ['Sun'] });
  expect(contentsOf(manifestOf(bench), again)).toBe(sha1);
  expect(await bench.sync()).toMatchObject({ problems: [], parts: { uploaded: 0 }, coverage: { complete: 2 } });
  expect(view()).toMatchObject({ ...SPOKEN, tags: ['Sea', 'Sun'] });
  bench.photos.trash(again);
  expect(await bench.sync()).toMatchObject({ problems: [], coverage: { complete: 1 } });
  expect(view()).toMatchObject({ ...SPOKEN, tags: ['Sea', 'Sun'] });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('the one that spoke goes: what it said stays', async () => {
  const { bench, first, view } = await withOne();
  await importAgain(bench, first, { caption: 'Other words' });
  await bench.sync();
  expect(view()).toMatchObject(SPOKEN);
  bench.photos.trash(first);
  await bench.sync();
  expect(view()).toMatchObject({ isFavorite: true, visibility: 'timeline', tags: ['Sea'] });
  await bench.server.idle();
  await bench.sync();
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('is hidden when all of them are, and a person’s own words stay', async () => {
  const { bench, first, sha1, view } = await withOne();
  const again = await importAgain(bench, first, {});
  await bench.sync();
  await personIn(bench.server).setAsset(sha1, { description: 'By hand' });
  bench.photos.setHidden(first, true);
  await bench.sync();
  expect(view()).toMatchObject({ ...SPOKEN, description: 'By hand' });
  bench.photos.setHidden(again, true);
  await bench.sync();
  expect(view()).toMatchObject({ ...SPOKEN, description: 'By hand', visibility: 'archive' });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});

it('lists what they say differently, once, and who counts', async () => {
  const { bench, first, view } = await withOne();
  const again = await importAgain(bench, first, {
    filename: 'Again.jpg',
    caption: 'Other words',
    date: '2020-01-01T10:00:00+02:00',
  });
  const told = (value: string) => ({ uuid: first, filename: 'First.jpg', value });
  const other = (value: string) => [{ uuid: again, filename: 'Again.jpg', value }];
  const { exitCode, stdout } = await bench.cli(['sync', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    problems: [],
    contradictions: [
      { field: 'description', told: told('First words'), others: other('Other words') },
      { field: 'date', told: told('2024-06-01T10:00:00.000+02:00'), others: other('2020-01-01T10:00:00.000+02:00') },
    ],
  });
  expect(view()).toMatchObject(SPOKEN);
  expect(await bench.sync()).toMatchObject({ problems: [], contradictions: [] });
  bench.photos.setCaption(again, 'Words once more');
  const { stdout: lines } = await bench.cli(['sync']);
  expect(lines).toContain(
    `First.jpg: Again.jpg with the same contents has another description; Immich gets the one of First.jpg.`,
  );
  bench.photos.setCaption(again, 'First words');
  bench.photos.setDate(again, '2024-06-01T10:00:00+02:00', 'Europe/Berlin');
  expect(await bench.sync()).toMatchObject({ problems: [], contradictions: [] });
});

it('a duplicate with words replaces nothing that a person has written in Immich, and fills what is empty', async () => {
  const { bench, first, sha1, view } = await withOne({});
  await personIn(bench.server).setAsset(sha1, { description: 'By hand' });
  await importAgain(bench, first, { caption: 'Other words', location: { latitude: 38.7, longitude: -9.1 } });
  await bench.sync();
  await bench.server.idle();
  await bench.sync();
  expect(view()).toMatchObject({ description: 'By hand', latitude: 38.7 });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});
