/** The commands that are about albums and former edits, as a person runs them. */
import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, sha1Of } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

it('albums: lists them, and chooses by title, by folder and title, or by UUID', async () => {
  const twins: string[] = [];
  const bench = await useBench({
    fill: async (library) => {
      const assets = [await library.addAsset({ kind: 'photo' })];
      const folder = library.createFolder('Travel');
      library.createAlbum('Lisbon', { folder, assets });
      library.createAlbum('Family', { assets });
      for (const _twin of [1, 2]) twins.push(library.createAlbum('Twice', { assets }));
    },
  });
  expect((await bench.cli(['albums'])).stdout).toContain('immich-sync plan');
  await bench.cli(['plan']);
  expect((await bench.cli(['albums'])).stdout.match(/^✓ /gm)).toHaveLength(4);

  const only = await bench.cli(['albums', 'only', 'Travel/Lisbon', twins[1] ?? '', '--json']);
  expect(only.json<{ title: string; uuid: string; isSynced: boolean }[]>().filter(({ isSynced }) => isSynced)).toEqual([
    expect.objectContaining({ title: 'Lisbon', folders: ['Travel'], assets: 1 }),
    expect.objectContaining({ uuid: twins[1] }),
  ]);
  await bench.sync();
  expect(albumsOn(bench.server).map(({ name }) => name)).toEqual(['Travel / Lisbon', 'Twice']);

  expect(await bench.cli(['albums', 'except', 'Twice'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(twins[0] ?? ''),
  });
  expect(await bench.cli(['albums', 'only', 'Nobody'])).toMatchObject({ exitCode: 2 });
  // What was refused changed nothing.
  expect((await bench.cli(['config', 'get', 'albums.which'])).stdout.trim()).toBe('only');
});

it('former-edits: lists what was replaced and undone, with its address, until a person has deleted it', async () => {
  let uuid = '';
  const bench = await useBench({
    server: { key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuid = await library.addAsset({ kind: 'live', edited: true });
    },
  });
  const contents = () => {
    const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
    return (asset && sha1Of(asset, 'edited')) ?? '';
  };
  await bench.sync();
  expect((await bench.cli(['former-edits', '--json'])).json()).toEqual([]);
  const first = contents();
  await bench.photos.editPhoto(uuid);
  const second = contents();
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], formerEdits: 1 });
  bench.photos.revertEdit(uuid);
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], formerEdits: 2 });

  const person = personIn(bench.server);
  const listed = (await bench.cli(['former-edits', '--json'])).json<{ url: string; isUndone: boolean }[]>();
  const ids = await Promise.all([first, second].map((sha1) => person.idOf(sha1)));
  expect(listed.map(({ url }) => url).sort()).toEqual(ids.map((id) => `${bench.server.url}/photos/${id}`).sort());
  expect(listed.every(({ isUndone }) => isUndone)).toBe(true);
  expect((await bench.cli(['former-edits'])).stdout).toMatch(/undone .*\/photos\//);

  await person.trash(first);
  expect(await bench.sync({ isFull: true })).toMatchObject({ problems: [], formerEdits: 1 });
  expect((await bench.cli(['former-edits', '--json'])).json()).toHaveLength(1);
});
