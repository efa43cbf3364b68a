import { GONE_FILE } from './album-entries.ts';
import type { Statements } from './statements.ts';

/**
 * Forgets what is known of files that the server does not have any more: their albums, stacks, pairs and details have gone with them.
 * @param keepsEntries leaves what was put into albums
 */
export function forgetIds(sql: Statements, target: number, ids: readonly string[], keepsEntries = false): void {
  if (ids.length === 0) return;
  const values = { target, ids: JSON.stringify(ids) };
  const among = '(SELECT value FROM json_each(:ids))';
  for (const condition of [
    `synced_details WHERE target = :target AND remote_id IN ${among}`,
    `live_links WHERE target = :target AND (still_id IN ${among} OR video_id IN ${among})`,
    `stacks WHERE target = :target AND (EXISTS (SELECT 1 FROM json_each(members) WHERE value IN ${among})
       OR EXISTS (SELECT 1 FROM json_each(COALESCE(intent, '[]')) WHERE value IN ${among}))`,
  ])
    sql.run(`DELETE FROM ${condition}`, values);
  if (!keepsEntries)
    sql.run(
      `UPDATE album_entries SET remote_id = '${GONE_FILE}' WHERE target = :target AND remote_id IN ${among}`,
      values,
    );
  sql.run(`UPDATE remote_albums SET cover = NULL WHERE target = :target AND cover IN ${among}`, values);
}
