import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFree } from '../../../src/core/disk-space.ts';
import { BackupKeeper } from '../../../src/core/ledger/backup-keeper.ts';
import { type Backup, backUp, listBackups, surplusBackups } from '../../../src/core/ledger/backups.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../../support/sync/small-disk.ts';

const DAY = 24 * 60 * 60_000;
const hasRoom = () => true;
const NOW = Date.parse('2026-11-26T02:00:00Z');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'immich-sync-backups-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A ledger in which somebody has left out so many items. */
function leftOut(count: number): void {
  const ledger = new Ledger(file);
  const target = ledger.target('user', 'http://server');
  const database = new DatabaseSync(file);
  for (let index = 0; index < count; index += 1)
    database.prepare('INSERT OR IGNORE INTO left_out VALUES (?, ?, ?)').run(target, `content-${index}`, index);
  database.close();
  ledger.close();
}

function countLeftOut(): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare('SELECT count(*) AS count FROM left_out').get()?.count);
  } finally {
    database.close();
  }
}

describe('a backup', () => {
  it('is whole, with what is only in the ledger’s log yet, for this user alone, and one file', async () => {
    leftOut(2);
    const open = new Ledger(file);
    chmodSync(file, 0o644);
    const made = await backUp(file, NOW, hasRoom);
    open.close();
    expect(statSync(made?.path ?? '').mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toHaveLength(1);
    expect(listBackups(file)).toEqual([made]);
  });

  it('is made when something has changed that nobody can tell again, and else once a day', async () => {
    leftOut(1);
    expect(await backUp(file, NOW, hasRoom)).not.toBeNull();
    expect(await backUp(file, NOW + 1000, hasRoom)).toBeNull();
    const ledger = new Ledger(file);
    ledger.history.startRun('schedule', null, NOW);
    expect(await backUp(file, NOW + 2000, hasRoom)).toBeNull();
    ledger.close();
    leftOut(2);
    expect(await backUp(file, NOW + 3000, hasRoom)).not.toBeNull();
    expect(await backUp(file, NOW + 2 * DAY, hasRoom)).not.toBeNull();
    expect(listBackups(file)).toHaveLength(3);
  });

  it('is not made of a damaged ledger, so that the sound ones stay', async () => {
    leftOut(40);
    await backUp(file, NOW, hasRoom);
    damageTable(file, 'left_out');
    await expect(backUp(file, NOW + 2 * DAY, hasRoom)).rejects.toThrow();
    expect(listBackups(file)).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });
});

const noDisk = whyNoSmallDisk();
it.skipIf(noDisk !== null)(
  `is not begun where it would take the last free space${noDisk === null ? '' : ` (left out: ${noDisk})`}: the log says so, and the earlier one stays`,
  async () => {
    const disk = await mountSmallDisk(8);
    leftOut(1);
    const earlier = await backUp(file, NOW, checkFree);
    leftOut(2);
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(disk, name));
    const there = join(disk, 'ledger.sqlite');
    const warnings: string[] = [];
    const keeper = new BackupKeeper(there, { warn: (text) => warnings.push(text) }, () => NOW + 1000, checkFree);
    keeper.begin();
    await keeper.end();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The ledger could not be backed up: There is not enough free space on the disk of .+: \d+ MB more is needed\.$/,
      ),
    ]);
    expect(listBackups(there)).toMatchObject([{ at: earlier?.at, digest: earlier?.digest }]);
    expect(readdirSync(disk).filter((name) => name.includes('.part'))).toEqual([]);
  },
);

it('keeps the newest, and the first of this week and of the last', () => {
  const at = (days: number): Backup => ({ path: String(days), at: NOW - days * DAY, digest: '' });
  let kept: readonly Backup[] = [];
  // Every night for two months, each time with what was kept until then.
  for (let night = 60; night >= 0; night -= 1) {
    const all = [...kept, at(night)];
    const surplus = surplusBackups(all, NOW - night * DAY);
    kept = all.filter((one) => !surplus.includes(one));
    expect(kept.length).toBeLessThanOrEqual(5);
    if (night < 45) expect(kept.some((one) => one.at <= NOW - night * DAY - 7 * DAY)).toBe(true);
  }
  expect(kept.slice(-3).map(({ path }) => path)).toEqual(['2', '1', '0']);
});

describe('a damaged ledger', () => {
  it.each<[string, () => void]>([
    ['is no database', () => writeFileSync(file, 'no database, by no means. '.repeat(400))],
    ['was cut off', () => truncateSync(file, 5000)],
    ['is empty', () => truncateSync(file, 0)],
  ])('that %s is replaced by its newest backup', async (_name, damage) => {
    leftOut(1);
    await backUp(file, NOW, hasRoom);
    leftOut(3);
    await backUp(file, NOW + 1000, hasRoom);
    damage();
    const ledger = new Ledger(file);
    expect(ledger.replacement()).toMatchObject({ backupAt: NOW + 1000 });
    expect(ledger.notices).toEqual([expect.stringContaining('took its place')]);
    ledger.close();
    expect(countLeftOut()).toBe(3);
    const aside = readdirSync(folder).filter((name) => name.startsWith('ledger.sqlite.damaged-'));
    expect(aside.filter((name) => !name.endsWith('-wal'))).toHaveLength(1);
  });

  it('is replaced by the backup before, where the newest is damaged too', async () => {
    leftOut(1);
    await backUp(file, NOW, hasRoom);
    leftOut(40);
    const newest = await backUp(file, NOW + 1000, hasRoom);
    damageTable(newest?.path ?? '', 'left_out');
    truncateSync(file, 5000);
    new Ledger(file).close();
    expect(countLeftOut()).toBe(1);
  });

  it('is begun anew where no backup is any good, and says so', async () => {
    leftOut(1);
    const only = await backUp(file, NOW, hasRoom);
    writeFileSync(only?.path ?? '', 'gone');
    truncateSync(file, 5000);
    const ledger = new Ledger(file);
    expect(ledger.replacement()).toMatchObject({ backupAt: null });
    expect(ledger.notices[0]).toContain('a new one was begun');
    ledger.close();
    expect(countLeftOut()).toBe(0);
  });

  it('is not replaced by one of a newer version', async () => {
    leftOut(1);
    const made = await backUp(file, NOW, hasRoom);
    const newer = new DatabaseSync(made?.path ?? '');
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    truncateSync(file, 5000);
    const ledger = new Ledger(file);
    expect(ledger.replacement()).toMatchObject({ backupAt: null });
    ledger.close();
  });
});

/** Overwrites the root page of a table. */
function damageTable(path: string, table: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const page = Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.rootpage);
  const size = Number(database.prepare('PRAGMA page_size').get()?.page_size);
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(path, bytes);
}
