/** The part of the ledger that tells what Photos says of an asset, for a person who looks at it. */
import type { DatabaseSync } from 'node:sqlite';
import type { Scope } from '../model/scope.ts';
import { IN_SCOPE, scopeValues } from './scope-sql.ts';
import { Statements, textOrNull } from './statements.ts';

export interface Description {
  readonly uuid: string;
  readonly title: string | null;
  readonly caption: string | null;
  readonly keywords: readonly string[];
  readonly isFavorite: boolean;
  readonly isHidden: boolean;
  /** Whether the settings want it in Immich. */
  readonly isWanted: boolean;
  /** The titles of its albums in Photos with those of their folders, the outermost first. */
  readonly albums: readonly (readonly string[])[];
}

export class DescribedAssets {
  readonly #sql: Statements;

  constructor(database: DatabaseSync) {
    this.#sql = new Statements(database);
  }

  /** Of these assets, by UUID; those that are not in Photos are not in it. */
  of(scope: Scope, uuids: readonly string[]): ReadonlyMap<string, Description> {
    const asked = JSON.stringify(uuids);
    const albums = Map.groupBy(
      this.#sql.all(
        `SELECT m.uuid, b.title, b.folders FROM json_each(:asked) one JOIN album_members m ON m.uuid = one.value
         JOIN albums b ON b.uuid = m.album AND b.present = 1 ORDER BY b.folders, b.title, b.uuid`,
        { asked },
      ),
      ({ uuid }) => String(uuid),
    );
    const rows = this.#sql.all(
      `SELECT a.uuid, a.title, a.caption, a.keywords, a.favorite, a.hidden, ${IN_SCOPE} AS wanted
       FROM json_each(:asked) one JOIN assets a ON a.uuid = one.value WHERE a.present = 1`,
      { asked, ...scopeValues(scope) },
    );
    return new Map(
      rows.map((row) => [
        String(row.uuid),
        {
          uuid: String(row.uuid),
          title: textOrNull(row.title),
          caption: textOrNull(row.caption),
          keywords: JSON.parse(String(row.keywords)) as string[],
          isFavorite: row.favorite === 1,
          isHidden: row.hidden === 1,
          isWanted: row.wanted === 1,
          albums: (albums.get(String(row.uuid)) ?? []).map(({ title, folders }) => [
            ...(JSON.parse(String(folders)) as string[]),
            String(title),
          ]),
        },
      ]),
    );
  }
}
