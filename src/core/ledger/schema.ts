import { FACTS_AND_CODES } from './migrations/facts-and-codes.ts';
import { FIRST_TABLES } from './migrations/first-tables.ts';
import { KEPT_COVERAGE } from './migrations/kept-coverage.ts';

/**
 * The tables of the ledger and how older ledgers become the newest. Rules: a migration is never edited after a release, only appended;
 * what Photos holds (`assets`, `parts`, `albums`, `album_members`) can always be read again, what we know of the server (`proofs`,
 * `remote_albums`, `album_entries`, `live_links`, `stacks`, `synced_details`) is written only after the server said so.
 */

/** Each entry brings the ledger from version `index` to `index + 1` (SQLite's `user_version`). */
export const MIGRATIONS: readonly string[] = [...FIRST_TABLES, ...KEPT_COVERAGE, ...FACTS_AND_CODES];
