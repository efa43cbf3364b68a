/** What is to be brought to the server: the difference between what Photos holds and what the server has proved to hold. */

import { extname } from 'node:path';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset, LedgerPart } from '../ledger/ledger-asset.ts';
import { DECIDED_THERE } from '../ledger/refusal-ledger.ts';
import type { Plan, PlannedAsset, PlannedPart } from '../model/plan.ts';
import type { Scope } from '../model/scope.ts';
import { isTaken, type TakenEndings } from './name-on-server.ts';

export interface PlanRules {
  /** Milliseconds since 1970: contents that failed and are to be tried again later than this are left for another time. */
  readonly dueUntil: number;
  /** A file of another kind is not even exported. */
  readonly taken: TakenEndings;
}

/** A file of a kind that the server does not take. */
export interface FileNotTaken {
  readonly sha1: string;
  /** With its dot; null for a file without one. */
  readonly ending: string | null;
  /** Of its asset, as Photos knows it. */
  readonly filename: string;
  /** A sync has told of it already. */
  readonly isTold: boolean;
}

/** Plans what is to be uploaded, and keeps the plan in the ledger. */
export function makePlan(
  ledger: Ledger,
  target: number,
  scope: Scope,
  rules: PlanRules,
): { readonly plan: Plan; readonly notTaken: readonly FileNotTaken[] } {
  ledger.settleCoverage(target, scope);
  const notTaken: FileNotTaken[] = [];
  const open = ledger.openAssets(target, scope);
  const uploads = planUploads(open, ledger.sharedContents(), rules, (file) => notTaken.push(file));
  return { plan: ledger.keepPlan(uploads), notTaken };
}

/**
 * The uploads, in the order of the assets. Pure.
 * @param assets all assets in scope, or those that are not complete.
 * @param shared contents that more than one part has: they are sent once.
 * @param onNotTaken called for each file that the server takes under no name, whatever was known of it before
 */
export function* planUploads(
  assets: Iterable<LedgerAsset>,
  shared: ReadonlySet<string>,
  { dueUntil, taken }: PlanRules,
  onNotTaken: (file: FileNotTaken) => void = () => undefined,
): Generator<PlannedAsset> {
  const claimed = new Set<string>();
  for (const { uuid, filename, capturedAt, parts } of assets) {
    const planned: PlannedPart[] = [];
    for (const part of parts) {
      const wanted = plannedPart(part, dueUntil);
      if (wanted === null || claimed.has(wanted.sha1)) continue;
      const extension = extname(wanted.path);
      if (!isTaken({ originalFilename: filename, kind: wanted.kind, extension }, taken)) {
        const isTold = part.refusal?.reason === 'kind-not-taken' && part.refusal.attempts > 0;
        onNotTaken({ sha1: wanted.sha1, ending: extension || null, filename, isTold });
        continue;
      }
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
