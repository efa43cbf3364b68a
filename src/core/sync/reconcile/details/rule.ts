/**
 * Details: what Photos says of an asset, set on each of its files on the server by a three-way rule. Changed only in Photos since the last
 * sync: set in Immich. Changed only in Immich: left alone. Changed in both: the one that leads wins, and the run tells. Files that were on the
 * server before us get what they lack there, and nothing that they have is overwritten. Everything here is pure.
 */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { DetailedFile } from '../../../ledger/remote-ledger.ts';
import type { DetailConflict } from '../../outcome.ts';

/** How details are brought over, as the person chose. */
export interface DetailRules {
  /** Where what is hidden in Photos goes. What is in the locked folder no API key can reach any more. */
  readonly hiddenAs: 'archive' | 'locked';
  /** Whether the title of Photos is the first line of the description: Immich knows no titles. */
  readonly titles: boolean;
  /** Whether favourites get five stars, too. */
  readonly favoriteRating: boolean;
  /** The tag below which keywords come; null for none. */
  readonly tagParent: string | null;
  /** Whose value counts where both were changed since the last sync. */
  readonly leader: 'photos' | 'immich';
  /** Whether what is hidden in Photos is hidden in Immich, too, where Immich had it before. */
  readonly hideFound: boolean;
}

/** The details of one file, as they are or as they shall be on the server. */
export interface Details {
  readonly favorite: boolean;
  readonly visibility: 'timeline' | 'archive' | 'locked';
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

interface Place {
  readonly latitude: number;
  readonly longitude: number;
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

/** What Photos says of one asset. */
export type DetailSource = Pick<
  DetailedFile,
  'favorite' | 'hidden' | 'title' | 'caption' | 'keywords' | 'capturedAt' | 'latitude' | 'longitude'
>;

/** What Immich shall say of a file of one asset. */
export function wantedDetails(file: DetailSource, rules: Omit<DetailRules, 'hideFound'>): Details {
  const caption = (file.caption ?? '').trim();
  const title = rules.titles ? (file.title ?? '').trim() : '';
  const lines = title === '' || title === caption ? [caption] : [title, caption];
  return {
    favorite: file.favorite,
    visibility: file.hidden ? rules.hiddenAs : 'timeline',
    description: lines.filter((line) => line !== '').join('\n'),
    keywords: [...new Set(file.keywords.map(tagPath).filter((path) => path !== ''))]
      .map((path) => below(rules.tagParent, path))
      .sort(),
    capturedAt: file.capturedAt,
    // Immich takes 0° 0′ for no place.
    place:
      file.latitude === null || file.longitude === null || (file.latitude === 0 && file.longitude === 0)
        ? null
        : { latitude: file.latitude, longitude: file.longitude },
    ...(rules.favoriteRating ? { rating: file.favorite ? FAVORITE_RATING : null } : {}),
    ...(rules.tagParent === null ? {} : { tagParent: rules.tagParent }),
  };
}

/** Stars of a favourite. */
const FAVORITE_RATING = 5;

function below(parent: string | null | undefined, path: string): string {
  return parent == null ? path : `${parent}/${path}`;
}

/** The tag that the server makes of a keyword: a slash nests, as it does when the keyword comes with the sidecar. */
function tagPath(keyword: string): string {
  return keyword
    .normalize('NFC')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
}

/**
 * What several assets with the same contents, which are one file on the server, say together: favourite if any is, hidden only if all are,
 * the keywords of all. Texts, place and date are those of the first; another's only where it has none.
 * @param speakers at least one; the one that spoke before comes first.
 */
export function unite(speakers: readonly Details[]): Details {
  const [first, ...others] = speakers;
  if (first === undefined) throw new Error('Somebody has to speak for a file.');
  if (others.length === 0) return first;
  const visible = speakers.find(({ visibility }) => visibility === 'timeline');
  const starred = speakers.find(({ rating }) => rating != null);
  return {
    ...first,
    favorite: speakers.some(({ favorite }) => favorite),
    visibility: visible?.visibility ?? first.visibility,
    description: speakers.find(({ description }) => description !== '')?.description ?? '',
    keywords: [...new Set(speakers.flatMap(({ keywords }) => keywords))].sort(),
    place: speakers.find(({ place }) => place !== null)?.place ?? null,
    ...(first.rating === undefined ? {} : { rating: starred?.rating ?? null }),
  };
}

/** What an upload of ours leaves on the server, once the server has read file and sidecar. */
export function uploadedDetails(wanted: Details, kind: DetailedFile['kind']): Details {
  const { rating: _, theirs: _theirs, ...rest } = wanted;
  const fresh = { ...rest, favorite: false, visibility: 'timeline' } as const;
  // osxphotos writes no sidecar for the RAW of a pair.
  return kind === 'raw' ? { ...fresh, description: '', keywords: [], capturedAt: '', place: null } : fresh;
}

/**
 * What there is to start from for a file that came with a sidecar of ours and was read by the server: what did not arrive was never there.
 * @param isFresh brought by this run: nobody else has changed it since. Otherwise what differs may be a person's, and only gaps are filled.
 */
export function baseOfUpload(uploaded: Details, remote: RemoteAsset, isFresh: boolean): Details {
  const place = placeOf(remote);
  const isTextMissing = uploaded.description !== '' && (isFresh || remote.description === '');
  const isPlaceMissing = uploaded.place !== null && (isFresh || place === null);
  return {
    ...uploaded,
    description: isTextMissing ? remote.description : uploaded.description,
    place: isPlaceMissing ? place : uploaded.place,
    capturedAt:
      isFresh && uploaded.capturedAt !== '' ? (remote.capturedAt ?? uploaded.capturedAt) : uploaded.capturedAt,
    keywords:
      remote.tags === null
        ? uploaded.keywords
        : uploaded.keywords.filter((keyword) => remote.tags?.includes(keyword) === true),
  };
}

/**
 * What Immich said of a file before something was set on it, for what was set alone: what did not stick is told from what a person has changed
 * since. Favourite and visibility are not among it: the server keeps them beside the file, where no later reading of it undoes them.
 */
export interface Before {
  readonly description?: string;
  /** Null where the server had not read the file. */
  readonly capturedAt?: string | null;
  readonly place?: Place | null;
  readonly rating?: number | null;
  /** Those of the keywords that were given which the file had not. */
  readonly without?: readonly string[];
}

export function beforeOf(remote: RemoteAsset, decision: DetailDecision): Before {
  return {
    ...(decision.description === null ? {} : { description: remote.description }),
    ...(decision.capturedAt === null ? {} : { capturedAt: remote.capturedAt }),
    ...(decision.place === null ? {} : { place: placeOf(remote) }),
    ...(decision.rating === undefined ? {} : { rating: remote.rating }),
    ...(decision.addKeywords.length === 0 ? {} : { without: decision.addKeywords }),
  };
}

/**
 * What was synced, as far as it has arrived: what the server says as it did before we set it was never set.
 * @returns also how many details did not stick.
 */
export function arrived(
  synced: Details,
  before: Before,
  remote: RemoteAsset,
): { readonly base: Details; readonly lost: number } {
  const { description, capturedAt, rating } = remote;
  const place = placeOf(remote);
  const missing = before.without?.filter((keyword) => remote.tags?.includes(keyword) === false) ?? [];
  const isLost = (was: string | undefined, now: string, wanted: string, isSame: (a: string, b: string) => boolean) =>
    was !== undefined && isSame(now, was) && !isSame(now, wanted);
  const changes: { -readonly [Name in keyof Details]?: Details[Name] } = {};
  if (isLost(before.description, description, synced.description, isSameText)) changes.description = description;
  if (before.place !== undefined && isSamePlace(place, before.place) && !isSamePlace(place, synced.place))
    changes.place = place;
  if (capturedAt !== null && isLost(before.capturedAt ?? undefined, capturedAt, synced.capturedAt, isSameDate))
    changes.capturedAt = capturedAt;
  if (before.rating !== undefined && rating === before.rating && (rating ?? 0) !== (synced.rating ?? 0))
    changes.rating = rating;
  if (missing.length > 0) changes.keywords = synced.keywords.filter((keyword) => !missing.includes(keyword));
  return { base: { ...synced, ...changes }, lost: Object.keys(changes).length };
}

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
  if (!isSameDate(wanted.capturedAt, synced.capturedAt)) {
    capturedAt = wanted.capturedAt;
    // The server tells the instant, without the offset: an offset that was changed there alone is not seen.
    const there = remote?.capturedAt == null ? null : new Date(remote.capturedAt).toISOString();
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
    // The server works the time zone out anew from a place, so the date is said again after it.
    capturedAt: capturedAt ?? (place === null ? null : wanted.capturedAt),
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
  const isHidden = hideFound && wanted.visibility !== 'timeline' && remote.visibility === 'timeline';
  return {
    favorite: wanted.favorite && !remote.isFavorite ? true : null,
    visibility: isHidden ? wanted.visibility : null,
    description: wanted.description !== '' && remote.description === '' ? wanted.description : null,
    ...decideKeywords(wanted, { keywords: [] }, remote.tags),
    // Said again after a place, from which the server works the time zone out anew.
    capturedAt: remote.capturedAt === null || (place !== null && isSameInstant) ? wanted.capturedAt : null,
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

/** True when a file says the same in texts, place, date and rating as at another look. */
export function isSaidTheSame(one: RemoteAsset, other: RemoteAsset): boolean {
  return (
    one.description === other.description &&
    one.capturedAt === other.capturedAt &&
    one.rating === other.rating &&
    isSamePlace(placeOf(one), placeOf(other))
  );
}

/** True when something is to be set that the server also writes into the file's sidecar, and may lose there. */
export function isTextToBeSet(decision: DetailDecision): boolean {
  return isToBeSet({ ...decision, favorite: null, visibility: null });
}

/** True when Photos knows something that could be missing on the server. */
export function hasAnythingToFill(wanted: Details): boolean {
  return (
    wanted.favorite ||
    wanted.rating != null ||
    wanted.description !== '' ||
    wanted.keywords.length > 0 ||
    wanted.place !== null ||
    wanted.visibility !== 'timeline'
  );
}

function isSameText(a: string, b: string): boolean {
  return a.normalize('NFC').trim() === b.normalize('NFC').trim();
}

/** About a metre. */
const SAME_PLACE = 1e-5;

function isSamePlace(a: Details['place'], b: Details['place']): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.latitude - b.latitude) < SAME_PLACE && Math.abs(a.longitude - b.longitude) < SAME_PLACE;
}

function placeOf({ latitude, longitude }: Pick<RemoteAsset, 'latitude' | 'longitude'>): Details['place'] {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function showPlace(place: Details['place']): string {
  return place === null ? '' : `${place.latitude}, ${place.longitude}`;
}

/** To the second, and with the offset where both have one: files and sidecars know no finer time. */
function isSameDate(a: string, b: string): boolean {
  if (Math.floor(Date.parse(a) / 1000) !== Math.floor(Date.parse(b) / 1000)) return false;
  return a.endsWith('Z') || b.endsWith('Z') || a.slice(-6) === b.slice(-6);
}
