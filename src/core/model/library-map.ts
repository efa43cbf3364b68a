/** The library as a map: how much of each month, kind, album and year is in Immich, and where its bytes lie. */
import { ITEM_KINDS, type ItemKind } from './asset.ts';
import type { Coverage, RemainderReason } from './coverage.ts';

/** How much lies where. Sizes are those that Photos knows: of an edit that is only in iCloud it does not say any. */
export interface Storage {
  /** Items whose original is on this Mac. */
  readonly onMac: number;
  /** Bytes of all files that are on this Mac. */
  readonly macBytes: number;
  /** Items whose original is in iCloud alone. */
  readonly inCloud: number;
  /** Bytes of the files that are in iCloud alone. */
  readonly cloudBytes: number;
  /** Bytes of the files that the server is known to hold. */
  readonly verifiedBytes: number;
}

/** Of the items of one kind in one month. */
export interface MonthCount {
  /** `YYYY-MM`, by the clock where it was taken; empty where Photos knows no date. */
  readonly month: string;
  readonly kind: ItemKind;
  readonly coverage: Coverage;
  readonly storage: Storage;
}

/** How much of one place of the map is verified. */
export interface Place {
  readonly assets: number;
  /** Verified as a whole. */
  readonly complete: number;
  /** Why the others are not, the most frequent reason first. */
  readonly reasons: readonly { readonly reason: RemainderReason; readonly count: number }[];
}

export interface MonthPlace extends Place {
  /** `YYYY-MM`; empty where Photos knows no date. */
  readonly month: string;
}

export interface KindPlace extends Place {
  readonly kind: ItemKind;
}

export interface AlbumPlace extends Place {
  readonly uuid: string;
  readonly title: string;
  /** Titles of the folders around it, outermost first. */
  readonly folders: readonly string[];
}

export interface StorageCount extends Storage {
  readonly assets: number;
  /** Verified as a whole. */
  readonly complete: number;
}

export interface YearCount extends StorageCount {
  /** Four digits; empty where Photos knows no date. */
  readonly year: string;
}

export interface LibraryMap {
  /** The earliest first; months without photos are not in it. */
  readonly months: readonly MonthPlace[];
  /** In the order of {@link ITEM_KINDS}. */
  readonly kinds: readonly KindPlace[];
  /** The earliest first. */
  readonly years: readonly YearCount[];
  readonly all: StorageCount;
}

/** A tile of the map. `key` is a month (`YYYY-MM`), a kind, or the UUID of an album. */
export interface PlaceName {
  readonly by: (typeof PLACES)[number];
  readonly key: string;
}
export const PLACES = ['month', 'kind', 'album'] as const;

/** An item that is not wholly in Immich. */
export interface LackingItem {
  readonly uuid: string;
  readonly filename: string;
  /** ISO 8601, by the clock where it was taken; empty where Photos knows no date. */
  readonly capturedAt: string;
  readonly reason: RemainderReason;
}

/** @param counts sorted by month */
export function libraryMap(counts: readonly MonthCount[]): LibraryMap {
  const kinds = Map.groupBy(counts, ({ kind }) => kind);
  return {
    months: groups(counts, ({ month }) => month).map(([month, of]) => ({ month, ...placeOf(of) })),
    kinds: ITEM_KINDS.flatMap((kind) => {
      const of = kinds.get(kind);
      return of === undefined ? [] : [{ kind, ...placeOf(of) }];
    }),
    years: groups(counts, ({ month }) => month.slice(0, 4)).map(([year, of]) => ({ year, ...storageOf(of) })),
    all: storageOf(counts),
  };
}

/** What several counts come to. */
export function placeOf(counts: readonly { readonly coverage: Coverage }[]): Place {
  const reasons = new Map<RemainderReason, number>();
  for (const { coverage } of counts)
    for (const [reason, count] of Object.entries(coverage.reasons) as [RemainderReason, number][])
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  return {
    assets: total(counts, ({ coverage }) => coverage.assets),
    complete: total(counts, ({ coverage }) => coverage.complete),
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
  };
}

function storageOf(counts: readonly MonthCount[]): StorageCount {
  return {
    assets: total(counts, ({ coverage }) => coverage.assets),
    complete: total(counts, ({ coverage }) => coverage.complete),
    onMac: total(counts, ({ storage }) => storage.onMac),
    macBytes: total(counts, ({ storage }) => storage.macBytes),
    inCloud: total(counts, ({ storage }) => storage.inCloud),
    cloudBytes: total(counts, ({ storage }) => storage.cloudBytes),
    verifiedBytes: total(counts, ({ storage }) => storage.verifiedBytes),
  };
}

const groups = <Item>(items: readonly Item[], key: (item: Item) => string) => [...Map.groupBy(items, key)];
const total = <Item>(items: readonly Item[], value: (item: Item) => number) =>
  items.reduce((sum, item) => sum + value(item), 0);
