import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { encodeBinaryPlist } from './binary-plist.ts';
import {
  CHANGE_ENTITY,
  type EntityName,
  type PhotosShape,
  shapeOf,
  TRANSACTION_ENTITY,
  TRANSACTION_STRING_ENTITY,
} from './schema.ts';

export type Row = Readonly<Record<string, SQLInputValue>>;

const CHANGE_TYPES = { insert: 0, update: 1, delete: 2 } as const;
const HISTORY_STRINGS = {
  bundle: 'com.apple.Photos',
  context: 'PhotoKit changes: com.apple.Photos (Photos)',
  process: 'photolibraryd',
};

/**
 * Photos.sqlite as Core Data keeps it: primary keys are given out through Z_PRIMARYKEY, every change raises the row's Z_OPT, and the
 * persistent history (ATRANSACTION, ACHANGE) tells what changed.
 */
export class PhotosDatabase {
  readonly connection: DatabaseSync;
  readonly shape: PhotosShape;
  readonly #statements = new Map<string, StatementSync>();
  readonly #columns = new Map<string, readonly string[]>();
  readonly #roots: ReadonlyMap<number, number>;
  /** Keys given out in the transaction that is under way, by root entity. */
  readonly #lastKeys = new Map<number, number>();
  #transaction: number | null = null;
  #recording = true;

  private constructor(connection: DatabaseSync, shape: PhotosShape) {
    this.connection = connection;
    this.shape = shape;
    this.#roots = new Map(shape.entityRows.map(([number]) => [number, rootOf(shape, number)]));
  }

  /** Creates the database folder of a new library with an empty Photos.sqlite in it. */
  static create(library: string, storeUuid: string, shape: PhotosShape): PhotosDatabase {
    mkdirSync(join(library, 'database', 'search'), { recursive: true });
    const search = new DatabaseSync(join(library, 'database', 'search', shape.search.file));
    for (const statement of shape.search.statements) search.exec(statement);
    search.close();
    const connection = openConnection(library);
    for (const statement of shape.createStatements) connection.exec(statement);
    const database = new PhotosDatabase(connection, shape);
    for (const [number, name, parent] of shape.entityRows) {
      database.run('INSERT INTO Z_PRIMARYKEY VALUES (?, ?, ?, 0)', number, name, parent);
    }
    const properties = encodeBinaryPlist({
      PLModelVersion: shape.modelVersion,
      NSStoreType: 'SQLite',
      _NSAutoVacuumLevel: '2',
      NSPersistenceFrameworkVersion: 1_528n,
      PLLegacyMigrationState: 1n,
    });
    database.run('INSERT INTO Z_METADATA VALUES (1, ?, ?)', storeUuid, properties);
    return database;
  }

  static open(library: string): PhotosDatabase {
    const connection = openConnection(library);
    return new PhotosDatabase(connection, shapeOf(connection));
  }

  /** Runs one statement, prepared once. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepare(sql).run(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Record<string, unknown>[] {
    return this.#prepare(sql).all(...values);
  }

  /** The first row. @throws Error if there is none. */
  one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> {
    const row = this.#prepare(sql).get(...values);
    if (!row) throw new Error(`Nothing found by: ${sql} (${values.join(', ')})`);
    return row;
  }

  /**
   * Makes the changes of `work` one transaction of Photos, at `timestamp` (seconds since 2001).
   * With `recording` false the history gets the transaction but not each change, as after a bulk migration.
   */
  transaction<Result>(timestamp: number, work: () => Result, recording = true): Result {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      this.#recording = recording;
      const bundle = this.#historyString(HISTORY_STRINGS.bundle);
      const context = this.#historyString(HISTORY_STRINGS.context);
      const process = this.#historyString(HISTORY_STRINGS.process);
      this.#transaction = this.#nextKey(TRANSACTION_ENTITY);
      this.run(
        `INSERT INTO ATRANSACTION (Z_PK, Z_ENT, ZBUNDLEIDTS, ZCONTEXTNAMETS, ZPROCESSIDTS, ZTIMESTAMP) VALUES (?, ?, ?, ?, ?, ?)`,
        this.#transaction,
        TRANSACTION_ENTITY,
        bundle,
        context,
        process,
        timestamp,
      );
      const result = work();
      for (const [entity, last] of this.#lastKeys)
        this.run('UPDATE Z_PRIMARYKEY SET Z_MAX = ? WHERE Z_ENT = ?', last, entity);
      this.connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.connection.exec('ROLLBACK');
      throw error;
    } finally {
      this.#transaction = null;
      this.#recording = true;
      this.#lastKeys.clear();
    }
  }

  /** Only inside a transaction. @returns the new row's primary key. */
  insert(entity: EntityName, row: Row): number {
    const { number, table } = this.shape.entities[entity];
    const key = this.#nextKey(number);
    const columns = Object.keys(row);
    const marks = columns.map(() => ', ?').join('');
    this.run(
      `INSERT INTO ${table} (Z_PK, Z_ENT, Z_OPT${columns.map((column) => `, ${column}`).join('')}) VALUES (?, ?, 1${marks})`,
      key,
      number,
      ...Object.values(row),
    );
    this.#record(CHANGE_TYPES.insert, number, key, null);
    return key;
  }

  update(entity: EntityName, key: number, row: Row): void {
    const { number, table } = this.shape.entities[entity];
    const columns = Object.keys(row);
    const assignments = columns.map((column) => `, ${column} = ?`).join('');
    this.run(`UPDATE ${table} SET Z_OPT = Z_OPT + 1${assignments} WHERE Z_PK = ?`, ...Object.values(row), key);
    this.#record(CHANGE_TYPES.update, number, key, this.#bitmap(table, columns));
  }

  remove(entity: EntityName, key: number): void {
    const { number, table } = this.shape.entities[entity];
    this.run(`DELETE FROM ${table} WHERE Z_PK = ?`, key);
    this.#record(CHANGE_TYPES.delete, number, key, null);
  }

  close(): void {
    this.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.connection.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Entities that inherit share the numbering of their root, because they share its table. */
  #nextKey(entity: number): number {
    const root = this.#roots.get(entity) ?? entity;
    const last =
      this.#lastKeys.get(root) ?? Number(this.one('SELECT Z_MAX FROM Z_PRIMARYKEY WHERE Z_ENT = ?', root).Z_MAX);
    this.#lastKeys.set(root, last + 1);
    return last + 1;
  }

  #historyString(name: string): number {
    const row = this.#prepare('SELECT Z_PK FROM ATRANSACTIONSTRING WHERE ZNAME = ?').get(name);
    if (row) return Number(row.Z_PK);
    const key = this.#nextKey(TRANSACTION_STRING_ENTITY);
    this.run(
      'INSERT INTO ATRANSACTIONSTRING (Z_PK, Z_ENT, ZNAME) VALUES (?, ?, ?)',
      key,
      TRANSACTION_STRING_ENTITY,
      name,
    );
    return key;
  }

  #record(type: number, entity: number, key: number, columns: Buffer | null): void {
    if (!this.#recording || this.#transaction === null) return;
    this.run(
      `INSERT INTO ACHANGE (Z_PK, Z_ENT, ZCHANGETYPE, ZENTITY, ZENTITYPK, ZTRANSACTIONID, ZCOLUMNS) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      this.#nextKey(CHANGE_ENTITY),
      CHANGE_ENTITY,
      type,
      entity,
      key,
      this.#transaction,
      columns,
    );
  }

  /** Which columns an update touched, one bit each. The real order of the bits is Core Data's secret; readers see only "some changed". */
  #bitmap(table: string, changed: readonly string[]): Buffer {
    let columns = this.#columns.get(table);
    if (!columns) {
      columns = this.all(`PRAGMA table_info(${table})`).map((row) => String(row.name));
      this.#columns.set(table, columns);
    }
    const bits = Buffer.alloc(Math.ceil(columns.length / 8));
    for (const column of changed) {
      const index = columns.indexOf(column);
      if (index >= 0) bits.writeUInt8(bits.readUInt8(index >> 3) | (1 << (index & 7)), index >> 3);
    }
    return bits;
  }
}

function openConnection(library: string): DatabaseSync {
  const connection = new DatabaseSync(join(library, 'database', 'Photos.sqlite'));
  // Photos keeps its database in write-ahead mode; nothing here has to outlive a power cut.
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  return connection;
}

function rootOf(shape: PhotosShape, entity: number): number {
  const parent = shape.entityRows.find(([number]) => number === entity)?.[2] ?? 0;
  return parent === 0 ? entity : rootOf(shape, parent);
}
