/**
 * The part of the ledger that answers “what came over last night?”: the photos and albums of each run by name. It is for looking at and bounded:
 * of a run the first {@link MAX_OF_A_KIND} of each kind, and the last {@link MAX_ROWS} of all. The numbers of a run are in its report.
 */

import type { DatabaseSync } from 'node:sqlite';
import { MAX_OF_A_KIND, type RunAlbum, type RunItem, type RunItemKind, UPLOADED_KINDS } from '../model/run-item.ts';
import type { DetailName } from '../model/run-report.ts';
import { Statements } from './statements.ts';

/** Items of all runs together, and albums: with its name and its place in two indexes, one takes about 200 bytes. */
export const MAX_ROWS = 50_000;

/** Kinds that are found by the contents of files. */
export type ContentKind = Exclude<RunItemKind, 'new' | 'edit' | 'changed'> | 'uploaded';

export class RunItems {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /**
   * Notes the assets to which files belong. What was uploaded is new, unless it is only an edit, or was found lost by the same run. Where there is more
   * of what is new, or lost, than is kept, nobody can tell: then what may be either is not noted.
   * @param sha1s hexadecimal
   */
  noteContents(run: number, kind: ContentKind, sha1s: readonly string[]): void {
    if (sha1s.length === 0) return;
    const values = { run, sha1s: JSON.stringify(sha1s) };
    const assets = (condition: string) =>
      `SELECT DISTINCT a.uuid, a.filename FROM json_each(:sha1s) f CROSS JOIN parts p ON p.sha1 = f.value
       JOIN assets a ON a.uuid = p.uuid WHERE a.present = 1 AND ${condition} ORDER BY a.captured_at, a.uuid`;
    this.#sql.transaction(() => {
      if (kind !== 'uploaded') return this.#add(run, kind, this.#sql.all(assets('1'), values));
      if (this.#hasMoreOf(run, ['lost'])) return;
      const known = `EXISTS (SELECT 1 FROM run_items k WHERE k.run = :run AND k.uuid = a.uuid AND k.kind IN ('new', 'lost'))`;
      const isEdit = `p.kind IN ('edited', 'edited-live-video')`;
      this.#add(run, 'new', this.#sql.all(assets(`NOT ${isEdit} AND NOT ${known}`), values));
      if (!this.#hasMoreOf(run, ['new']))
        this.#add(run, 'edit', this.#sql.all(assets(`${isEdit} AND NOT ${known}`), values));
      // Its edit may have come first.
      this.#sql.run(
        `DELETE FROM run_items WHERE run = :run AND kind = 'edit'
           AND uuid IN (SELECT n.uuid FROM run_items n WHERE n.run = :run AND n.kind = 'new')`,
        { run },
      );
    });
  }

  /** Notes what was set on an asset; on one that the same run brought, or may have brought, it is no change. */
  noteChanged(run: number, { uuid, filename, details }: RunItem): void {
    if (details.length === 0) return;
    this.#sql.transaction(() => {
      const before = this.#sql.get(
        `SELECT details FROM run_items WHERE run = :run AND uuid = :uuid AND kind IN ('new', 'edit', 'lost', 'changed')
         ORDER BY kind = 'changed' LIMIT 1`,
        { run, uuid },
      );
      if (before === undefined ? this.#hasMoreOf(run, UPLOADED_KINDS) : before.details === null) return;
      const known = before === undefined ? [] : (JSON.parse(String(before.details)) as readonly DetailName[]);
      const all = JSON.stringify([...new Set([...known, ...details])]);
      if (before === undefined) this.#add(run, 'changed', [{ uuid, filename, details: all }]);
      else
        this.#sql.run(`UPDATE run_items SET details = :all WHERE run = :run AND kind = 'changed' AND uuid = :uuid`, {
          run,
          uuid,
          all,
        });
    });
  }

  /** Notes what became of an album; more of the same run is added to it. */
  noteAlbum(run: number, { uuid, name, isNew, added, removed, isArranged }: RunAlbum): void {
    this.#sql.run(
      `INSERT INTO run_albums (run, uuid, name, is_new, added, removed, arranged)
       SELECT :run, :uuid, :name, :isNew, :added, :removed, :isArranged
       WHERE (SELECT count(*) FROM run_albums WHERE run = :run) < ${MAX_OF_A_KIND}
         OR EXISTS (SELECT 1 FROM run_albums WHERE run = :run AND uuid = :uuid)
       ON CONFLICT (run, uuid) DO UPDATE SET name = excluded.name, is_new = max(is_new, excluded.is_new),
         added = added + excluded.added, removed = removed + excluded.removed, arranged = max(arranged, excluded.arranged)`,
      { run, uuid, name, isNew: Number(isNew), added, removed, isArranged: Number(isArranged) },
    );
  }

  /** How many items of each kind are kept of a run. */
  counts(run: number): ReadonlyMap<RunItemKind, number> {
    const rows = this.#sql.rows('SELECT kind, count(*) FROM run_items WHERE run = :run GROUP BY kind', { run });
    return new Map(rows.map(([kind, count]) => [kind as RunItemKind, Number(count)]));
  }

  /** @param isNewestFirst as they were noted, the last first; else the first first. */
  items(run: number, kinds: readonly RunItemKind[], limit: number, isNewestFirst = false): readonly RunItem[] {
    return this.#sql
      .all(
        `SELECT uuid, filename, details FROM run_items WHERE run = :run AND kind IN (SELECT value FROM json_each(:kinds))
         ORDER BY id ${isNewestFirst ? 'DESC' : 'ASC'} LIMIT :limit`,
        { run, kinds: JSON.stringify(kinds), limit },
      )
      .map((row) => ({
        uuid: String(row.uuid),
        filename: String(row.filename),
        details: row.details === null ? [] : (JSON.parse(String(row.details)) as readonly DetailName[]),
      }));
  }

  albums(run: number): readonly RunAlbum[] {
    return this.#sql.all('SELECT * FROM run_albums WHERE run = :run ORDER BY name, uuid', { run }).map((row) => ({
      uuid: String(row.uuid),
      name: String(row.name),
      isNew: row.is_new === 1,
      added: Number(row.added),
      removed: Number(row.removed),
      isArranged: row.arranged === 1,
    }));
  }

  /** Drops the oldest of what is more than {@link MAX_ROWS}. */
  prune(): void {
    for (const table of ['run_items', 'run_albums'])
      this.#sql.run(`DELETE FROM ${table} WHERE id <= (SELECT max(id) FROM ${table}) - ${MAX_ROWS}`);
  }

  /** Whether of one of these kinds there may be more than is kept. */
  #hasMoreOf(run: number, kinds: readonly RunItemKind[]): boolean {
    const counts = this.counts(run);
    return kinds.some((kind) => (counts.get(kind) ?? 0) >= MAX_OF_A_KIND);
  }

  /** Those that are known already are passed over. */
  #add(run: number, kind: RunItemKind, rows: readonly Record<string, unknown>[]): void {
    const known = this.#sql.get('SELECT count(*) AS items FROM run_items WHERE run = :run AND kind = :kind', {
      run,
      kind,
    });
    for (const { uuid, filename, details } of rows.slice(0, MAX_OF_A_KIND - Number(known?.items)))
      this.#sql.run(
        `INSERT INTO run_items (run, kind, uuid, filename, details) VALUES (:run, :kind, :uuid, :filename, :details)
         ON CONFLICT DO NOTHING`,
        {
          run,
          kind,
          uuid: String(uuid),
          filename: String(filename),
          details: details == null ? null : String(details),
        },
      );
  }
}
