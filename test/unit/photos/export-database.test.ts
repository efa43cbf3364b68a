import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  exportDestination,
  isExportDatabaseSound,
  moveExportDatabaseAside,
} from '../../../src/core/photos/export-database.ts';

let folder: string;
let path: string;
let staging: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-database-'));
  path = join(folder, 'export.db');
  staging = join(folder, 'staging');
  await mkdir(staging);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function makeDatabase(): void {
  const database = new DatabaseSync(path);
  database.exec(
    'CREATE TABLE version (id INTEGER); CREATE TABLE export_data (id INTEGER PRIMARY KEY, filepath TEXT); CREATE TABLE runs (id INTEGER); INSERT INTO runs VALUES (1)',
  );
  const insert = database.prepare('INSERT INTO export_data (filepath) VALUES (?)');
  for (let number = 0; number < 500; number += 1) insert.run(`2024/05/IMG_${number}.HEIC${'x'.repeat(100)}`);
  database.close();
}

describe('an export database', () => {
  it('is sound when it is missing or whole', async () => {
    expect(await isExportDatabaseSound(path, true)).toBe(true);
    makeDatabase();
    expect(await isExportDatabaseSound(path, true)).toBe(true);
  });

  it.each([false, true])('is damaged when it is garbage (thorough: %s)', async (thorough) => {
    await writeFile(path, 'garbage'.repeat(1000));
    expect(await isExportDatabaseSound(path, thorough)).toBe(false);
  });

  it('is damaged when it was cut off', async () => {
    makeDatabase();
    await truncate(path, 20_000);
    expect(await isExportDatabaseSound(path, true)).toBe(false);
  });

  it.each(['DELETE FROM runs', 'DROP TABLE runs'])('is damaged when its making was cut off (%s)', async (change) => {
    makeDatabase();
    const database = new DatabaseSync(path);
    database.exec(change);
    database.close();
    expect(await isExportDatabaseSound(path, false)).toBe(false);
  });

  it('is sound while another program holds it', async () => {
    makeDatabase();
    const other = new DatabaseSync(path);
    other.exec('BEGIN EXCLUSIVE');
    expect(await isExportDatabaseSound(path, true)).toBe(true);
    other.close();
  });

  it('is moved aside whole, under a name with the time', async () => {
    await Promise.all(['', '-wal', '-shm'].map((suffix) => writeFile(path + suffix, suffix)));
    const aside = await moveExportDatabaseAside(path, new Date('2026-11-22T15:11:24.500Z'));
    expect(aside).toBe(`${path}.damaged-20261122T151124`);
    expect((await readdir(folder)).sort()).toEqual([
      'export.db.damaged-20261122T151124',
      'export.db.damaged-20261122T151124-shm',
      'export.db.damaged-20261122T151124-wal',
      'staging',
    ]);
    expect(await readFile(`${aside}-wal`, 'utf8')).toBe('-wal');
  });
});

describe('where to export to', () => {
  it('is the staging folder while it is empty, hidden files aside, and stays so', async () => {
    await writeFile(join(staging, '.DS_Store'), '');
    expect(await exportDestination(staging, path)).toBe(staging);
    makeDatabase();
    await mkdir(join(staging, '2024'));
    expect(await exportDestination(staging, path)).toBe(staging);
  });

  it('is a new folder in it for each new database, so that no file is exported beside its own copy', async () => {
    await mkdir(join(staging, '2024'));
    expect(await exportDestination(staging, path)).toBe(join(staging, '2'));
    makeDatabase();
    await writeFile(join(staging, '2', 'IMG_1.HEIC'), '');
    expect(await exportDestination(staging, path)).toBe(join(staging, '2'));
    await rm(path);
    expect(await exportDestination(staging, path)).toBe(join(staging, '3'));
  });
});
