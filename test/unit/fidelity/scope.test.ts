import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { Scope } from '../../../src/core/model/scope.ts';
import { album, asset } from '../../support/inventory-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
let ledger: Ledger;

beforeAll(() => {
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  const writer = ledger.writeInventory();
  for (const record of [
    asset('OLD', { capturedAt: '2019-12-31T23:59:59+09:00' }),
    asset('NEW', { capturedAt: '2020-01-01T00:00:00+09:00' }),
    asset('SCREEN', { screenshot: true }),
    asset('MOVIE', { media: 'movie' }),
  ])
    writer.addAsset(record);
  for (const record of [album('A', ['NEW', 'MOVIE'])]) writer.addAlbum(record);
  writer.commit();
});
afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

const all = { includeHidden: true, includeShared: true, includeUnpickedBursts: true };
const inScope = (scope: Partial<Scope>) => [...ledger.assets(1, { ...all, ...scope })].map(({ uuid }) => uuid);

it.each<[Partial<Scope>, readonly string[]]>([
  [{}, ['MOVIE', 'NEW', 'OLD', 'SCREEN']],
  [{ since: null, media: null, excludeScreenshots: false, onlyInAlbums: false }, ['MOVIE', 'NEW', 'OLD', 'SCREEN']],
  [{ since: '2020-01-01' }, ['MOVIE', 'NEW', 'SCREEN']],
  [{ excludeScreenshots: true }, ['MOVIE', 'NEW', 'OLD']],
  [{ media: 'movie' }, ['MOVIE']],
  [{ media: 'photo', excludeScreenshots: true }, ['NEW', 'OLD']],
  [{ onlyInAlbums: true }, ['MOVIE', 'NEW']],
])('%j leaves in %j', (scope, uuids) => {
  expect(inScope(scope)).toEqual(uuids);
});
