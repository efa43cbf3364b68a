/** Albums with the folders around them, as rows of a list. Pure. */
import type { AlbumEntryView } from '../../shared/contract.ts';

export interface TreeRow {
  /** A UUID, or the path of a folder. */
  readonly key: string;
  readonly title: string;
  /** How many folders are around it. */
  readonly depth: number;
  /** Null for a folder. */
  readonly assets: number | null;
  /** The album, or all albums below the folder. */
  readonly uuids: readonly string[];
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly albums: AlbumEntryView[];
}

/** Folders first, as in Photos' own list, each by name. */
export function albumRows(albums: readonly AlbumEntryView[], locale: string): readonly TreeRow[] {
  const root: Folder = { folders: new Map(), albums: [] };
  for (const album of albums) {
    let folder = root;
    for (const title of album.folders) {
      const next: Folder = folder.folders.get(title) ?? { folders: new Map(), albums: [] };
      folder.folders.set(title, next);
      folder = next;
    }
    folder.albums.push(album);
  }
  const compare = new Intl.Collator(locale, { numeric: true }).compare;
  const rowsOf = (folder: Folder, path: readonly string[]): readonly TreeRow[] => [
    ...[...folder.folders]
      .sort(([a], [b]) => compare(a, b))
      .flatMap(([title, inner]) => {
        const rows = rowsOf(inner, [...path, title]);
        const uuids = rows.filter(({ assets }) => assets !== null).flatMap((row) => row.uuids);
        return [{ key: [...path, title].join('\0'), title, depth: path.length, assets: null, uuids }, ...rows];
      }),
    ...[...folder.albums]
      .sort((a, b) => compare(a.title, b.title))
      .map(({ uuid, title, assets }) => ({ key: uuid, title, depth: path.length, assets, uuids: [uuid] })),
  ];
  return rowsOf(root, []);
}

/** What is chosen after a row was ticked or unticked. */
export function withChoice(
  chosen: ReadonlySet<string>,
  uuids: readonly string[],
  isChosen: boolean,
): ReadonlySet<string> {
  const next = new Set(chosen);
  for (const uuid of uuids) {
    if (isChosen) next.add(uuid);
    else next.delete(uuid);
  }
  return next;
}
