/** What the last check of everything came to, kept for whoever looks later. */
import type { Ledger } from '../ledger/ledger.ts';
import type { Coverage } from '../model/coverage.ts';
import type { CheckResult } from '../model/library-check.ts';
import type { Findings } from './verify.ts';

const LAST_CHECK = 'last-check';

export function keepCheck(ledger: Ledger, target: number, check: CheckResult): void {
  ledger.remember(LAST_CHECK, JSON.stringify({ target, check }));
}

/** Null before the first one for this target. */
export function lastCheck(ledger: Ledger, target: number): CheckResult | null {
  const kept = ledger.recall(LAST_CHECK);
  if (kept === null) return null;
  const { target: of, check } = JSON.parse(kept) as { readonly target: number; readonly check: CheckResult };
  return of === target ? check : null;
}

interface Checked {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly coverage: Coverage;
  readonly findings: Findings;
  readonly facts: Readonly<Record<'albums' | 'stacks' | 'livePairs', { readonly gone: number }>>;
}

/** Pure. */
export function checkResult({ at, coverage, findings, facts }: Checked): CheckResult {
  return {
    at,
    assets: coverage.assets,
    complete: coverage.complete,
    lost: findings.lost + findings.unfounded,
    thrownAway: findings.trashed + findings.deleted,
    moved: findings.moved,
    apart: facts.albums.gone + facts.stacks.gone + facts.livePairs.gone,
  };
}
