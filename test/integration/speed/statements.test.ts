/**
 * Nothing that a sync asks of the ledger for each photo or each album may go through all photos: with a hundred thousand of them and five
 * hundred albums that is minutes. Whatever a run asks often is held to finding its rows by an index.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { THROUGH_ALL } from '../../support/query-plan.ts';
import { useBench } from '../../support/sync/bench.ts';

const PHOTOS = 60;
const KINDS = ['photo', 'live', 'raw', 'photo'] as const;
const ALBUMS = 20;
/** Statements that a run executes less often are asked a constant number of times, or for each batch. */
const OFTEN = 12;

/** What holds little at any size: albums, accepted users, counts by day and kind, values given, what was written since coverage was settled. */
const SMALL =
  /json_each|CONSTANT ROW|VALUES CLAUSE|\b(remote_albums|albums|al|ra|meta|targets|runs|coverage_counts|coverage_stale|album_counts|album_stale|stale|c|s|open)\b|\(subquery-\d+\)/;

/** What a run executed of one text, and how SQLite goes about it. */
interface Executed {
  times: number;
  readonly plan: readonly string[];
}

/** Does `work`, and tells which statements that it executed often go through all of something that may be large. */
async function throughAll(work: () => Promise<unknown>): Promise<readonly string[]> {
  const executed = new Map<string, Executed>();
  const prepare = DatabaseSync.prototype.prepare;
  const spies = [
    vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql, ...others) {
      const statement = prepare.call(this, sql, ...others);
      if (!executed.has(sql)) {
        const steps = prepare.call(this, `EXPLAIN QUERY PLAN ${sql}`).all();
        executed.set(sql, { times: 0, plan: steps.map(({ detail }) => String(detail)) });
      }
      return statement;
    }),
    ...(['all', 'get', 'iterate', 'run'] as const).map((call) => {
      const original = StatementSync.prototype[call] as (...values: unknown[]) => unknown;
      return vi.spyOn(StatementSync.prototype, call).mockImplementation(function (
        this: StatementSync,
        ...values: unknown[]
      ) {
        const counted = executed.get(this.sourceSQL);
        if (counted !== undefined) counted.times += 1;
        return original.apply(this, values);
      } as never);
    }),
  ];
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const often = [...executed].filter(([, { times }]) => times >= OFTEN);
  // Otherwise nothing was watched.
  expect(often.length).toBeGreaterThan(3);
  return often.flatMap(([sql, { times, plan }]) =>
    plan
      .filter((step) => THROUGH_ALL.test(step) && !SMALL.test(step))
      .map((step) => `${times} × ${step}: ${sql.replace(/\s+/g, ' ')}`),
  );
}

it('asks the ledger for no photo and no album by going through all of them', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const photos = await library.addMany(
        Array.from({ length: PHOTOS }, (_, index) => ({ kind: KINDS[index % KINDS.length] ?? 'photo' })),
      );
      for (const uuid of photos.slice(0, ALBUMS)) library.setKeywords(uuid, [`of ${uuid}`]);
      for (const [album, uuid] of photos.slice(0, ALBUMS).entries())
        library.createAlbum(`Album ${album}`, { assets: [uuid, ...photos.slice(-2)] });
    },
  });
  expect(await throughAll(() => bench.sync())).toEqual([]);

  const { assets, albums } = bench.photos.manifest({ hashes: false });
  const stills = assets.filter(({ kind }) => kind === 'photo').map(({ uuid }) => uuid);
  for (const uuid of stills) {
    await bench.photos.editPhoto(uuid);
    bench.photos.setCaption(uuid, `Of ${uuid}`);
    bench.photos.setFavorite(uuid, true);
  }
  for (const { uuid } of albums) {
    bench.photos.removeFromAlbum(uuid, stills.slice(0, 1));
    bench.photos.addToAlbum(uuid, stills.slice(-1));
  }
  expect(await throughAll(() => bench.sync())).toEqual([]);

  expect(await throughAll(() => bench.sync({ isFull: true }))).toEqual([]);
});
