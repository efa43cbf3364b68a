/** One pass over the files whose details are to be brought over: look, decide, set, write down, a batch at a time. */
import { namesOf, setAll } from './apply.ts';
import type { DetailContext } from './context.ts';
import { type Decided, decide, hasGivenUp } from './judge.ts';
import { type Looks, lookAtFiles, type Sought } from './look.ts';
import {
  beforesOf,
  isFresh,
  isMoreToBeSet,
  isToBeLookedAt,
  mayDetail,
  toWork,
  type Work,
  withinScope,
} from './queue.ts';
import { note, record } from './record.ts';
import { isToBeSet } from './rule.ts';
import { isSaidTheSame } from './same.ts';
import { TagLooks } from './tags.ts';
import type { Tally } from './tally.ts';

/** Files whose details are looked at, set and written down together. */
const BATCH = 500;
/**
 * - `first`: all files about which there is anything to be looked at
 * - `unread`: those of them that the server had not read yet
 * - `owing`: those on which there is more to be set than what the calls before have set
 */
type Turn = 'first' | 'unread' | 'owing';

interface Left {
  /** Files that may be looked at again in a moment. */
  readonly open: number;
  /** Files on which there is more to be set. */
  readonly owing: number;
}

/** Looks at all files whose turn it is, sets what is to be set by one call for each, and writes it down; a batch at a time. */
export async function pass(turn: Turn, context: DetailContext, tally: Tally): Promise<Left> {
  const queue = context.ledger.remote.detailQueue;
  queue.fill(withinScope(context));
  const tags = context.capabilities.tag ? new TagLooks(context) : null;
  let [open, owing] = [0, 0];
  for (const page of queue.pages(BATCH)) {
    const all = page.flatMap((queued) => (mayDetail(queued.file, context) ? [toWork(queued, context)] : []));
    const fresh = all.filter(({ file }) => isFresh(file, context));
    if (turn === 'first') {
      tally.expected += fresh.length;
      owing += fresh.filter(isMoreToBeSet).length;
    }
    const works = turn === 'owing' ? fresh.filter(isMoreToBeSet) : all.filter(({ file }) => !isFresh(file, context));
    const left = await bring(works, { turn, tags, context, tally });
    open += left.open;
    owing += left.owing;
  }
  tags?.end();
  return { open, owing };
}

interface Pass {
  readonly turn: Turn;
  readonly tags: TagLooks | null;
  readonly context: DetailContext;
  readonly tally: Tally;
}

async function bring(works: readonly Work[], { turn, tags, context, tally }: Pass): Promise<Left> {
  const { ledger, target, now } = context;
  for (const { file, contradictions } of works) if (!file.isSaid) tally.contradicting(contradictions);
  const lookedAt = now();
  const looks = await look(works, tags, context);
  const seen: Decided[] = [];
  const unseen: string[] = [];
  for (const work of works) {
    const remote = looks.get(work.file.remoteId);
    if (remote === undefined) note([work], context);
    else if (remote === null) unseen.push(work.file.remoteId);
    else seen.push(decide(work, remote, looks, context));
    if (remote === null && work.synced?.visibility === 'locked' && !work.file.hidden && turn === 'first')
      tally.lockedAway(work.file);
  }
  // Verified, and yet not to be seen: a person has it in the locked folder.
  ledger.remote.giveUpExpectedDetails(target, unseen, now());
  // What was undone already has time until the next run: the server is still at work with it.
  const decided = turn === 'owing' ? seen.filter(({ lost }) => lost === 0) : seen;
  const { failed, left } = await setAll(
    decided.filter(({ decision }) => isToBeSet(decision)),
    { ...context, unchanged: unchangedSince(lookedAt, context) },
    tally.counts,
  );
  for (const [{ file }, reason] of failed) tally.failed(file, reason);
  const touched = decided.filter((work) => !left.has(work));
  for (const { file, decision } of touched) tally.conflicting(file, decision.conflicts);
  const done = touched.filter((work) => !failed.has(work));
  context.notes.changed(
    done.map((work) => ({ uuid: work.file.uuid, filename: work.file.filename, details: namesOf(work) })),
  );
  for (const work of done.filter(hasGivenUp)) tally.givenUp(work.file);
  const waiting = record(done, context);
  const unread = waiting.filter(({ isRead }) => !isRead).length;
  if (turn !== 'owing') tally.expected += waiting.length - unread;
  return { open: unread + left.size, owing: waiting.filter(({ owed }) => owed !== null).length };
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
    keywords: [
      ...wanted.keywords,
      ...(synced?.keywords ?? []),
      ...beforesOf(file).flatMap((before) => before.with ?? []),
    ],
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
