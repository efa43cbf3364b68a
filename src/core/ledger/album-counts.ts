/**
 * The kept counts of albums: how many members of each are in which state, for one scope. The part of the coverage (coverage-ledger.ts) whose own
 * looking up of each entry would take a fifth of a second at 200,000 of them. An album is recounted when its members changed
 * (`album_stale`, by triggers); else it follows its members' states.
 */
import type { Scope } from '../model/scope.ts';
import { ALL, IS_FRESH, STALE, statesOf } from './coverage-states.ts';
import { BUCKET_IN_SCOPE, scopeValues } from './scope-sql.ts';
import type { Statements, Values } from './statements.ts';

/** For which target and scope they are kept. */
const KEPT_FOR = 'albums-kept-for';

const IS_COUNTED = 'album NOT IN (SELECT album FROM album_stale)';
/** As they are kept: to be taken off, or added, where their members stayed the same. */
const STALE_MEMBERS = `coverage_stale stale CROSS JOIN covered_assets c ON c.uuid = stale.uuid CROSS JOIN album_members m ON m.uuid = c.uuid
  WHERE m.${IS_COUNTED} AND ${BUCKET_IN_SCOPE}`;

/** Each looked up among the states of its members. */
const lookedUp = (members: string) => `
  SELECT m.album, c.state, c.reason, 1 AS assets FROM ${members} CROSS JOIN covered_assets c ON c.uuid = m.uuid WHERE ${IS_FRESH} AND ${BUCKET_IN_SCOPE}
  UNION ALL
  SELECT m.album, c.state, c.reason, 1 FROM (${statesOf(STALE)}) c JOIN album_members m ON m.uuid = c.uuid WHERE ${BUCKET_IN_SCOPE}`;
const STALE_ALBUMS = 'album_stale CROSS JOIN album_members m USING (album)';

/** How many members of each album are in which state. Goes with `scopeValues` and `target`; some of the rows belong together. */
export const MEMBERS_KEPT = `
  SELECT album, state, reason, assets FROM album_counts WHERE ${IS_COUNTED}
  UNION ALL
  SELECT m.album, c.state, c.reason, -1 FROM ${STALE_MEMBERS}
  UNION ALL ${lookedUp(STALE_ALBUMS)}`;
/** The same where the states alone are kept. */
export const MEMBERS_LOOKED_UP = lookedUp('album_members m');
/** The same without anything kept. */
export const MEMBERS = `
  SELECT m.album, c.state, c.reason, 1 AS assets FROM (${statesOf(ALL)}) c JOIN album_members m ON m.uuid = c.uuid WHERE ${BUCKET_IN_SCOPE}`;

export class AlbumCounts {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Whether {@link MEMBERS_KEPT} is right, provided that the states are kept for these, too. */
  areKept(target: number | null, scope: Scope): boolean {
    return this.#keptFor() === keptFor(target, scope);
  }

  /** Recounts all albums, from states without anything stale, and keeps that from now on. */
  keep(target: number, scope: Scope): void {
    this.#sql.run('DELETE FROM album_counts');
    this.#count('album_members m', scopeValues(scope));
    this.#sql.run('DELETE FROM album_stale');
    this.#sql.run('INSERT INTO meta VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value', {
      key: KEPT_FOR,
      value: keptFor(target, scope),
    });
  }

  /** Takes off what stale assets were, before their states are rebuilt, and adds what they are after that. */
  addStale(sign: '+' | '-'): void {
    const values = this.#values();
    if (values === null) return;
    this.#sql.run(
      `INSERT INTO album_counts SELECT m.album, c.state, c.reason, ${sign}count(*) FROM ${STALE_MEMBERS}
       GROUP BY m.album, c.state, c.reason ON CONFLICT DO UPDATE SET assets = assets + excluded.assets`,
      values,
    );
  }

  /** Recounts those albums whose members have changed. */
  countStale(): void {
    const values = this.#values();
    if (values === null) return;
    this.#sql.run('DELETE FROM album_counts WHERE album IN (SELECT album FROM album_stale)');
    this.#count(STALE_ALBUMS, values);
    this.#sql.run('DELETE FROM album_stale');
  }

  #count(members: string, values: Values): void {
    this.#sql.run(
      `INSERT INTO album_counts SELECT m.album, c.state, c.reason, count(*) FROM ${members} CROSS JOIN covered_assets c ON c.uuid = m.uuid
       WHERE ${BUCKET_IN_SCOPE} GROUP BY m.album, c.state, c.reason`,
      values,
    );
  }

  #keptFor(): string | null {
    const row = this.#sql.get('SELECT value FROM meta WHERE key = :key', { key: KEPT_FOR });
    return row === undefined ? null : String(row.value);
  }

  #values(): Values | null {
    const kept = this.#keptFor();
    return kept === null ? null : (JSON.parse(kept) as Values);
  }
}

const keptFor = (target: number | null, scope: Scope) => JSON.stringify({ target, ...scopeValues(scope) });
