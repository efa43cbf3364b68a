/**
 * Bringing details over: what Photos says and Immich does not know yet is looked at, set, written down as expected, and looked at again by a
 * later run, once the server has worked it in. Only what was seen there counts as brought.
 */
import { makeProblem, type Problem } from '../../../model/problem.ts';
import type { DetailConflict, DetailCounts } from '../../../model/run-report.ts';
import { hasGoneBack } from '../../history.ts';
import { type Counts, setAll } from './apply.ts';
import type { DetailContext } from './context.ts';
import { type Decided, decide, hasGivenUp } from './judge.ts';
import { type Looks, lookAtFiles, type Sought } from './look.ts';
import { isToBeLookedAt, mayDetail, toWork, type Work, withinScope } from './queue.ts';
import { note, record } from './record.ts';
import { isToBeSet } from './rule.ts';
import { isSaidTheSame } from './same.ts';
import { TagLooks } from './tags.ts';

export interface DetailOutcome {
  readonly counts: DetailCounts;
  readonly conflicts: readonly DetailConflict[];
  /** Files of which not every detail was seen on the server yet. */
  readonly unseen: number;
  readonly problems: readonly Problem[];
}

/** Files whose details are looked at, set and written down together. */
const BATCH = 500;
/**
 * Pauses before looking again at what was uploaded or set in this run, in milliseconds: a server that is quick has worked it in by then. The
 * rest is looked at by the next run.
 */
const LOOKS_AGAIN = [250, 750, 1_500];
/** With more files open the server is not quick. */
const MAX_LOOKED_AT_AGAIN = 500;

/** Brings the details of all files up to date. No request is made for a file of which both sides say what they said at the last sync. */
export async function reconcileDetails(context: DetailContext): Promise<DetailOutcome> {
  const { ledger, target } = context;
  const counts: Counts = { favorites: 0, visibility: 0, descriptions: 0, keywords: 0, dates: 0, places: 0, ratings: 0 };
  const conflicts: DetailConflict[] = [];
  const failures: { readonly filename: string; readonly reason: string }[] = [];
  const locked: string[] = [];
  const given: string[] = [];
  if (hasGoneBack(context.history)) ledger.remote.expectAllDetails(target);
  /** @param isAgain when this is but to see what has become of what was uploaded or set a moment ago */
  const pass = async (isAgain: boolean): Promise<number> => {
    const queue = ledger.remote.detailQueue;
    queue.fill(withinScope(context));
    const tags = context.capabilities.tag ? new TagLooks(context) : null;
    let open = 0;
    for (const page of queue.pages(BATCH)) {
      const works = page.flatMap((queued) => (mayDetail(queued.file, context) ? [toWork(queued, context)] : []));
      const lookedAt = context.now();
      const looks = await look(works, tags, context);
      const seen: Decided[] = [];
      const unseen: string[] = [];
      for (const work of works) {
        const remote = looks.get(work.file.remoteId);
        if (remote === undefined) note([work], context);
        else if (remote === null) unseen.push(work.file.remoteId);
        else seen.push(decide(work, remote, looks, context));
        if (remote === null && work.synced?.visibility === 'locked' && !work.file.hidden && !isAgain)
          locked.push(work.file.filename);
      }
      // Verified, and yet not to be seen: a person has it in the locked folder.
      ledger.remote.giveUpExpectedDetails(target, unseen, context.now());
      // What did not stick has time until the next run: the server may be at work with it.
      const decided = isAgain ? seen.filter(({ lost }) => lost === 0) : seen;
      const toSet = decided.filter(({ decision }) => isToBeSet(decision));
      const { failed, left } = await setAll(
        toSet,
        { ...context, unchanged: unchangedSince(lookedAt, context) },
        counts,
      );
      for (const [{ file }, reason] of failed) failures.push({ filename: file.filename, reason });
      const done = decided.filter((work) => !failed.has(work) && !left.has(work));
      for (const { file, decision } of decided.filter((work) => !left.has(work)))
        for (const conflict of decision.conflicts)
          conflicts.push({ uuid: file.uuid, filename: file.filename, ...conflict });
      given.push(...done.filter(hasGivenUp).map(({ file }) => file.filename));
      open += (await record(done, context)) + seen.length - decided.length + left.size;
    }
    tags?.end();
    return open;
  };
  let open = await pass(false);
  for (const pause of LOOKS_AGAIN) {
    if (open === 0 || open > MAX_LOOKED_AT_AGAIN) break;
    await context.wait(pause, context.signal);
    open = await pass(true);
  }
  const [first] = failures;
  const about = failures.map((failure) => failure.filename);
  return {
    counts,
    conflicts,
    unseen: open,
    problems: [
      ...(first === undefined
        ? []
        : [makeProblem('details-failed', { count: failures.length, reason: first.reason }, about)]),
      ...(locked.length === 0 ? [] : [makeProblem('locked-away', { count: locked.length }, locked)]),
      ...(given.length === 0 ? [] : [makeProblem('details-not-kept', { count: given.length }, given)]),
    ],
  };
}

/** Looks at those about which there may be something to decide; the others are not in the answer. */
async function look(works: readonly Work[], tags: TagLooks | null, context: DetailContext): Promise<Looks> {
  const { client, ledger } = context;
  const sought: Sought[] = works.filter((work) => isToBeLookedAt(work)).map(({ file }) => file);
  // A new edit goes where its original is.
  for (const { file, synced } of works)
    if (file.originalId !== null && synced === null && file.origin === 'uploaded')
      sought.push({ remoteId: file.originalId, capturedAt: file.capturedAt });
  if (sought.length === 0) return new Map();
  const looks = await lookAtFiles(sought, client, (first, last) => ledger.remote.assetsBetween(first, last));
  const tagged = works.map(({ file, wanted, synced }) => ({
    remoteId: file.remoteId,
    keywords: [...wanted.keywords, ...(synced?.keywords ?? [])],
  }));
  return tags === null ? looks : tags.complete(looks, tagged);
}

/** How long a look is good for, in milliseconds. */
const LOOK_LASTS = 2_000;

/** Sets apart what somebody has changed since it was looked at; as long as the look is fresh, nothing. */
function unchangedSince(lookedAt: number, { client, ledger, now }: DetailContext) {
  return async (works: readonly Decided[]): Promise<readonly Decided[]> => {
    if (Math.abs(now() - lookedAt) <= LOOK_LASTS) return works;
    const files = works.map(({ file }) => file);
    const looks = await lookAtFiles(files, client, (first, last) => ledger.remote.assetsBetween(first, last));
    return works.filter(({ remoteId, remote }) => {
      const again = looks.get(remoteId);
      return again != null && isSaidTheSame(again, remote);
    });
  };
}
