/** What of our details has arrived on the server: of what came with an upload, and of what was set. Pure. */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { DetailedFile } from '../../../ledger/detailed-file.ts';
import type { DetailDecision, Details } from './rule.ts';
import { isSameDate, isSamePlace, isSameText, type Place, placeOf } from './same.ts';

/** What an upload of ours leaves on the server, once the server has read file and sidecar. */
export function uploadedDetails(wanted: Details, kind: DetailedFile['kind']): Details {
  const { rating: _, theirs: _theirs, ...rest } = wanted;
  const fresh = { ...rest, favorite: false, visibility: 'timeline' } as const;
  // osxphotos writes no sidecar for the RAW of a pair.
  return kind === 'raw' ? { ...fresh, description: '', keywords: [], capturedAt: '', place: null } : fresh;
}

/** The same of an upload of an earlier run, which has also set what no sidecar says. */
export function sentDetails(sent: Details, kind: DetailedFile['kind']): Details {
  const { favorite, visibility } = sent;
  return { ...uploadedDetails(sent, kind), favorite, visibility };
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
  /** Those that were taken. */
  readonly with?: readonly string[];
}

export function beforeOf(remote: RemoteAsset, decision: DetailDecision): Before {
  return {
    ...(decision.description === null ? {} : { description: remote.description }),
    ...(decision.capturedAt === null ? {} : { capturedAt: remote.capturedAt }),
    ...(decision.place === null ? {} : { place: placeOf(remote) }),
    ...(decision.rating === undefined ? {} : { rating: remote.rating }),
    ...(decision.addKeywords.length === 0 ? {} : { without: decision.addKeywords }),
    ...(decision.removeKeywords.length === 0 ? {} : { with: decision.removeKeywords }),
  };
}

/**
 * What was synced, as far as it has arrived: what the server says as it did before we set it was never set.
 * @param befores of each call whose outcome was not seen yet
 * @returns also how many details did not stick.
 */
export function arrived(
  synced: Details,
  befores: readonly Before[],
  remote: RemoteAsset,
): { readonly base: Details; readonly lost: number } {
  const { description, capturedAt, rating } = remote;
  const place = placeOf(remote);
  const changes: { -readonly [Name in keyof Details]?: Details[Name] } = {};
  for (const before of befores) {
    if (isBackAt(before.description, description, isSameText) && !isSameText(description, synced.description))
      changes.description = description;
    if (isBackAt(before.place, place, isSamePlace) && !isSamePlace(place, synced.place)) changes.place = place;
    if (capturedAt !== null && isBackAt(before.capturedAt ?? undefined, capturedAt, isSameDate))
      if (!isSameDate(capturedAt, synced.capturedAt)) changes.capturedAt = capturedAt;
    if (isBackAt(before.rating, rating, Object.is) && (rating ?? 0) !== (synced.rating ?? 0)) changes.rating = rating;
  }
  const isThere = (keyword: string) => remote.tags?.includes(keyword);
  const given = new Set(befores.flatMap((before) => before.without ?? []));
  const taken = new Set(befores.flatMap((before) => before.with ?? []));
  const missing = synced.keywords.filter((keyword) => given.has(keyword) && isThere(keyword) === false);
  const left = [...taken].filter((keyword) => !synced.keywords.includes(keyword) && isThere(keyword) === true);
  if (missing.length + left.length > 0)
    changes.keywords = [...synced.keywords.filter((keyword) => !missing.includes(keyword)), ...left].sort();
  return { base: { ...synced, ...changes }, lost: Object.keys(changes).length };
}

/** @param was undefined where the detail was not set */
function isBackAt<Value>(was: Value | undefined, now: Value, isSame: (a: Value, b: Value) => boolean): boolean {
  return was !== undefined && isSame(now, was);
}
