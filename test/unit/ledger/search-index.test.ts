import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQuery } from '../../../src/core/find/query.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { SearchIndex } from '../../../src/core/ledger/search-index.ts';
import type { InventoryAlbum, InventoryAsset } from '../../../src/core/model/asset.ts';
import { album, asset } from '../../support/inventory-records.ts';

let folder: string;
let ledger: Ledger;
let index: SearchIndex;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  index = new SearchIndex(join(folder, 'search.sqlite'));
});
afterEach(() => {
  index.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

function take(assets: readonly InventoryAsset[], albums: readonly InventoryAlbum[] = []): number {
  const writer = ledger.writeInventory();
  for (const record of assets) writer.addAsset(record);
  for (const record of albums) writer.addAlbum(record);
  writer.commit();
  return takeIn();
}

function takeIn(): number {
  const taking = index.takeIn(join(folder, 'ledger.sqlite'));
  for (;;) {
    const step = taking.next();
    if (step.done === true) return step.value;
  }
}

const find = (typed: string, page = { limit: 10, after: null as number | null }) => {
  const { total, hits } = index.find(readQuery(typed, 'en'), page);
  const uuids = hits.map(({ uuid }) => uuid);
  expect(uuids.length).toBe(Math.min(total, page.limit));
  return uuids;
};

const LISBON = [
  asset('A', {
    originalFilename: 'IMG_4127.HEIC',
    capturedAt: '2025-07-12T21:14:00+01:00',
    caption: 'Café at the Tejo',
    keywords: ['Família', 'ice cream'],
  }),
  asset('B', { originalFilename: 'IMG_4128.HEIC', capturedAt: '2025-08-01T00:30:00+09:00', title: '東京タワーの夜' }),
  asset('C', { originalFilename: 'Scan "old".tif', capturedAt: '1962-07-01T12:00:00Z' }),
  asset('D', { originalFilename: 'nameless', capturedAt: '' }),
];

describe('the search index', () => {
  it.each([
    ['img', ['B', 'A']],
    ['IMG_4127', ['A']],
    ['img_41', ['B', 'A']],
    ['4128.heic', ['B']],
    ['cafe', ['A']],
    ['CAFÉ tejo', ['A']],
    ['ice familia', ['A']],
    ['lisboa', ['A', 'C']],
    ['travel lisboa', ['A', 'C']],
    ['東京', ['B']],
    ['タワー', ['B']],
    ['July', ['A', 'C']],
    ['July lisboa', ['A', 'C']],
    ['2025', ['B', 'A']],
    // By the clock where it was taken: in UTC it was still July.
    ['August 2025', ['B']],
    ['lisboa 1962', ['C']],
    ['', ['B', 'A', 'C', 'D']],
    // One without a date is of no year and no month.
    ['1970', []],
    ['January', []],
    // What FTS5 would take for its own.
    ['"old"', ['C']],
    ['NOT', []],
    ['img OR', []],
    ['text:img', []],
    ['-img*', ['B', 'A']],
    ['nobody', []],
    ['4127\0tejo', ['A']],
  ])('finds %j', (typed, uuids) => {
    take(LISBON, [album('L', ['A', 'C'], { title: 'Lisboa', folders: ['Travel'] })]);
    expect(find(typed)).toEqual(uuids);
  });

  it('takes in what changed, and nothing else', () => {
    expect(take(LISBON, [album('L', ['A'], { title: 'Lisboa' })])).toBe(4);
    expect(takeIn()).toBe(0);
    const [first, ...others] = LISBON;
    expect(
      take([asset('A', { ...first, caption: 'Porto' }), ...others], [album('L', ['B'], { title: 'Lisbon' })]),
    ).toBe(2);
    expect([find('tejo'), find('porto'), find('lisboa'), find('lisbon')]).toEqual([[], ['A'], [], ['B']]);
    expect(take(others)).toBe(2);
    expect([find('porto'), find('lisbon')]).toEqual([[], []]);
  });

  it('is taken in beside a run that writes into the ledger, and does not keep it from that', () => {
    take(LISBON);
    const writer = ledger.writeInventory();
    writer.addAsset(asset('E'));
    writer.commit();
    const run = new DatabaseSync(join(folder, 'ledger.sqlite'));
    run.exec('BEGIN IMMEDIATE');
    try {
      expect(takeIn()).toBe(5);
    } finally {
      run.close();
    }
  });

  it('gives page after page, each once, also of one second', () => {
    take(
      Array.from({ length: 25 }, (_, number) =>
        asset(`N${String(number).padStart(2, '0')}`, { originalFilename: `P ${number}.jpg` }),
      ),
    );
    const seen: string[] = [];
    let after: number | null = null;
    do {
      const { total, hits } = index.find(readQuery('p', 'en'), { limit: 10, after });
      expect(total).toBe(25);
      seen.push(...hits.map(({ uuid }) => uuid));
      after = hits.at(-1)?.id ?? null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it.each([
    ['damaged', (file: string) => writeFileSync(file, 'This is no database, however long it is. '.repeat(100))],
    [
      'of another version',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec('PRAGMA user_version = 99');
        database.close();
      },
    ],
  ])('is made anew when it is %s', (_what, spoil) => {
    take(LISBON);
    index.close();
    const file = join(folder, 'search.sqlite');
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
    spoil(file);
    index = new SearchIndex(file);
    expect(takeIn()).toBe(4);
    expect(find('cafe')).toEqual(['A']);
  });
});
