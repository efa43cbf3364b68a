/**
 * Bringing details over: what Photos says and Immich does not know yet is looked at, set, written down as expected, and looked at again by a
 * later run, once the server has worked it in. Only what was seen there counts as brought.
 */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Abilities } from '../../../immich/permissions.ts';
import type { DetailScope, QueuedFile } from '../../../ledger/detail-queue.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { DetailedFile } from '../../../ledger/remote-ledger.ts';
import { makeProblem, type Problem } from '../../../problem.ts';
import type { Wait } from '../../../retry.ts';
import type { Caution } from '../../caution.ts';
import { type History, hasGoneBack } from '../../history.ts';
import type { DetailConflict, DetailCounts } from '../../outcome.ts';
import type { Scope } from '../../scope.ts';
import { type Counts, type Setting, setAll } from './apply.ts';
import { type Looks, lookAtFiles, type Sought } from './look.ts';
import {
  arrived,
  type Before,
  baseOfUpload,
  beforeOf,
  type DetailDecision,
  type DetailRules,
  type Details,
  decideDetails,
  fillDetails,
  hasAnythingToFill,
  isSaidTheSame,
  isTextToBeSet,
  isToBeSet,
  NOTHING_TO_SET,
  onlyAdding,
  unite,
  uploadedDetails,
  wantedDetails,
} from './rule.ts';
import { TagLooks } from './tags.ts';

export interface DetailContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: DetailRules;
  readonly abilities: Pick<Abilities, 'tag'>;
  readonly caution: Caution;
  readonly history: History;
  /** When this run began, milliseconds since 1970: what was uploaded since then nobody else is likely to have changed. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: Wait;
  readonly signal: AbortSignal;
}

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
/** What did not stick after so many tries is told, and left. */
const MAX_TRIES = 3;

/** A file and what Photos says of it. */
interface Work {
  readonly file: DetailedFile;
  readonly wanted: Details;
  /** UUIDs of the assets that speak for it, the first of them for its texts. */
  readonly speakers: readonly string[];
  readonly synced: Synced | null;
}

/** What the ledger keeps of a file. */
interface Synced extends Details {
  /** Not given in ledgers of earlier versions. */
  readonly speakers?: readonly string[];
}

interface Decided extends Work, Setting {
  readonly remote: RemoteAsset;
  /** False while the server has not read the file. */
  readonly isRead: boolean;
  /** How many details of the last try did not stick. */
  readonly lost: number;
}

/** Changes with every change of how details are brought over, so that every file is looked at again. */
export function rulesMark(rules: DetailRules, abilities: Pick<Abilities, 'tag'>): string {
  const { hiddenAs, titles, favoriteRating, tagParent } = rules;
  const more = favoriteRating || tagParent !== null ? `:${favoriteRating ? 'stars' : ''}:${tagParent ?? ''}` : '';
  return `:${hiddenAs}:${titles ? 'titles' : ''}:${abilities.tag ? 'tags' : ''}${more}`;
}

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
    const tags = context.abilities.tag ? new TagLooks(context) : null;
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

function withinScope({
  target,
  scope,
  rules,
  abilities,
}: Pick<DetailContext, 'target' | 'scope' | 'rules' | 'abilities'>): DetailScope {
  return {
    target,
    // What is on the server goes on being kept in step when it is hidden, also where hidden items are not brought there any more.
    scope: { ...scope, includeHidden: true },
    rules: rulesMark(rules, abilities),
  };
}

/** Under caution only what a run of ours has brought and nobody has touched: to hide what is hidden in Photos is part of bringing it. */
function mayDetail(file: DetailedFile, { caution }: Pick<DetailContext, 'caution'>): boolean {
  return caution.mayChange || (file.synced === null && file.origin === 'uploaded');
}

function toWork(
  { file }: Pick<QueuedFile, 'file'>,
  { ledger, scope, rules }: Pick<DetailContext, 'ledger' | 'scope' | 'rules'>,
): Work {
  const synced = file.synced === null ? null : (JSON.parse(file.synced) as Synced);
  if (file.assets < 2) return { file, synced, wanted: wantedDetails(file, rules), speakers: [file.uuid] };
  const before = synced?.speakers?.[0];
  const speakers = ledger.remote
    .speakers(file.sha1, { ...scope, includeHidden: true })
    .toSorted((a, b) => Number(b.uuid === before) - Number(a.uuid === before));
  return {
    file,
    synced,
    wanted: unite(speakers.map((speaker) => wantedDetails(speaker, rules))),
    speakers: speakers.map(({ uuid }) => uuid),
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

function isToBeLookedAt({ file, wanted, synced }: Work): boolean {
  if (synced === null) return file.origin === 'uploaded' || hasAnythingToFill(wanted);
  return file.observedAt === null || isToBeSet(decideDetails(wanted, synced, null, 'photos'));
}

function decide(work: Work, remote: RemoteAsset, looks: Looks, context: DetailContext): Decided {
  const { file, wanted, synced, speakers } = work;
  const { rules, history, since } = context;
  const leader = hasGoneBack(history) ? 'immich' : rules.leader;
  const of = (decision: DetailDecision, isRead = true, lost = 0): Decided => ({
    ...work,
    remoteId: file.remoteId,
    decision,
    remote,
    isRead,
    lost,
  });
  if (synced === null) {
    if (file.origin !== 'uploaded') return of(fillDetails(wanted, remote, rules));
    const uploaded = uploadedDetails(wanted, file.kind);
    const isRead = remote.capturedAt !== null;
    const base = isRead ? baseOfUpload(uploaded, remote, file.provedAt >= since) : { ...wanted, ...FRESH };
    const decision = decideDetails(wanted, base, remote, leader);
    return of({ ...decision, visibility: besideOriginal(file, decision.visibility, looks) }, isRead);
  }
  if (history === 'server-went-back') return of(fillDetails(wanted, remote, { hideFound: true }));
  const before = file.before === null ? null : (JSON.parse(file.before) as Before);
  const { base, lost } =
    file.observedAt === null && before !== null ? arrived(synced, before, remote) : { base: synced, lost: 0 };
  if (lost > 0 && file.tries >= MAX_TRIES) return of(NOTHING_TO_SET, true, lost);
  const decision = decideDetails(wanted, base, remote, leader);
  const isOneLess = synced.speakers?.some((uuid) => !speakers.includes(uuid)) === true;
  return of(isOneLess ? onlyAdding(decision) : decision, true, lost);
}

/** What an upload says of itself, whatever lies in it. */
const FRESH = { favorite: false, visibility: 'timeline' } as const;

/** Where a new edit goes: to its original, should a person have archived that or locked it away. */
function besideOriginal(
  file: DetailedFile,
  decided: DetailDecision['visibility'],
  looks: Looks,
): DetailDecision['visibility'] {
  const original = file.originalId === null ? undefined : looks.get(file.originalId);
  if (original === null) return 'locked';
  return original?.visibility === 'archive' ? 'archive' : decided;
}

function hasGivenUp({ lost, file }: Decided): boolean {
  return lost > 0 && file.tries >= MAX_TRIES;
}

/**
 * Writes down what was seen to be there as observed, and the rest as expected. What the server has not read yet is left for later.
 * @returns of how many files not everything was seen yet
 */
async function record(works: readonly Decided[], context: DetailContext): Promise<number> {
  const { ledger, target, now, since } = context;
  const read = works.filter(({ isRead }) => isRead);
  // The server may still be at work with what was uploaded just now, and undo what was set meanwhile: that is looked at by a later run.
  const isSettled = ({ file }: Decided) => file.provedAt < since;
  const kept = await seenToBeKept(
    read.filter((work) => isTextToBeSet(work.decision) && isSettled(work)),
    context,
  );
  const isObserved = (work: Decided) => !isTextToBeSet(work.decision) || kept.has(work);
  ledger.remote.recordDetails(
    target,
    read.map((work) => ({
      remoteId: work.file.remoteId,
      digest: work.file.digest,
      details: JSON.stringify(toRecord(work, work.decision.theirs, context)),
      ...(isObserved(work)
        ? { observedAt: now(), before: null, tries: 0 }
        : {
            observedAt: null,
            before: JSON.stringify(beforeOf(work.remote, work.decision)),
            tries: work.lost > 0 ? work.file.tries + 1 : 1,
          }),
    })),
  );
  return works.length - read.filter(isObserved).length;
}

/** Looks at files right after they were changed. @returns those of which nothing is as it was before. */
async function seenToBeKept(works: readonly Decided[], context: DetailContext): Promise<ReadonlySet<Decided>> {
  if (works.length === 0) return new Set();
  const { client, ledger, abilities } = context;
  const files = works.map(({ file }) => file);
  const seen = await lookAtFiles(files, client, (first, last) => ledger.remote.assetsBetween(first, last));
  const tagged = works.map(({ file, wanted }) => ({ remoteId: file.remoteId, keywords: wanted.keywords }));
  const tags = abilities.tag ? new TagLooks(context) : null;
  const looks = tags === null ? seen : await tags.complete(seen, tagged);
  tags?.end();
  return new Set(
    works.filter(({ file, wanted, remote, decision }) => {
      const now = looks.get(file.remoteId);
      return now != null && arrived(wanted, beforeOf(remote, decision), now).lost === 0;
    }),
  );
}

/** Writes down what Photos says of files about which there was nothing to ask. */
function note(works: readonly Work[], context: DetailContext): void {
  const { ledger, target, now } = context;
  ledger.remote.recordDetails(
    target,
    works.map((work) => ({
      remoteId: work.file.remoteId,
      digest: work.file.digest,
      details: JSON.stringify(toRecord(work, [], context)),
      observedAt: now(),
      before: null,
      tries: 0,
    })),
  );
}

/** What Photos said, for the next time. */
function toRecord(
  { wanted, synced, speakers }: Work,
  theirs: readonly string[],
  { abilities }: Pick<DetailContext, 'abilities'>,
): Synced {
  // Where tags cannot be given, what Photos says of them is not brought over.
  const { tagParent: _parent, ...rest } = wanted;
  if (!abilities.tag) {
    return {
      ...rest,
      speakers,
      keywords: synced?.keywords ?? wanted.keywords,
      ...(synced === null
        ? { ...(wanted.tagParent === undefined ? {} : { tagParent: wanted.tagParent }) }
        : {
            ...(synced.tagParent === undefined ? {} : { tagParent: synced.tagParent }),
            ...(synced.theirs === undefined ? {} : { theirs: synced.theirs }),
          }),
    };
  }
  const kept = [...(synced?.theirs ?? []), ...theirs].filter((keyword) => wanted.keywords.includes(keyword));
  return { ...wanted, speakers, ...(kept.length === 0 ? {} : { theirs: [...new Set(kept)] }) };
}

/** What Photos changed since the last sync, for each file, without asking what Immich says now. */
export function foreseeDetails(
  context: Pick<DetailContext, 'ledger' | 'target' | 'scope' | 'rules' | 'abilities' | 'caution'>,
): readonly {
  readonly uuid: string;
  readonly filename: string;
  readonly changes: readonly string[];
}[] {
  const { ledger, rules, abilities } = context;
  const foreseen: { readonly uuid: string; readonly filename: string; readonly changes: readonly string[] }[] = [];
  for (const file of ledger.remote.filesToDetail(withinScope(context)).toArray()) {
    if (!mayDetail(file, context)) continue;
    const { wanted, synced } = toWork({ file }, context);
    if (synced?.visibility === 'locked') continue;
    // What was on the server before us gets what it lacks, which nobody knows without asking.
    if (synced === null && file.origin !== 'uploaded') {
      if (rules.hideFound && wanted.visibility !== 'timeline')
        foreseen.push({ uuid: file.uuid, filename: file.filename, changes: [wanted.visibility] });
      continue;
    }
    const changes = changesOf(
      decideDetails(wanted, synced ?? uploadedDetails(wanted, file.kind), null, rules.leader),
      abilities,
    );
    if (changes.length > 0) foreseen.push({ uuid: file.uuid, filename: file.filename, changes });
  }
  return foreseen;
}

function changesOf(decision: DetailDecision, abilities: Pick<Abilities, 'tag'>): readonly string[] {
  return [
    ...(decision.favorite === null ? [] : [decision.favorite ? 'favourite' : 'no favourite']),
    ...(decision.visibility === null ? [] : [decision.visibility]),
    ...(decision.description === null ? [] : ['description']),
    ...(abilities.tag ? decision.addKeywords.map((keyword) => `+${keyword}`) : []),
    ...(abilities.tag ? decision.removeKeywords.map((keyword) => `-${keyword}`) : []),
    ...(decision.place === null ? [] : ['place']),
    ...(decision.capturedAt === null ? [] : ['date']),
    ...(decision.rating === undefined ? [] : [decision.rating === null ? 'no stars' : `${decision.rating} stars`]),
  ];
}
