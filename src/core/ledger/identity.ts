/**
 * Identity that outlives a UUID: in a library that was repaired or downloaded again, and on a new Mac, assets and albums have other UUIDs than
 * before. What is known of them moves along: by what iCloud calls them; for an album that iCloud does not know, and for one that was made again,
 * by its title and folders, where that is clear. (One that was renamed in a library that was rebuilt is known by its contents, once they have
 * been read: `sync/reconcile/albums/rebuilt.ts`.)
 */
import type { Statements } from './statements.ts';

/** What is kept under the UUID of an asset, and can move to another. */
const ABOUT_ASSETS = [
  ['album_entries', 'uuid'],
  ['former_parts', 'uuid'],
  ['cloud_fetches', 'uuid'],
  ['twins', 'uuid'],
  ['stacks', 'key'],
] as const;

/**
 * Lets what is known of assets and albums that are gone follow them to their new UUIDs; to be called when an inventory is committed.
 * @param hasNewAssets whether the inventory has assets that were in none before: without any, none has moved.
 */
export function followIdentities(sql: Statements, { hasNewAssets }: { readonly hasNewAssets: boolean }): void {
  if (hasNewAssets) moveAssets(sql);
  for (const [former, uuid] of [...albumsByCloud(sql), ...albumsByName(sql)]) moveAlbum(sql, former, uuid);
}

/** By a table of their own: in a library that was downloaded again, all assets have moved, and each of them is looked for in each of the tables. */
function moveAssets(sql: Statements): void {
  sql.run('CREATE TEMP TABLE IF NOT EXISTS moved_assets (former TEXT PRIMARY KEY, uuid TEXT NOT NULL) WITHOUT ROWID');
  sql.run('DELETE FROM moved_assets');
  sql.run(
    `INSERT OR IGNORE INTO moved_assets SELECT old.uuid, new.uuid FROM assets old JOIN assets new ON new.cloud_guid = old.cloud_guid
     WHERE new.present = 1 AND old.present = 0 AND old.cloud_guid IS NOT NULL AND old.uuid <> new.uuid`,
  );
  for (const [table, column] of ABOUT_ASSETS) {
    sql.run(`UPDATE OR IGNORE ${table} SET ${column} = m.uuid FROM moved_assets m WHERE m.former = ${table}.${column}`);
    sql.run(`DELETE FROM ${table} WHERE ${column} IN (SELECT former FROM moved_assets)`);
  }
}

function albumsByCloud(sql: Statements): readonly Pair[] {
  return pairs(
    sql,
    `SELECT old.uuid AS old, new.uuid AS new FROM albums old JOIN albums new ON new.cloud_guid = old.cloud_guid AND new.present = 1
     WHERE old.present = 0 AND old.cloud_guid IS NOT NULL AND old.uuid <> new.uuid AND ${HAS_REMOTE('old')} AND NOT ${HAS_REMOTE('new')}`,
  );
}

/**
 * Only where one album of that name is gone and one is new. With iCloud, which would have known the same one, it was deleted and made again: then
 * only where the new one holds all that we had put into the former, so that nothing is taken out of what a person has kept on the server.
 */
function albumsByName(sql: Statements): readonly Pair[] {
  const alike = (one: string, other: string) => `${one}.title = ${other}.title AND ${one}.folders = ${other}.folders`;
  return pairs(
    sql,
    `SELECT old.uuid AS old, new.uuid AS new FROM albums old JOIN albums new ON ${alike('new', 'old')} AND new.present = 1
     WHERE old.present = 0 AND ${HAS_REMOTE('old')} AND NOT ${HAS_REMOTE('new')}
       AND (SELECT count(*) FROM albums x WHERE ${alike('x', 'old')} AND x.present = 1) = 1
       AND (SELECT count(*) FROM albums x WHERE ${alike('x', 'old')} AND x.present = 0 AND ${HAS_REMOTE('x')}) = 1
       AND (old.cloud_guid IS NULL AND new.cloud_guid IS NULL OR NOT EXISTS (
         SELECT 1 FROM album_entries e WHERE e.album = old.uuid AND e.ours = 1
           AND NOT EXISTS (SELECT 1 FROM album_members m WHERE m.album = new.uuid AND m.uuid = e.uuid)))`,
  );
}

const HAS_REMOTE = (album: string) => `EXISTS (SELECT 1 FROM remote_albums ra WHERE ra.album = ${album}.uuid)`;

/** What is kept of an album on the server, by its UUID in Photos. */
export const ALBUM_TABLES = ['album_entries', 'remote_albums'] as const;

export function moveAlbum(sql: Statements, former: string, uuid: string): void {
  for (const table of ALBUM_TABLES) {
    sql.run(`UPDATE OR IGNORE ${table} SET album = :uuid WHERE album = :former`, { former, uuid });
    sql.run(`DELETE FROM ${table} WHERE album = :former`, { former });
  }
  // The person has chosen it by its former UUID.
  sql.run('UPDATE album_aliases SET uuid = :uuid WHERE uuid = :former', { former, uuid });
  sql.run('INSERT OR IGNORE INTO album_aliases VALUES (:uuid, :former)', { former, uuid });
}

type Pair = readonly [former: string, uuid: string];

function pairs(sql: Statements, query: string): readonly Pair[] {
  return sql.rows(query).map(([old, uuid]) => [String(old), String(uuid)]);
}
