/** The library as a map, as the window draws it. Pure. */
import type { MonthCount } from '../../core/ledger/coverage-ledger.ts';
import { MEDIA_KINDS } from '../../core/model/asset.ts';
import type { RemainderReason } from '../../core/model/coverage.ts';
import type { LibraryMap, MonthView } from '../../shared/contract.ts';

export function libraryMap(counts: readonly MonthCount[]): LibraryMap {
  const months = Map.groupBy(counts, ({ month }) => month);
  const kinds = Map.groupBy(counts, ({ media }) => media);
  return {
    months: [...months].map(([month, of]) => monthView(month, of)),
    kinds: MEDIA_KINDS.flatMap((media) => {
      const of = kinds.get(media);
      return of === undefined ? [] : [{ media, ...totals(of) }];
    }),
  };
}

function monthView(month: string, of: readonly MonthCount[]): MonthView {
  const reasons = new Map<RemainderReason, number>();
  for (const { coverage } of of)
    for (const [reason, count] of Object.entries(coverage.reasons) as [RemainderReason, number][])
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const sorted = [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  return { month, ...totals(of), reasons: sorted };
}

function totals(of: readonly MonthCount[]): { readonly assets: number; readonly complete: number } {
  return {
    assets: of.reduce((sum, { coverage }) => sum + coverage.assets, 0),
    complete: of.reduce((sum, { coverage }) => sum + coverage.complete, 0),
  };
}
