/**
 * Details: what Photos says of an asset, set on each of its files on the server by a three-way rule. Changed only in Photos since the last
 * sync: set in Immich. Changed only in Immich: left alone. Changed in both: the one that leads wins, and the run tells. Files that were on the
 * server before us get what they lack there, and nothing that they have is overwritten. Everything here is pure.
 */

import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { HiddenPlace, Leader } from '../../../model/choices.ts';
import type { Visibility } from '../../../model/remote.ts';
import type { DetailConflict } from '../../../model/run-report.ts';
import { isSameDate, isSamePlace, isSameText, type Place, placeOf, showPlace } from './same.ts';

/** How details are brought over, as the person chose. */
export interface DetailRules {
  /** Where what is hidden in Photos goes. What is in the locked folder no API key can reach any more. */
  readonly hiddenAs: HiddenPlace;
  /** Whether the title of Photos is the first line of the description: Immich knows no titles. */
  readonly titles: boolean;
  /** Whether favourites get five stars, too. */
  readonly favoriteRating: boolean;
  /** The tag below which keywords come; null for none. */
  readonly tagParent: string | null;
  /** Whose value counts where both were changed since the last sync. */
  readonly leader: Leader;
  /** Whether what is hidden in Photos is hidden in Immich, too, where Immich had it before. */
  readonly hideFound: boolean;
}

/** The details of one file, as they are or as they shall be on the server. */
export interface Details {
  readonly favorite: boolean;
  readonly visibility: Visibility;
  readonly description: string;
  /** Paths of tags, sorted. */
  readonly keywords: readonly string[];
  /** ISO 8601 with the offset of the place where it was taken. */
  readonly capturedAt: string;
  readonly place: Place | null;
  /** Stars, null for none; not given where ratings are no concern of ours. */
  readonly rating?: number | null;
  /** The tag that `keywords` are below; not given for none. */
  readonly tagParent?: string;
  /** Those of `keywords` that the file had before we came to give them: they are not ours to take away, and do not move with another parent. */
  readonly theirs?: readonly string[];
}

/** What has to be set on one file. */
export interface DetailDecision {
  readonly favorite: boolean | null;
  readonly visibility: Details['visibility'] | null;
  readonly description: string | null;
  readonly addKeywords: readonly string[];
  readonly removeKeywords: readonly string[];
  /** Keywords that the file turned out to have without our doing. */
  readonly theirs: readonly string[];
  readonly capturedAt: string | null;
  readonly place: Details['place'];
  /** Stars, null to take them away; not given when there is nothing to set. */
  readonly rating?: number | null;
  readonly conflicts: readonly Omit<DetailConflict, 'uuid' | 'filename'>[];
}

export const NOTHING_TO_SET: DetailDecision = {
  favorite: null,
  visibility: null,
  description: null,
  addKeywords: [],
  removeKeywords: [],
  theirs: [],
  capturedAt: null,
  place: null,
  conflicts: [],
};

/**
 * The three-way rule.
 * @param wanted what Photos says now
 * @param synced what Photos said at the last sync, or what our upload brought
 * @param remote what Immich says now; null where it was not asked: then it is taken to be as it was synced.
 * @param leader whose value counts where both were changed.
 */
export function decideDetails(
  wanted: Details,
  synced: Details,
  remote: RemoteAsset | null,
  leader: DetailRules['leader'],
): DetailDecision {
  const conflicts: DetailDecision['conflicts'][number][] = [];
  const choose: Choose = (field, [now, before, there], isSame, show) => {
    if (isSame(now, before) || isSame(now, there)) return null;
    if (isSame(there, before)) return now;
    conflicts.push({ field, photos: show(now), immich: show(there), winner: leader });
    return leader === 'photos' ? now : null;
  };
  const description = choose(
    'description',
    [wanted.description, synced.description, remote === null ? synced.description : remote.description],
    isSameText,
    (text) => text.slice(0, 200),
  );
  const place = choose(
    'place',
    [wanted.place, synced.place, remote === null ? synced.place : placeOf(remote)],
    isSamePlace,
    showPlace,
  );
  let capturedAt: string | null = null;
  const there = remote?.capturedAt == null ? null : new Date(remote.capturedAt).toISOString();
  if (!isSameDate(wanted.capturedAt, synced.capturedAt)) {
    capturedAt = wanted.capturedAt;
    // The server tells the instant, without the offset: an offset that was changed there alone is not seen.
    if (there !== null && !isSameDate(there, synced.capturedAt) && !isSameDate(there, wanted.capturedAt)) {
      conflicts.push({ field: 'date', photos: wanted.capturedAt, immich: there, winner: leader });
      if (leader === 'immich') capturedAt = null;
    }
  }
  const rating = decideRating(wanted, synced, remote, choose);
  const isFavoriteThere = remote?.isFavorite ?? synced.favorite;
  const visibilityThere = remote?.visibility ?? synced.visibility;
  return {
    favorite: wanted.favorite === synced.favorite || wanted.favorite === isFavoriteThere ? null : wanted.favorite,
    // What was put elsewhere in Immich since the last sync stays there.
    visibility:
      visibilityThere !== synced.visibility || wanted.visibility === synced.visibility ? null : wanted.visibility,
    description,
    ...decideKeywords(wanted, synced, remote?.tags ?? null),
    // The server works out the time zone again from a place, so the date is said again after it; but not over one that a person has set.
    capturedAt:
      capturedAt ??
      (place !== null && isSameDate(there ?? wanted.capturedAt, wanted.capturedAt) ? wanted.capturedAt : null),
    place,
    ...(rating === undefined ? {} : { rating }),
    conflicts,
  };
}

type Choose = <Value>(
  field: DetailConflict['field'],
  values: readonly [Value, Value, Value],
  isSame: (a: Value, b: Value) => boolean,
  show: (value: Value) => string,
) => Value | null;

/** A number of stars, 0 for none inside of here because null means that nothing is chosen. */
function decideRating(
  wanted: Details,
  synced: Details,
  remote: RemoteAsset | null,
  choose: Choose,
): number | null | undefined {
  if (wanted.rating === undefined) return undefined;
  const before = synced.rating ?? 0;
  const there = remote === null ? before : (remote.rating ?? 0);
  const chosen = choose(
    'rating',
    [wanted.rating ?? 0, before, there],
    (a, b) => a === b,
    (stars) => (stars === 0 ? '' : String(stars)),
  );
  if (chosen === null) return undefined;
  return chosen === 0 ? null : chosen;
}

/** @param there the file's tags; null where they were not asked for. */
function decideKeywords(
  wanted: Pick<Details, 'keywords'>,
  synced: Pick<Details, 'keywords' | 'theirs'>,
  there: readonly string[] | null,
): Pick<DetailDecision, 'addKeywords' | 'removeKeywords' | 'theirs'> {
  const isThere = (keyword: string) => there?.includes(keyword) === true;
  const isNew = (keyword: string) => !synced.keywords.includes(keyword);
  return {
    addKeywords: wanted.keywords.filter((keyword) => isNew(keyword) && !isThere(keyword)),
    // A tag that a person gave stays when Photos drops the keyword.
    removeKeywords: synced.keywords.filter(
      (keyword) =>
        !wanted.keywords.includes(keyword) &&
        synced.theirs?.includes(keyword) !== true &&
        (there === null || isThere(keyword)),
    ),
    theirs: wanted.keywords.filter((keyword) => isNew(keyword) && isThere(keyword)),
  };
}

/** What a file that was on the server before us lacks of what Photos knows. What it has stays. */
export function fillDetails(
  wanted: Details,
  remote: RemoteAsset,
  { hideFound }: Pick<DetailRules, 'hideFound'>,
): DetailDecision {
  const place = placeOf(remote) === null ? wanted.place : null;
  const isSameInstant = remote.capturedAt !== null && Date.parse(remote.capturedAt) === Date.parse(wanted.capturedAt);
  const isWithoutDate = remote.capturedAt === null || remote.isFileDate;
  const isHidden = hideFound && wanted.visibility !== 'timeline' && remote.visibility === 'timeline';
  return {
    favorite: wanted.favorite && !remote.isFavorite ? true : null,
    visibility: isHidden ? wanted.visibility : null,
    description: wanted.description !== '' && remote.description === '' ? wanted.description : null,
    ...decideKeywords(wanted, { keywords: [] }, remote.tags),
    // Said again after a place, from which the server works out the time zone again.
    capturedAt: isWithoutDate || (place !== null && isSameInstant) ? wanted.capturedAt : null,
    place,
    ...(wanted.rating != null && remote.rating === null ? { rating: wanted.rating } : {}),
    conflicts: [],
  };
}

/** The decision without what it takes away: for when an asset that spoke for a file, too, is not in Photos any more. */
export function onlyAdding(decision: DetailDecision): DetailDecision {
  const { rating, ...rest } = decision;
  return {
    ...rest,
    favorite: decision.favorite === true ? true : null,
    visibility: decision.visibility === 'timeline' ? 'timeline' : null,
    description: decision.description === '' ? null : decision.description,
    removeKeywords: [],
    ...(rating == null ? {} : { rating }),
  };
}

/** True when there is something to set. */
export function isToBeSet(decision: DetailDecision): boolean {
  const { favorite, visibility, description, addKeywords, removeKeywords, capturedAt, place, rating } = decision;
  return (
    [favorite, visibility, description, capturedAt, place].some((value) => value !== null) ||
    addKeywords.length + removeKeywords.length > 0 ||
    rating !== undefined
  );
}

/** True when something is to be set that the server also writes into the file's sidecar, and may lose there. */
export function isTextToBeSet(decision: DetailDecision): boolean {
  return isToBeSet({ ...decision, favorite: null, visibility: null });
}
