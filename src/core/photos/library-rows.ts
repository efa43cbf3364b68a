/**
 * The rows of Photos.sqlite that decide what an inventory says, and only those columns that no background analysis changes: `Z_OPT` and
 * `ZMODIFICATIONDATE` move hundreds of times a day without anybody having touched a picture. Table and column names differ between
 * releases of macOS and are looked up in the database itself.
 *
 * Every row has a key (what it is about) and a value (its columns). They are read in blocks of a thousand keys, joined by SQLite itself: one
 * by one, 450,000 rows would cost a second. Two states of a library can be compared block by block, and a changed block row by row.
 */
import type { DatabaseSync } from 'node:sqlite';

export interface LibrarySection {
  readonly name: string;
  /** Selects `key` (an integer: the primary key of an asset, album or resource) and `value` (a JSON array), in a fixed order. */
  readonly sql: string;
}

const KEYS_IN_A_BLOCK = 1000;

const ASSET_COLUMNS = [
  'ZUUID',
  'ZTRASHEDSTATE',
  'ZHIDDEN',
  'ZFAVORITE',
  'ZKIND',
  'ZKINDSUBTYPE',
  'ZDATECREATED',
  'ZADJUSTMENTTIMESTAMP',
  'ZADJUSTMENTSSTATE',
  'ZHASADJUSTMENTS',
  'ZDIRECTORY',
  'ZFILENAME',
  'ZUNIFORMTYPEIDENTIFIER',
  'ZSAVEDASSETTYPE',
  'ZAVALANCHEUUID',
  'ZAVALANCHEPICKTYPE',
  'ZCLOUDBATCHPUBLISHDATE',
  'ZCOLLECTIONSHARE',
  'ZMOMENTSHARE',
  'ZCLOUDASSETGUID',
  'ZCLOUDLOCALSTATE',
  'ZLATITUDE',
  'ZLONGITUDE',
] as const;

const ATTRIBUTE_COLUMNS = [
  'ZASSETDESCRIPTION',
  'ZTITLE',
  'ZORIGINALFILENAME',
  'ZTIMEZONEOFFSET',
  'ZTIMEZONENAME',
  'ZORIGINALRESOURCECHOICE',
  'ZMASTERFINGERPRINT',
  'ZORIGINALSTABLEHASH',
  'ZORIGINALFILESIZE',
  'ZSYNDICATIONIDENTIFIER',
  'ZSYNDICATIONHISTORY',
] as const;

const ALBUM_COLUMNS = [
  'ZUUID',
  'ZTITLE',
  'ZKIND',
  'ZPARENTFOLDER',
  'ZTRASHEDSTATE',
  'ZCUSTOMSORTKEY',
  'ZCUSTOMSORTASCENDING',
  'ZCLOUDOWNERHASHEDPERSONID',
  'ZCUSTOMKEYASSET',
  'ZCLOUDGUID',
  'ZCLOUDLOCALSTATE',
] as const;

const RESOURCE_COLUMNS = ['ZASSET', 'ZDATASTORESUBTYPE', 'ZRESOURCETYPE', 'ZVERSION', 'ZLOCALAVAILABILITY'] as const;

// ZGENERICALBUM.ZKIND: album, root folder, folder.
const ALBUM_KINDS = '2, 3999, 4000';

// ZINTERNALRESOURCE: the originals (1 still or movie, 3 shared, 17 RAW, 18 live video) and the renders of the current edit (version 2).
// The rest are thumbnails and previews, which come and go.
const RESOURCES_THAT_MATTER = `(ZVERSION = 0 AND ZDATASTORESUBTYPE IN (1, 3, 17, 18))
  OR (ZVERSION = 2 AND (ZRESOURCETYPE IN (1, 3) OR ZDATASTORESUBTYPE = 2))`;

/** What to read from this library; undefined when its tables have another shape than any that is known. */
export function librarySections(database: DatabaseSync): readonly LibrarySection[] | undefined {
  const schema = readSchema(database);
  const assets = schema.has('ZASSET') ? 'ZASSET' : 'ZGENERICASSET';
  const members = findJoin(schema, /^Z_\d+ASSETS$/, /^Z_\d+ALBUMS$/, /^Z_\d+ASSETS$/);
  const keywords = findJoin(schema, /^Z_\d+KEYWORDS$/, /^Z_\d+ASSETATTRIBUTES$/, /^Z_\d+KEYWORDS$/);
  if (members === undefined || keywords === undefined) return undefined;
  const order = members.columns.find((column) => /^Z_FOK_\d+ASSETS$/.test(column));

  const sections = [
    section(schema, 'assets', assets, ASSET_COLUMNS, ['ZUUID', 'ZTRASHEDSTATE', 'ZFILENAME', 'ZADJUSTMENTTIMESTAMP']),
    section(schema, 'attributes', 'ZADDITIONALASSETATTRIBUTES', ['ZASSET', ...ATTRIBUTE_COLUMNS], ['ZASSET', 'ZTITLE']),
    section(schema, 'descriptions', 'ZASSETDESCRIPTION', ['ZLONGDESCRIPTION'], ['ZLONGDESCRIPTION']),
    section(schema, 'keywords', 'ZKEYWORD', ['ZTITLE'], ['ZTITLE']),
    section(
      schema,
      'albums',
      'ZGENERICALBUM',
      ALBUM_COLUMNS,
      ['ZUUID', 'ZTITLE', 'ZKIND'],
      `ZKIND IN (${ALBUM_KINDS})`,
    ),
    section(schema, 'resources', 'ZINTERNALRESOURCE', RESOURCE_COLUMNS, RESOURCE_COLUMNS, RESOURCES_THAT_MATTER),
    joinSection('keyword-joins', keywords),
    joinSection('members', members, order),
  ];
  return sections.every((found) => found !== undefined) ? sections : undefined;
}

/** The rows of a section as text, about a thousand lines `key value` at a time. */
export function* libraryBlocks(database: DatabaseSync, { sql }: LibrarySection): Iterable<string> {
  const blocks = database.prepare(
    `SELECT group_concat(key || ' ' || value, char(10)) AS block FROM (${sql}) GROUP BY key / ${KEYS_IN_A_BLOCK}`,
  );
  for (const { block } of blocks.iterate()) yield String(block);
}

type Schema = ReadonlyMap<string, readonly string[]>;

function readSchema(database: DatabaseSync): Schema {
  const rows = database
    .prepare(
      `SELECT object.name AS tableName, column.name AS columnName
       FROM sqlite_master AS object JOIN pragma_table_info(object.name) AS column WHERE object.type = 'table'`,
    )
    .all() as unknown as readonly { readonly tableName: string; readonly columnName: string }[];
  const schema = new Map<string, string[]>();
  for (const { tableName, columnName } of rows) {
    const columns = schema.get(tableName);
    if (columns === undefined) schema.set(tableName, [columnName]);
    else columns.push(columnName);
  }
  return schema;
}

/** A table without one of the `needed` columns is of a shape that nobody has seen yet; others may be missing in older releases. */
function section(
  schema: Schema,
  name: string,
  table: string,
  wanted: readonly string[],
  needed: readonly string[],
  where = 'true',
): LibrarySection | undefined {
  const present = schema.get(table) ?? [];
  if (!needed.every((column) => present.includes(column))) return undefined;
  const columns = wanted.filter((column) => present.includes(column));
  return {
    name,
    sql: `SELECT Z_PK AS key, json_array(${columns.join(', ')}) AS value FROM ${table} WHERE ${where} ORDER BY Z_PK`,
  };
}

interface Join {
  readonly table: string;
  readonly columns: readonly string[];
  readonly left: string;
  readonly right: string;
}

/** Core Data numbers its join tables by entity, differently in each release: `Z_33ASSETS(Z_33ALBUMS, Z_3ASSETS, Z_FOK_3ASSETS)`. */
function findJoin(schema: Schema, table: RegExp, left: RegExp, right: RegExp): Join | undefined {
  const found = [...schema].flatMap(([name, columns]) => {
    const leftColumn = columns.find((column) => left.test(column));
    const rightColumn = columns.find((column) => right.test(column));
    return table.test(name) && leftColumn !== undefined && rightColumn !== undefined
      ? [{ table: name, columns, left: leftColumn, right: rightColumn }]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function joinSection(name: string, { table, left, right }: Join, order?: string): LibrarySection {
  const columns = order === undefined ? [right] : [right, order];
  return {
    name,
    sql: `SELECT ${left} AS key, json_array(${columns.join(', ')}) AS value FROM ${table} ORDER BY ${left}, ${right}`,
  };
}
