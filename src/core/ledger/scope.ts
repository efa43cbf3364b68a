/** Which rows of `assets a` the person wants in Immich, as SQL. */
import type { SQLInputValue } from 'node:sqlite';
import type { Scope } from '../sync/scope.ts';

/** Goes with {@link scopeValues}. */
export const IN_SCOPE = `a.present = 1 AND (a.hidden = 0 OR :hidden = 1) AND (a.shared = 0 OR :shared = 1) AND (a.burst <> 'unpicked' OR :bursts = 1)`;

export function scopeValues(scope: Scope): Record<string, SQLInputValue> {
  return {
    hidden: Number(scope.includeHidden),
    shared: Number(scope.includeShared),
    bursts: Number(scope.includeUnpickedBursts),
  };
}
