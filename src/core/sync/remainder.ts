/** The remainder: what is in Photos and not wholly on the server, with the reason for each item, and what a person decides about it. */

import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset, LedgerPart } from '../ledger/ledger-asset.ts';
import { DECIDED_THERE, FAILED_TRIES } from '../ledger/refusal-ledger.ts';
import type { MediaKind } from '../model/asset.ts';
import { type Coverage, REASON_OF, REMAINDER_REASONS, type RemainderReason } from '../model/coverage.ts';
import type { RemainderChoice } from '../model/decisions.ts';
import { makeProblem, type Problem, type ProblemCode, ProblemError, tell } from '../model/problem.ts';
import { because, type Explanation, type Reason } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';

export interface RemainderEntry {
  readonly uuid: string;
  readonly filename: string;
  readonly media: MediaKind;
  /** ISO 8601. */
  readonly capturedAt: string;
  readonly reason: RemainderReason;
  /** Bytes of an original that is only in iCloud; null where it does not matter or is not known. */
  readonly bytes: number | null;
  /** What the server or a tool said, if anything. */
  readonly detail: string | null;
  /** The same, for other languages. */
  readonly why: Explanation | null;
  /** Failed tries; 0 when there was none. */
  readonly attempts: number;
  /** When it is tried again by itself, milliseconds since 1970; null when that is not a matter of time. */
  readonly nextTryAt: number | null;
}

/** As the coverage counts: the first reason that applies, in the order of REMAINDER_REASONS. Null for a complete asset. Pure. */
export function reasonOf({ parts }: Pick<LedgerAsset, 'parts'>): RemainderReason | null {
  const lacking = parts.filter((part) => part.remoteId === null);
  if (lacking.length === 0) return null;
  const isOpen = (part: LedgerPart) => !part.isLeftOut && part.linkedId === null;
  // To have it on this Mac would change nothing.
  const isBarred = ({ refusal }: LedgerPart) =>
    refusal !== null && (DECIDED_THERE.has(refusal.reason) || refusal.reason === 'kind-not-taken');
  const absences = lacking
    .filter((part) => !part.available && isOpen(part) && !isBarred(part))
    .map(({ absence }) => REASON_OF[absence ?? 'in-icloud']);
  const absent = REMAINDER_REASONS.find((reason) => absences.includes(reason));
  if (absent !== undefined) return absent;
  const wanted = parts.filter((part) => !part.isLeftOut);
  for (const reason of ['in-server-trash', 'deleted-in-immich', 'refused-by-server', 'failing'] as const)
    if (wanted.some((part) => part.refusal?.reason === reason)) return reason;
  if (wanted.some((part) => part.available && part.size === 0)) return 'failing';
  const open = lacking.filter(isOpen);
  if (open.some((part) => part.refusal?.reason !== 'kind-not-taken')) return 'not-yet-uploaded';
  if (open.length > 0) return 'kind-not-taken';
  return lacking.some((part) => part.isLeftOut) ? 'left-out' : 'linked-to-twin';
}

/** All items, sorted by UUID. */
export function* remainderOf(ledger: Ledger, target: number, scope: Scope): Generator<RemainderEntry> {
  const failures = ledger.cloud.failures();
  for (const asset of ledger.openAssets(target, scope)) {
    const reason = reasonOf(asset);
    if (reason === null) continue;
    const isInCloud = reason === 'original-not-on-this-mac';
    const refusals = asset.parts.flatMap((part) => part.refusal ?? []);
    const whyRefused = reason === 'unreadable' ? whyUnreadable(asset) : refusals[0]?.message;
    const why = isInCloud ? failures.get(asset.uuid) : whyRefused;
    yield {
      uuid: asset.uuid,
      filename: asset.filename,
      media: asset.media,
      capturedAt: asset.capturedAt,
      reason,
      bytes: isInCloud && asset.parts.some(isOriginalAway) ? asset.originalSize : null,
      detail: why === undefined ? null : tell(why),
      why: why ?? null,
      attempts: Math.max(0, ...refusals.map((refusal) => (FAILED_TRIES.has(refusal.reason) ? refusal.attempts : 0))),
      nextTryAt:
        FAILED_TRIES.has(reason) && refusals.length > 0 ? Math.max(...refusals.map(({ dueAt }) => dueAt)) : null,
    };
  }
}

/** Where an edit alone is in iCloud, the size of the original tells nothing. */
const isOriginalAway = ({ kind, available, remoteId }: LedgerPart) =>
  kind === 'original' && !available && remoteId === null;

function whyUnreadable({ parts }: LedgerAsset): Reason {
  return parts.some(({ absence }) => absence === 'outside-library')
    ? because('link-or-outside-library')
    : because('record-unreadable');
}

/**
 * Which items a person means.
 * @param words UUIDs, or file names that only one item of the remainder has.
 * @throws {ProblemError} item-unknown
 */
export function findItems(entries: readonly RemainderEntry[], words: readonly string[]): readonly string[] {
  return words.map((word) => {
    const byUuid = entries.find(({ uuid }) => uuid.toLowerCase() === word.toLowerCase());
    const named = entries.filter(({ filename }) => filename.normalize('NFC') === word.normalize('NFC'));
    const found = byUuid ?? (named.length === 1 ? named[0] : undefined);
    if (found === undefined) throw new ProblemError('item-unknown', { word, count: named.length });
    return found.uuid;
  });
}

/**
 * Writes down what was decided; the next sync acts on it.
 * @param uuids null for all that the choice can be about; for leaving out they have to be named.
 * @returns the UUIDs of the items that it was about. Not among them: one whose contents are not known yet, and one that the choice does not apply to.
 */
export function decideRemainder(
  ledger: Ledger,
  { target, scope, now }: { readonly target: number; readonly scope: Scope; readonly now: number },
  { choice, uuids }: { readonly choice: RemainderChoice; readonly uuids: readonly string[] | null },
): readonly string[] {
  const chosen = uuids === null ? null : new Set(uuids);
  const decided: string[] = [];
  const contents: string[] = [];
  for (const asset of ledger.openAssets(target, scope)) {
    if (chosen !== null && !chosen.has(asset.uuid)) continue;
    const parts = asset.parts.filter(
      (part) => part.remoteId === null && part.linkedId === null && isSubjectTo(part, choice),
    );
    const checksums = parts.flatMap(({ sha1 }) => sha1 ?? []);
    if (checksums.length === 0) continue;
    decided.push(asset.uuid);
    contents.push(...checksums);
  }
  switch (choice) {
    case 'try-again':
      ledger.refusals.tryAgain(target, contents);
      break;
    case 'leave-out':
      ledger.trash.leaveOut(target, contents, now);
      break;
    case 'bring-back':
      ledger.trash.bringBack(target, contents);
      ledger.refusals.tryAgain(target, contents);
      break;
  }
  return decided;
}

function isSubjectTo(part: LedgerPart, choice: RemainderChoice): boolean {
  switch (choice) {
    case 'try-again':
      return !part.isLeftOut && part.refusal !== null && FAILED_TRIES.has(part.refusal.reason);
    case 'leave-out':
      return !part.isLeftOut;
    case 'bring-back':
      return part.isLeftOut || part.refusal?.reason === 'deleted-in-immich';
  }
}

const ABOUT_FAILED_FILES: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'export-failed',
  'export-differs',
  'upload-refused',
  'upload-failed',
  'not-proved',
  'file-empty',
  'keeps-failing',
  'waits-for-next-try',
]);

/**
 * The problems of the last run as they are now: what a person has decided since is none any more. Pure.
 * @param reasons how many items there are for each
 * @param stuck of those, what has failed too often
 */
export function openProblems(
  problems: readonly Problem[],
  reasons: Coverage['reasons'],
  stuck: readonly { readonly filename: string; readonly message: Explanation }[],
): readonly Problem[] {
  const failing = (reasons['refused-by-server'] ?? 0) + (reasons.failing ?? 0);
  return problems.flatMap((problem) => {
    if (problem.code === 'kind-not-taken') return (reasons['kind-not-taken'] ?? 0) > 0 ? [problem] : [];
    if (!ABOUT_FAILED_FILES.has(problem.code)) return [problem];
    if (failing === 0) return [];
    if (problem.code !== 'keeps-failing') return [problem];
    const [first] = stuck;
    if (first === undefined) return [];
    const names = stuck.map(({ filename }) => filename);
    return [makeProblem('keeps-failing', { count: stuck.length, reason: first.message }, names)];
  });
}
