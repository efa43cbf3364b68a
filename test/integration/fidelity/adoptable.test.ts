import { expect, it } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { useBench } from '../../support/sync/bench.ts';
import { albumsOn } from '../../support/sync/compare.ts';

it('an album made in Immich is offered before the first sync, and used when the person agrees', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const uuid = await library.addAsset({ kind: 'photo' });
      library.createAlbum('Holiday', { assets: [uuid] });
      library.createAlbum('Lisbon', { assets: [uuid] });
    },
  });
  const made = await fetch(`${bench.server.url}/api/albums`, {
    method: 'POST',
    headers: { 'x-api-key': bench.server.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ albumName: 'Holiday' }),
  });
  expect(made.status).toBe(201);
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
  });
  const { signal } = new AbortController();
  await engine.plan({ signal });
  expect(await engine.records.adoptableAlbums(signal)).toEqual([{ name: 'Holiday', assets: 1 }]);
  bench.change((settings) => ({ ...settings, albums: { ...settings.albums, adopt: ['Holiday'] } }));
  expect(await engine.sync({ trigger: 'command', dueAt: null, isFull: false, signal })).toMatchObject({
    outcome: 'done',
  });
  expect(albumsOn(bench.server).map(({ name, assets }) => [name, assets.length])).toEqual([
    ['Holiday', 1],
    ['Lisbon', 1],
  ]);
  expect(await engine.records.adoptableAlbums(signal)).toEqual([]);
  await engine.close();
});
