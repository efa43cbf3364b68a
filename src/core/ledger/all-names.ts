/** Every name that the ledger knows: of what is in Photos or was, and of what it became in Immich. */
import type { Statements } from './statements.ts';

export interface LedgerNames {
  readonly files: readonly string[];
  readonly albums: readonly string[];
  readonly keywords: readonly string[];
  /** Titles and captions. */
  readonly texts: readonly string[];
}

export function allNames(sql: Statements): LedgerNames {
  const column = (query: string) => sql.rows(query).map(([value]) => String(value));
  return {
    files: column('SELECT DISTINCT filename FROM assets'),
    albums: column(
      `SELECT title FROM albums UNION SELECT value FROM albums, json_each(albums.folders) UNION SELECT name FROM remote_albums`,
    ),
    keywords: column('SELECT DISTINCT value FROM assets, json_each(assets.keywords)'),
    texts: column(
      'SELECT title FROM assets WHERE title IS NOT NULL UNION SELECT caption FROM assets WHERE caption IS NOT NULL',
    ),
  };
}
