/** The library as a map: how much of each month is in Immich. */
import type { MediaKind } from '../../core/model/asset.ts';
import type { RemainderReason } from '../../core/model/coverage.ts';

export interface MonthView {
  /** `YYYY-MM`; empty where Photos knows no date. */
  readonly month: string;
  readonly assets: number;
  /** Verified as a whole. */
  readonly complete: number;
  /** Why the others are not, the most frequent reason first. */
  readonly reasons: readonly { readonly reason: RemainderReason; readonly count: number }[];
}

export interface LibraryMap {
  /** The earliest first; months without photos are not in it. */
  readonly months: readonly MonthView[];
  readonly kinds: readonly { readonly media: MediaKind; readonly assets: number; readonly complete: number }[];
}
