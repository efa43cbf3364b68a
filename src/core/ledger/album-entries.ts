/** The part of the ledger about what we put into albums on the server. */
import type { DatabaseSync } from 'node:sqlite';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, isChosen, scopeValues } from './scope-sql.ts';
import { Statements } from './statements.ts';

/** Something we put into an album and that Photos has taken out of it. */
export interface DepartedEntry {
  readonly album: string;
  readonly albumId: string;
  readonly albumName: string;
  readonly uuid: string;
  readonly remoteId: string;
  /** False when it has to stay: a person put it there, or another member has the same contents. */
  readonly mayLeave: boolean;
}

/** Instead of the id of a file that we put into an album and that is gone from the server: its place in the album went with it. */
export const GONE_FILE = '';

/** What has become of all that we put into an album: `nothing` where there is no entry of ours, else whether any of it is on the server still. */
export type AlbumContents = 'nothing' | 'living' | 'gone';

/** An asset, and the file that stands for it in the album. */
interface Entry {
  readonly uuid: string;
  readonly remoteId: string;
}

export class AlbumEntries {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Whether anything that we put into an album is on the server still, be it in its trash. */
  contentsLeft(target: number, album: string): AlbumContents {
    const entered = 'SELECT remote_id FROM album_entries WHERE target = :target AND album = :album';
    const isSo = (sql: string) => this.#sql.get(`SELECT EXISTS (${sql}) AS is_so`, { target, album })?.is_so === 1;
    if (!isSo(entered)) return 'nothing';
    // Nearly always found among the files that the assets have now. Looking for all others goes through everything that was ever verified.
    const isLiving =
      isSo(`SELECT 1 FROM album_entries e CROSS JOIN parts p ON p.uuid = e.uuid
            CROSS JOIN proofs ON proofs.target = e.target AND proofs.sha1 = p.sha1
            WHERE e.target = :target AND e.album = :album AND proofs.remote_id = e.remote_id`) ||
      isSo(`SELECT 1 FROM proofs WHERE target = :target AND remote_id IN (${entered})`) ||
      isSo(`SELECT 1 FROM former_proofs f JOIN refusals r ON r.target = f.target AND r.sha1 = f.sha1 AND r.reason = 'in-server-trash'
            WHERE f.target = :target AND f.remote_id IN (${entered})`);
    return isLiving ? 'living' : 'gone';
  }

  /**
   * Takes back what was put into an album and is not in it any more though nobody took it out. Where a former file of the same asset is in it
   * again, that is what we put in.
   * @param present remote ids of what is in it
   * @returns how many are missing
   */
  forgetOutside(target: number, album: string, present: ReadonlySet<string>): number {
    const entries = this.#sql.all(
      'SELECT uuid, remote_id, ours FROM album_entries WHERE target = :target AND album = :album AND taken = 0',
      { target, album },
    );
    const lost = entries.filter((row) => !present.has(String(row.remote_id)));
    for (const row of lost) {
      const uuid = String(row.uuid);
      const former = this.#filesEver(target, uuid).find((remoteId) => present.has(remoteId));
      if (former === undefined) this.forget(target, [{ album, uuid }]);
      else this.record(target, album, [{ uuid, remoteId: former }], row.ours === 1);
    }
    return lost.length;
  }

  /** Remote ids of what an asset has and had on the server. */
  #filesEver(target: number, uuid: string): readonly string[] {
    return this.#sql
      .all(
        `SELECT remote_id FROM proofs WHERE target = :target AND sha1 IN (
           SELECT sha1 FROM parts WHERE uuid = :uuid UNION SELECT sha1 FROM former_parts WHERE uuid = :uuid)`,
        { target, uuid },
      )
      .map((row) => String(row.remote_id));
  }

  /**
   * What we put into albums and Photos has taken out, while the asset itself is still in Photos: an asset that is gone takes nothing along.
   * @param fromDeletedAlbums also of albums that Photos has no more.
   */
  departed(target: number, scope: Scope, fromDeletedAlbums: boolean): readonly DepartedEntry[] {
    return this.#sql
      .all(
        `SELECT e.album, ra.remote_id AS album_id, ra.name, e.uuid, e.remote_id, e.ours = 1 AND e.remote_id <> '${GONE_FILE}' AND NOT EXISTS (
                SELECT 1 FROM album_entries o JOIN album_members n ON n.album = o.album AND n.uuid = o.uuid
                WHERE o.target = :target AND o.album = e.album AND o.remote_id = e.remote_id AND al.present = 1) AS may_leave
       FROM album_entries e JOIN albums al ON al.uuid = e.album JOIN assets a ON a.uuid = e.uuid
       JOIN remote_albums ra ON ra.target = :target AND ra.album = e.album AND length(ra.remote_id) > 0 AND ra.gone_at IS NULL
       WHERE e.target = :target AND e.taken = 0 AND ${isChosen('al')} AND ${IN_SCOPE} AND CASE al.present WHEN 0 THEN :deleted ELSE NOT EXISTS (
         SELECT 1 FROM album_members m WHERE m.album = e.album AND m.uuid = e.uuid) END
       ORDER BY e.album, e.uuid`,
        { target, deleted: Number(fromDeletedAlbums), ...scopeValues(scope) },
      )
      .map((row) => ({
        album: String(row.album),
        albumId: String(row.album_id),
        albumName: String(row.name),
        uuid: String(row.uuid),
        remoteId: String(row.remote_id),
        mayLeave: row.may_leave === 1,
      }));
  }

  forget(target: number, entries: readonly Pick<DepartedEntry, 'album' | 'uuid'>[]): void {
    this.#sql.transaction(() => {
      for (const { album, uuid } of entries) {
        this.#sql.run('DELETE FROM album_entries WHERE target = :target AND album = :album AND uuid = :uuid', {
          target,
          album,
          uuid,
        });
      }
    });
  }

  /** Keeps in mind that a person had taken out of an album what Photos has taken out, too. */
  recordTaken(target: number, entries: readonly Pick<DepartedEntry, 'album' | 'uuid'>[]): void {
    this.#sql.transaction(() => {
      for (const { album, uuid } of entries)
        this.#sql.run('UPDATE album_entries SET taken = 1 WHERE target = :target AND album = :album AND uuid = :uuid', {
          target,
          album,
          uuid,
        });
    });
  }

  /** @param isOurs false when the assets were in the album before we came to put them there. */
  record(target: number, album: string, entries: readonly Entry[], isOurs: boolean): void {
    this.#sql.transaction(() => {
      for (const { uuid, remoteId } of entries) {
        this.#sql.run(
          `INSERT INTO album_entries (target, album, uuid, remote_id, ours) VALUES (:target, :album, :uuid, :remoteId, :ours)
           ON CONFLICT DO UPDATE SET remote_id = excluded.remote_id, ours = excluded.ours`,
          { target, album, uuid, remoteId, ours: Number(isOurs) },
        );
      }
    });
  }
}
