/** Small pictures from Immich, by the engine that the app has. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { pictureType } from '../../../src/core/photos/picture-type.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const picture = (red: number) =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: { r: 40 * red, g: 80, b: 120 } } })
    .jpeg()
    .toBuffer();

/** Pictures on the server, by their ids. */
async function uploaded(bench: Bench, colours: readonly number[]): Promise<readonly string[]> {
  const person = personIn(bench.server);
  const ids: string[] = [];
  for (const colour of colours)
    ids.push(await person.upload({ name: `IMG_${colour}.JPG`, bytes: await picture(colour) }));
  bench.server.requests.clear();
  return ids;
}

/** Nobody gives up. */
const wanted = new AbortController().signal;

const asked = ({ server }: Bench) => server.requests.count({ method: 'GET', path: /\/thumbnail$/ });

it('come from the server once, however often they are drawn, and what has none is not asked about again', async () => {
  const bench = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } } });
  const ids = await uploaded(bench, [0, 1, 2, 3, 4]);
  const { remotePictures } = await bench.openEngine();
  const drawn = await Promise.all([...ids, ...ids].map((id) => remotePictures.of(id, wanted)));
  expect(drawn.map((bytes) => (bytes === null ? null : pictureType(bytes)))).toEqual(Array(10).fill('image/webp'));
  const nowhere = '8e4c5b0a-7c9e-4b0b-9b1e-000000000001';
  expect([await remotePictures.of(nowhere, wanted), await remotePictures.of(nowhere, wanted)]).toEqual([null, null]);
  expect(await remotePictures.of(ids[0] ?? '', wanted)).toEqual(drawn[0]);
  expect(asked(bench)).toBe(6);

  // A server that is gone takes nothing away that is here.
  const [later = ''] = await uploaded(bench, [5]);
  await bench.server.stop();
  expect(await remotePictures.of(later, wanted)).toBeNull();
  expect(await remotePictures.of(ids[1] ?? '', wanted)).toEqual(drawn[1]);
});

it('that Immich has not made yet are asked for again later', async () => {
  let now = Date.parse('2026-11-26T02:00:00Z');
  const bench = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } }, now: () => now });
  const [id = ''] = await uploaded(bench, [0]);
  const { remotePictures } = await bench.openEngine();
  bench.server.faults.add({ kind: 'status', status: 404, match: { method: 'GET', path: /\/thumbnail$/ }, times: 1 });
  expect([await remotePictures.of(id, wanted), await remotePictures.of(id, wanted)]).toEqual([null, null]);
  expect(asked(bench)).toBe(1);
  now += 61_000;
  expect(pictureType((await remotePictures.of(id, wanted)) ?? new Uint8Array())).toBe('image/webp');
});

it('are no trouble for a key that may not look at them: it is asked once, and not again for a while', async () => {
  let now = Date.parse('2026-11-26T02:00:00Z');
  const bench = await useBench({ now: () => now });
  const ids = await uploaded(bench, [0, 1]);
  const engine = await bench.openEngine();
  expect(await engine.remotePictures.of(ids[0] ?? '', wanted)).toBeNull();
  expect(await engine.remotePictures.of(ids[1] ?? '', wanted)).toBeNull();
  expect(asked(bench)).toBe(1);
  now += 61_000;
  expect(await engine.remotePictures.of(ids[1] ?? '', wanted)).toBeNull();
  expect(asked(bench)).toBe(2);
});

it('of many at a time, while the server fails for some, those that it gives out are drawn', async () => {
  let now = Date.parse('2026-11-26T02:00:00Z');
  const bench = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } }, now: () => now });
  const ids = await uploaded(bench, [0, 1, 2, 3, 4, 5]);
  const { remotePictures } = await bench.openEngine();
  bench.server.faults.add({ kind: 'status', status: 500, match: { method: 'GET', path: /\/thumbnail$/ }, times: 1 });
  await Promise.all(ids.map((id) => remotePictures.of(id, wanted)));
  now += 61_000;
  const drawn = await Promise.all(ids.map((id) => remotePictures.of(id, wanted)));
  expect(drawn.map((bytes) => bytes !== null)).toEqual(Array(6).fill(true));
});

it('that nobody wants to see any more are not asked for, and the last wanted are asked for first', async () => {
  const bench = await useBench({ server: { key: { permissions: ALL_PERMISSIONS } } });
  const ids = await uploaded(bench, [0, 1, 2, 3, 4, 5]);
  const { remotePictures } = await bench.openEngine();
  const given = new AbortController();
  const drawn = await Promise.all([
    ...ids.slice(0, 3).map((id) => remotePictures.of(id, wanted)),
    remotePictures.of(ids[3] ?? '', wanted),
    remotePictures.of(ids[4] ?? '', given.signal),
    remotePictures.of(ids[5] ?? '', wanted),
    Promise.resolve().then(() => given.abort()),
  ]);
  expect(drawn.slice(0, 6).map((bytes) => bytes !== null)).toEqual([true, true, true, true, false, true]);
  const paths = bench.server.requests.list({ method: 'GET', path: /\/thumbnail$/ }).map(({ path }) => path);
  expect(paths).toHaveLength(5);
  expect(paths.findIndex((path) => path.includes(ids[5] ?? '-'))).toBeLessThan(
    paths.findIndex((path) => path.includes(ids[3] ?? '-')),
  );
});
