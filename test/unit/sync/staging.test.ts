import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { ProblemList } from '../../../src/core/sync/problem-list.ts';
import { matchExport, removeEmptyFolders, removeStaged } from '../../../src/core/sync/staging.ts';

let folder: string;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staging-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

it('removes a file with its sidecar and what macOS has put beside them, and then its folders', async () => {
  const month = join(folder, 'staging/2024/03');
  mkdirSync(month, { recursive: true });
  mkdirSync(join(folder, 'staging/2023/01'), { recursive: true });
  mkdirSync(join(folder, 'staging/letters'));
  writeFileSync(join(folder, 'staging/2023/01/kept'), '');
  for (const name of ['A.jpeg', '._A.jpeg', 'A.jpeg.xmp', '._A.jpeg.xmp']) writeFileSync(join(month, name), '');
  await removeStaged(join(month, 'A.jpeg'), ledger);
  expect(readdirSync(month)).toEqual([]);
  await removeEmptyFolders(join(folder, 'staging'));
  expect(readdirSync(join(folder, 'staging')).sort()).toEqual(['2023', 'letters']);
  await removeEmptyFolders(join(folder, 'nowhere'));
});

it('makes a staged file that cannot be read a problem of its asset, and a staging folder that is away one of the run', async () => {
  const problems = new ProblemList();
  const target = ledger.target('user', 'http://immich');
  const context = { ledger, target, problems, now: () => 1 };
  const asset = {
    uuid: 'A',
    filename: 'A.JPG',
    capturedAt: '2024-03-01T00:00:00Z',
    bytes: 1,
    parts: [{ kind: 'original' as const, path: '/A.jpeg', size: 1, sha1: 'a'.repeat(40) }],
  };
  const record = (staging: string) => ({
    uuid: 'A',
    files: [{ part: 'original' as const, path: join(staging, '2024/03/A.jpeg'), status: 'new' as const }],
    sidecars: [],
    missing: [],
    errors: [],
  });
  expect(await matchExport(asset, record(folder), context)).toEqual([]);
  expect(problems.all()).toMatchObject([{ code: 'export-failed', about: ['A.JPG'] }]);
  const away = join(folder, 'away');
  expect(existsSync(away)).toBe(false);
  await expect(matchExport(asset, record(away), context)).rejects.toMatchObject({ code: 'staging-unusable' });
});
