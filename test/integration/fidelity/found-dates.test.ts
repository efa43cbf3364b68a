/** Dates of files that were on the server before us: filled in where the server has none but that of the file. */
import { expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, contentsOf } from '../../support/sync/compare.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

it.each(['2.7.5', '3.1.0', '3.3.5'])('on Immich %s', async (version) => {
  const [uuids, date] = [[] as string[], '2019-08-07T23:30:00+09:00'];
  const bench = await useBench({
    server: { version, key: { permissions: ALL_PERMISSIONS } },
    fill: async (library) => {
      uuids.push(await library.addAsset({ kind: 'photo', format: 'gif', date, timeZone: 'Asia/Tokyo' }));
      uuids.push(await library.addAsset({ kind: 'photo', format: 'jpeg', date, timeZone: 'Asia/Tokyo' }));
    },
  });
  const [gif = '', jpeg = ''] = uuids;
  const pathOf = (uuid: string) => manifestOf(bench).assets.find((asset) => asset.uuid === uuid)?.parts[0]?.path ?? '';
  // As uploaded in a browser: with the time at which the file was saved.
  const capturedAt = new Date('2026-11-01T12:00:00Z');
  for (const [name, uuid] of [
    ['picture.gif', gif],
    ['picture.jpg', jpeg],
  ] as const)
    await bench.server.addAsset({ name, source: pathOf(uuid), capturedAt });
  await bench.server.idle();
  const seen = (uuid: string) => assetOn(bench.server, contentsOf(manifestOf(bench), uuid));
  expect(seen(gif)).toMatchObject({ capturedAt: capturedAt.toISOString(), timeZone: null });
  // Its own date, which Photos may know better, stays.
  bench.photos.setDate(jpeg, '2001-02-03T04:05:06+09:00', 'Asia/Tokyo');
  const before = seen(jpeg);

  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], details: { dates: 1 } });
  await bench.server.idle();
  expect(seen(gif)).toMatchObject({ capturedAt: '2019-08-07T14:30:00.000Z', timeZone: 'UTC+9' });
  expect(seen(jpeg)).toEqual(before);
  await bench.sync();
  bench.server.requests.clear();
  expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });
  expect(bench.server.requests.count({ path: /^\/api\/assets\/[\da-f-]{36}$/, method: 'PATCH' })).toBe(0);
});
