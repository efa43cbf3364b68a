/** Which exported file belongs to which asset: the two tables of osxphotos' export database that its callers look at. */
import { join, parse, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a file looked like when it was last exported. */
export interface Signature {
  readonly size: number;
  /** Whole seconds. */
  readonly modified: number;
}

export interface ExportedBefore {
  readonly uuid: string;
  readonly source: Signature | null;
  readonly target: Signature | null;
}

export class ExportDatabase {
  readonly #destination: string;
  readonly #database: DatabaseSync;

  constructor(path: string, destination: string) {
    this.#destination = destination;
    this.#database = new DatabaseSync(path);
    this.#database.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS version (id INTEGER PRIMARY KEY, osxphotos TEXT, exportdb TEXT);
      INSERT INTO version (osxphotos, exportdb) SELECT 'stand-in', '10.1' WHERE NOT EXISTS (SELECT 1 FROM version);
      CREATE TABLE IF NOT EXISTS export_data (
        id INTEGER PRIMARY KEY, filepath_normalized TEXT NOT NULL UNIQUE, filepath TEXT NOT NULL, uuid TEXT NOT NULL,
        src_size INTEGER, src_mtime INTEGER, dest_size INTEGER, dest_mtime INTEGER);
      CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, datetime TEXT);
      INSERT INTO runs (datetime) VALUES (datetime('now'))`);
  }

  get(path: string): ExportedBefore | undefined {
    const row = this.#database
      .prepare('SELECT * FROM export_data WHERE filepath_normalized = ?')
      .get(this.#normalized(path));
    if (row === undefined) return undefined;
    const signature = (size: unknown, modified: unknown) =>
      size === null ? null : { size: Number(size), modified: Number(modified) };
    return {
      uuid: String(row.uuid),
      source: signature(row.src_size, row.src_mtime),
      target: signature(row.dest_size, row.dest_mtime),
    };
  }

  /** The file `NAME.ext`, `NAME (1).ext`, … that the asset was exported to before. */
  targetOf(uuid: string, path: string): string | undefined {
    const wanted = parse(this.#normalized(path));
    const rows = this.#database
      .prepare('SELECT filepath, filepath_normalized FROM export_data WHERE uuid = ?')
      .all(uuid);
    for (const row of rows) {
      const each = parse(String(row.filepath_normalized));
      const rest = each.name.slice(wanted.name.length);
      const isSame = each.dir === wanted.dir && each.ext === wanted.ext && each.name.startsWith(wanted.name);
      if (isSame && /^(?: \(\d+\))?$/.test(rest)) return join(this.#destination, String(row.filepath));
    }
    return undefined;
  }

  put(path: string, uuid: string, source: Signature | null, target: Signature | null): void {
    this.#database
      .prepare(
        `INSERT INTO export_data (filepath_normalized, filepath, uuid, src_size, src_mtime, dest_size, dest_mtime)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (filepath_normalized) DO UPDATE SET uuid = excluded.uuid, src_size = excluded.src_size,
           src_mtime = excluded.src_mtime, dest_size = excluded.dest_size, dest_mtime = excluded.dest_mtime`,
      )
      .run(
        this.#normalized(path),
        relative(this.#destination, path),
        uuid,
        source?.size ?? null,
        source?.modified ?? null,
        target?.size ?? null,
        target?.modified ?? null,
      );
  }

  close(): void {
    this.#database.close();
  }

  #normalized(path: string): string {
    return relative(this.#destination, path).normalize('NFC').toLowerCase();
  }
}
