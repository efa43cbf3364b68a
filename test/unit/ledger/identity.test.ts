import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { asset } from '../../support/inventory-records.ts';

const COUNT = 20_000;

// Looked for one by one in a list, so many would take minutes, with everybody else kept from the ledger.
it('what is known of a whole library follows it to new UUIDs at once', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'immich-sync-identity-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'ledger.sqlite');
  const ledger = new Ledger(file);
  onTestFinished(() => ledger.close());
  const target = ledger.target('user', 'http://immich.test');
  const take = (library: string) => {
    const writer = ledger.writeInventory();
    for (let index = 0; index < COUNT; index += 1)
      writer.addAsset(asset(`${library}-${index}`, { cloudGuid: `GUID ${index}` }));
    return writer.commit();
  };
  take('former');
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  database
    .prepare(`INSERT INTO album_entries (target, album, uuid, remote_id) SELECT ?, 'album', uuid, uuid FROM assets`)
    .run(target);

  expect(take('new')).toEqual({ added: COUNT, changed: 0, removed: COUNT });
  const moved = database
    .prepare(`SELECT count(*) AS entries, sum(uuid = replace(remote_id, 'former', 'new')) AS moved FROM album_entries`)
    .get();
  expect(moved).toEqual({ entries: COUNT, moved: COUNT });
});
