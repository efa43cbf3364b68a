/** The tiles of the map, whatever they stand for. Pure. */
import type { AlbumPlace, LibraryMap, Place } from '../../shared/contract.ts';
import { nameOfMonth } from '../../shared/month-grid.ts';
import { strings } from '../../shared/strings.ts';

export const VIEWS = ['months', 'albums', 'kinds', 'storage'] as const;
export type View = (typeof VIEWS)[number];

/** A tile of any kind. */
export interface NamedPlace extends Place {
  readonly key: string;
  readonly name: string;
}

export function placesOf(
  view: Exclude<View, 'storage'>,
  map: LibraryMap,
  albums: readonly AlbumPlace[] | null,
  locale: string,
): readonly NamedPlace[] {
  switch (view) {
    case 'months':
      return map.months.map((month) => ({
        ...month,
        key: month.month,
        name: month.month === '' ? strings.library.undatedName : nameOfMonth(month.month, locale),
      }));
    case 'kinds':
      return map.kinds.map((kind) => ({ ...kind, key: kind.kind, name: strings.library.kinds[kind.kind] }));
    case 'albums':
      return (albums ?? []).map((album) => ({
        ...album,
        key: album.uuid,
        name: [...album.folders, album.title].join(' / '),
      }));
  }
}
