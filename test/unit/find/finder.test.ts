import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Finder } from '../../../src/core/engine/finder.ts';
import type { Home } from '../../../src/core/engine/home.ts';
import type { LedgerAccess } from '../../../src/core/engine/ledger-access.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { asset } from '../../support/inventory-records.ts';

let folder: string;
let ledger: Ledger;
let finder: Finder;
let explained: unknown[];

const searchFile = () => join(folder, 'search.sqlite');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'finder-'));
  const ledgerFile = join(folder, 'ledger.sqlite');
  ledger = new Ledger(ledgerFile);
  const writer = ledger.writeInventory();
  for (let number = 0; number < 300; number += 1)
    writer.addAsset(asset(`N${number}`, { originalFilename: `Photo ${number}.jpg` }));
  writer.commit();
  explained = [];
  const access: Pick<LedgerAccess, 'use' | 'explain'> = {
    use: (work) => work(ledger),
    explain: (error) => {
      explained.push(error);
      return error;
    },
  };
  const home = {
    paths: { ledgerFile, searchFile: searchFile() },
    serverUrl: null,
    scope: { includeHidden: true, includeShared: false, includeUnpickedBursts: false },
  };
  finder = new Finder(home as unknown as Home, access as LedgerAccess);
});
afterEach(() => {
  finder.close();
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** All but the first page, by which SQLite opens it. */
function spoilIndex(): void {
  finder.close();
  const bytes = readFileSync(searchFile());
  writeFileSync(searchFile(), bytes.fill(0xa5, 4096));
}

const total = () => finder.find({ typed: 'photo', language: 'en', limit: 10, after: null }).total;

describe('an index for finding that is damaged', () => {
  it('is made anew, and the ledger is not blamed for it', async () => {
    await finder.refresh();
    expect(total()).toBe(300);
    spoilIndex();
    await finder.refresh();
    expect(total()).toBe(300);
    expect(explained).toEqual([]);
  });

  it('is made anew by the question that meets it', async () => {
    await finder.refresh();
    spoilIndex();
    expect(total()).toBe(300);
    expect(explained).toEqual([]);
  });
});
