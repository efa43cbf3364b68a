/** Which server and user the ledger's home belongs to now. */
import type { Ledger } from '../ledger/ledger.ts';

const CURRENT_TARGET = 'current-target';

/** The ledger's number for the server and user of the last run; null before the first. */
export function currentTarget(ledger: Ledger): number | null {
  const target = ledger.recall(CURRENT_TARGET);
  return target === null ? null : Number(target);
}

export function rememberTarget(ledger: Ledger, target: number): void {
  ledger.remember(CURRENT_TARGET, String(target));
}
