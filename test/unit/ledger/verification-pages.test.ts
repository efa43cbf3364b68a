import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { sha1Of } from '../../support/inventory-records.ts';

const COUNT = 12_345;

it('every file that was ever verified is asked about in each run, page by page, those of a clock that was ahead too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'immich-sync-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ledger = new Ledger(join(folder, 'ledger.sqlite'));
  onTestFinished(() => ledger.close());
  const target = ledger.target('user', 'http://immich.test');
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  onTestFinished(() => database.close());
  const put = database.prepare(
    `INSERT INTO proofs (target, sha1, remote_id, origin, proved_at) VALUES (?, ?, ?, 'uploaded', ?)`,
  );
  const sha1s = Array.from({ length: COUNT }, (_, index) => sha1Of(`file ${index}`));
  database.exec('BEGIN');
  for (const [index, sha1] of sha1s.entries()) put.run(target, sha1, `id ${index}`, index * 1e9);
  database.exec('COMMIT');
  const pages = [...ledger.verification.pages(target)];
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat().map(({ sha1 }) => sha1)).toEqual(sha1s.toSorted());
});
