/** Setting what was decided on many files, with as few requests as the server allows: one for all to which the same happens. */

import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { AssetChange } from '../../../immich/client/assets.ts';
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Capabilities } from '../../../immich/permissions.ts';
import { becauseOf, ProblemError } from '../../../model/problem.ts';
import type { Reason } from '../../../model/reasons.ts';
import { DETAIL_NAMES, type DetailCounts, type DetailName } from '../../../model/run-report.ts';
import { eachOf } from '../each-of.ts';
import type { DetailDecision } from './rule.ts';

/** One file and what is to be set on it. */
export interface Setting {
  readonly remoteId: string;
  /** With no more than one kind of what the server writes into the file's sidecar. */
  readonly decision: DetailDecision;
  /** As it was seen before. */
  readonly remote: Pick<RemoteAsset, 'capturedAt'>;
}

export type Counts = { -readonly [Name in keyof DetailCounts]: DetailCounts[Name] };

type Attempt<Work> = (works: readonly Work[], change: () => Promise<void>) => Promise<boolean>;

/** Texts that are set one by one between two looks. */
const GROUP = 50;

export interface SettingContext<Work> {
  readonly client: ImmichClient;
  readonly capabilities: Pick<Capabilities, 'tag'>;
  /** Those of some files that are still as they were when it was decided about them. */
  readonly unchanged: (works: readonly Work[]) => Promise<readonly Work[]>;
}

export interface SettingOutcome<Work> {
  /** What could not be set, with the reason. */
  readonly failed: ReadonlyMap<Work, Reason>;
  /** What somebody has changed meanwhile: nothing (more) was set on it. */
  readonly left: ReadonlySet<Work>;
}

/** Whatever ends the whole run is thrown. */
export async function setAll<Work extends Setting>(
  batch: readonly Work[],
  { client, capabilities, unchanged }: SettingContext<Work>,
  counts: Counts,
): Promise<SettingOutcome<Work>> {
  const failed = new Map<Work, Reason>();
  const attempt: Attempt<Work> = async (works, change) => {
    try {
      await change();
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      for (const work of works) failed.set(work, becauseOf(error.problem));
      return false;
    }
  };
  const setMany = async (works: readonly Work[], change: AssetChange): Promise<number> => {
    const before = new Map(failed);
    const ids = works.map(({ remoteId }) => remoteId);
    if (works.length === 0) return 0;
    if (await attempt(works, () => client.assets.updateMany(ids, change))) return works.length;
    if (works.length === 1) return 0;
    // One that the key cannot reach makes the server refuse all.
    for (const work of works) if (!before.has(work)) failed.delete(work);
    let done = 0;
    for (const work of works)
      if (await attempt([work], () => client.assets.updateMany([work.remoteId], change))) done += 1;
    return done;
  };
  for (const isFavorite of [true, false]) {
    const works = batch.filter(({ decision }) => decision.favorite === isFavorite);
    counts.favorites += await setMany(works, { isFavorite });
  }
  if (capabilities.tag) await setKeywords(batch, client, attempt, counts);
  const left = new Set<Work>();
  // All texts of a file in one call: see portion.ts.
  const withText = batch.filter(({ decision }) => Object.keys(textChange(decision)).length > 0);
  const alike = [...Map.groupBy(withText, ({ decision }) => JSON.stringify(textChange(decision))).values()];
  for (let start = 0; start < alike.length; start += GROUP) {
    const group = alike.slice(start, start + GROUP);
    const still = new Set(await unchanged(group.flat()));
    for (const work of group.flat()) if (!still.has(work)) left.add(work);
    await eachOf(group, async (all) => {
      const works = all.filter((work) => still.has(work));
      const [first] = works;
      if (first === undefined) return;
      const change = textChange(first.decision);
      if (works.length > 1) await setMany(works, change);
      else await attempt(works, () => client.assets.update(first.remoteId, change));
      for (const work of works.filter((candidate) => !failed.has(candidate))) {
        const { description, place, capturedAt, rating } = work.decision;
        counts.descriptions += Number(description !== null);
        counts.places += Number(place !== null);
        counts.dates += Number(capturedAt !== null && !isSaidAgain(work));
        counts.ratings += Number(rating !== undefined);
      }
    });
  }
  // Last, because nothing can be set any more on what was locked away.
  for (const visibility of ['timeline', 'archive', 'locked'] as const) {
    const works = batch.filter((work) => work.decision.visibility === visibility && !left.has(work));
    counts.visibility += await setMany(works, { visibility });
  }
  return { failed, left };
}

/** What is set on a file, by name. */
export function namesOf(work: Setting): readonly DetailName[] {
  const { favorite, visibility, description, addKeywords, removeKeywords, capturedAt, place, rating } = work.decision;
  const isSet: Readonly<Record<DetailName, boolean>> = {
    favorites: favorite !== null,
    visibility: visibility !== null,
    descriptions: description !== null,
    keywords: addKeywords.length + removeKeywords.length > 0,
    dates: capturedAt !== null && !isSaidAgain(work),
    places: place !== null,
    ratings: rating !== undefined,
  };
  return DETAIL_NAMES.filter((name) => isSet[name]);
}

/** The date after a place, which is as it was. */
function isSaidAgain({ decision, remote }: Setting): boolean {
  return remote.capturedAt !== null && Date.parse(remote.capturedAt) === Date.parse(decision.capturedAt ?? '');
}

/** What is set with one request, and for all files at once to which the same happens. */
function textChange({ description, place, capturedAt, rating }: DetailDecision): Omit<AssetChange, 'visibility'> {
  return {
    ...(description === null ? {} : { description }),
    ...place,
    ...(capturedAt === null ? {} : { dateTimeOriginal: capturedAt }),
    ...(rating === undefined ? {} : { rating }),
  };
}

async function setKeywords<Work extends Setting>(
  batch: readonly Work[],
  client: ImmichClient,
  attempt: Attempt<Work>,
  counts: Counts,
): Promise<void> {
  const changed = batch.filter(({ decision }) => decision.addKeywords.length + decision.removeKeywords.length > 0);
  const paths = [...new Set(changed.flatMap(({ decision }) => [...decision.addKeywords, ...decision.removeKeywords]))];
  if (paths.length === 0) return;
  const tags = new Map<string, string>();
  const isMade = await attempt(changed, async () => {
    for (const { id, value } of await client.tags.upsert(paths)) tags.set(value.normalize('NFC'), id);
  });
  if (!isMade) return;
  const idsOf = (works: readonly Work[]) => works.map(({ remoteId }) => remoteId);
  // All new tags of a file in one call, for the same reason as its texts.
  const given = Map.groupBy(changed, ({ decision }) => JSON.stringify(decision.addKeywords));
  for (const works of given.values()) {
    const keywords = works[0]?.decision.addKeywords ?? [];
    const tagIds = keywords.flatMap((keyword) => tags.get(keyword) ?? []);
    if (tagIds.length > 0 && (await attempt(works, () => client.tags.add(tagIds, idsOf(works)))))
      counts.keywords += works.length * tagIds.length;
  }
  const taken = new Map<string, Work[]>();
  for (const work of changed)
    for (const keyword of work.decision.removeKeywords) taken.set(keyword, [...(taken.get(keyword) ?? []), work]);
  for (const [path, works] of taken) {
    const tag = tags.get(path);
    if (tag !== undefined && (await attempt(works, () => client.tags.remove(tag, idsOf(works)))))
      counts.keywords += works.length;
  }
}
