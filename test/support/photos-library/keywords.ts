import type { LibraryContext } from './context.ts';

/** Makes these the keywords of an asset. @param attributes primary key of its ZADDITIONALASSETATTRIBUTES */
export function replaceKeywords(context: LibraryContext, attributes: number, keywords: readonly string[]): void {
  const { database } = context;
  database.run('DELETE FROM Z_1KEYWORDS WHERE Z_1ASSETATTRIBUTES = ?', attributes);
  for (const title of new Set(keywords)) {
    const known = database.all('SELECT Z_PK FROM ZKEYWORD WHERE ZTITLE = ?', title)[0];
    const key = known
      ? Number(known.Z_PK)
      : database.insert('Keyword', { ZTITLE: title, ZUUID: context.random.uuid() });
    database.run('INSERT INTO Z_1KEYWORDS VALUES (?, ?)', attributes, key);
  }
}

/** Makes this the caption of an asset. @param attributes primary key of its ZADDITIONALASSETATTRIBUTES */
export function replaceCaption(context: LibraryContext, attributes: number, caption: string | null): void {
  const { database } = context;
  const known = database.all('SELECT Z_PK FROM ZASSETDESCRIPTION WHERE ZASSETATTRIBUTES = ?', attributes)[0];
  if (known) {
    database.update('AssetDescription', Number(known.Z_PK), { ZLONGDESCRIPTION: caption });
  } else if (caption !== null) {
    const description = database.insert('AssetDescription', {
      ZASSETATTRIBUTES: attributes,
      ZLONGDESCRIPTION: caption,
    });
    database.run('UPDATE ZADDITIONALASSETATTRIBUTES SET ZASSETDESCRIPTION = ? WHERE Z_PK = ?', description, attributes);
  }
}
