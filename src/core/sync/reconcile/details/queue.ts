/** Which files are to be looked at, and what Photos says of them. */
import type { Capabilities } from '../../../immich/permissions.ts';
import type { DetailSelection, QueuedFile } from '../../../ledger/detail-queue.ts';
import type { DetailedFile } from '../../../ledger/detailed-file.ts';
import type { Contradiction } from '../../../model/run-report.ts';
import type { Before } from './arrival.ts';
import type { DetailContext } from './context.ts';
import { contradictionsAmong } from './contradictions.ts';
import { type DetailRules, type Details, decideDetails, isToBeSet } from './rule.ts';
import { unite, wantedDetails } from './wanted.ts';

/** A file and what Photos says of it. */
export interface Work {
  readonly file: DetailedFile;
  readonly wanted: Details;
  /** UUIDs of the assets that speak for it, the first of them for its texts. */
  readonly speakers: readonly string[];
  readonly synced: Synced | null;
  /** What an earlier run of ours has sent with the file, which the server had not read by then; null where there is no such. */
  readonly sent: Details | null;
  /** What those assets say differently. */
  readonly contradictions: readonly Contradiction[];
}

/** What the ledger keeps of a file. */
export interface Synced extends Details {
  /** Not given in ledgers of earlier versions. */
  readonly speakers?: readonly string[];
}

/** What is kept of a file that was sent, as long as the server was not seen to have read it. */
export interface Sent extends Details {
  readonly isUnread: true;
}

function keptOf({ synced: text }: Pick<DetailedFile, 'synced'>): Pick<Work, 'synced' | 'sent'> {
  const kept = text === null ? null : (JSON.parse(text) as Synced | Sent);
  return kept !== null && 'isUnread' in kept ? { synced: null, sent: kept } : { synced: kept, sent: null };
}

/** Changes with every change of how details are brought over, so that every file is looked at again. */
export function rulesMark(rules: DetailRules, capabilities: Pick<Capabilities, 'tag'>): string {
  const { hiddenAs, titles, favoriteRating, tagParent } = rules;
  const more = favoriteRating || tagParent !== null ? `:${favoriteRating ? 'stars' : ''}:${tagParent ?? ''}` : '';
  return `:${hiddenAs}:${titles ? 'titles' : ''}:${capabilities.tag ? 'tags' : ''}${more}`;
}

export function withinScope({
  target,
  scope,
  rules,
  capabilities,
}: Pick<DetailContext, 'target' | 'scope' | 'rules' | 'capabilities'>): DetailSelection {
  return {
    target,
    // What is on the server is still kept in sync when it is hidden, also where hidden items are not brought there any more.
    scope: { ...scope, includeHidden: true },
    rules: rulesMark(rules, capabilities),
  };
}

/** Under caution only what a run of ours has brought and nobody has touched: to hide what is hidden in Photos is part of bringing it. */
export function mayDetail(file: DetailedFile, { caution }: Pick<DetailContext, 'caution'>): boolean {
  return caution.mayChange || (keptOf(file).synced === null && file.origin === 'uploaded');
}

export function toWork(
  { file }: Pick<QueuedFile, 'file'>,
  { ledger, scope, rules }: Pick<DetailContext, 'ledger' | 'scope' | 'rules'>,
): Work {
  const { synced, sent } = keptOf(file);
  if (file.assets < 2)
    return { file, synced, sent, wanted: wantedDetails(file, rules), speakers: [file.uuid], contradictions: [] };
  const before = synced?.speakers?.[0];
  const speakers = ledger.remote
    .speakers(file.sha1, { ...scope, includeHidden: true })
    .toSorted((a, b) => Number(b.uuid === before) - Number(a.uuid === before));
  const voices = speakers.map((speaker) => ({
    uuid: speaker.uuid,
    filename: speaker.filename,
    details: wantedDetails(speaker, rules),
  }));
  return {
    file,
    synced,
    sent,
    wanted: unite(voices.map(({ details }) => details)),
    speakers: speakers.map(({ uuid }) => uuid),
    contradictions: contradictionsAmong(voices),
  };
}

/** What the server said before each call whose outcome was not seen yet. Earlier versions kept one alone. */
export function beforesOf({ observedAt, before }: Pick<DetailedFile, 'observedAt' | 'before'>): readonly Before[] {
  return observedAt !== null || before === null ? [] : [JSON.parse(before) as Before | readonly Before[]].flat();
}

/**
 * Whether something was set on a file in this run: whatever is seen of it now, the server's jobs may undo it yet. (A clock that was ahead then
 * speaks for an earlier run.)
 */
export function isFresh(
  { setAt }: Pick<DetailedFile, 'setAt'>,
  { since, now }: Pick<DetailContext, 'since' | 'now'>,
): boolean {
  return setAt !== null && setAt >= since && setAt <= now();
}

/** Whether a file is to be set more than the calls so far have set. */
export function isMoreToBeSet({ wanted, synced }: Work): boolean {
  return synced !== null && isToBeSet(decideDetails(wanted, synced, null, 'photos'));
}

export function isToBeLookedAt(work: Work): boolean {
  return work.synced === null || work.file.observedAt === null || isMoreToBeSet(work);
}
