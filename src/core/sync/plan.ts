/** What is to be brought to the server: the difference between what Photos holds and what the server has proved to hold. */

import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset, LedgerPart } from '../ledger/ledger-asset.ts';
import { DECIDED_THERE } from '../ledger/refusal-ledger.ts';
import type { Plan, PlannedAsset, PlannedPart } from '../model/plan.ts';
import type { Scope } from '../model/scope.ts';

/**
 * Plans what is to be uploaded, and keeps the plan in the ledger.
 * @param dueUntil see {@link planUploads}
 */
export function makePlan(ledger: Ledger, target: number, scope: Scope, dueUntil: number): Plan {
  ledger.settleCoverage(target, scope);
  return ledger.keepPlan(planUploads(ledger.openAssets(target, scope), ledger.sharedContents(), dueUntil));
}

/**
 * The uploads, in the order of the assets. Pure.
 * @param assets all assets in scope, or those that are not complete.
 * @param shared contents that more than one part has: they are sent once.
 * @param dueUntil milliseconds since 1970: contents that failed and are to be tried again later than this are left for another time.
 */
export function* planUploads(
  assets: Iterable<LedgerAsset>,
  shared: ReadonlySet<string>,
  dueUntil: number,
): Generator<PlannedAsset> {
  const claimed = new Set<string>();
  for (const { uuid, filename, capturedAt, parts } of assets) {
    const planned: PlannedPart[] = [];
    for (const part of parts) {
      const wanted = plannedPart(part, dueUntil);
      if (wanted === null || claimed.has(wanted.sha1)) continue;
      if (shared.has(wanted.sha1)) claimed.add(wanted.sha1);
      planned.push(wanted);
    }
    if (planned.length === 0) continue;
    yield { uuid, filename, capturedAt, parts: planned, bytes: planned.reduce((total, part) => total + part.size, 0) };
  }
}

/** A part that is here, was read, and is not on the server; null for every other. */
function plannedPart(part: LedgerPart, dueUntil: number): PlannedPart | null {
  if (!part.available || part.path === null || part.sha1 === null || part.size === null || part.size === 0) return null;
  if (part.remoteId !== null || part.linkedId !== null) return null;
  if (part.isLeftOut) return null;
  // Contents in the server's trash would be taken for a duplicate and stay in the trash; whether to restore them, or to send again what was
  // deleted for good, is the person's choice.
  if (part.refusal !== null && (DECIDED_THERE.has(part.refusal.reason) || part.refusal.dueAt > dueUntil)) return null;
  return { kind: part.kind, path: part.path, size: part.size, sha1: part.sha1 };
}
