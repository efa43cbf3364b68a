/**
 * The phone's twin: a photo that is about to be uploaded and that the person's phone seems to have sent already, with other bytes. Photos
 * and phone name it alike, it was taken in the same second with as many pixels, and nothing else that both sides tell speaks against it
 * (`twin-evidence.ts`). Nothing is ever merged by a guess: where two fit, or anything differs, there is no twin.
 */

import { basename, extname } from 'node:path';
import type { TakenAsset } from '../immich/client/asset-answers.ts';
import type { ImmichClient } from '../immich/client/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset } from '../ledger/ledger-asset.ts';
import { DECIDED_THERE } from '../ledger/refusal-ledger.ts';
import type { StandIn } from '../ledger/twin-ledger.ts';
import type { MediaKind } from '../model/asset.ts';
import type { Scope } from '../model/scope.ts';
import { contradictionOf, type Evidence } from './twin-evidence.ts';

export interface TwinContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  /** Whose pictures count: a search also shows what others share. */
  readonly userId: string;
}

/** An asset that is to be uploaded, as far as it matters here. */
export interface TwinSeeker extends Evidence {
  readonly uuid: string;
  readonly filename: string;
  readonly media: MediaKind;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly original: string;
  /** SHA-1 of the video of a Live Photo; null for what is none. */
  readonly liveVideo: string | null;
}

export type FoundTwin = TwinSeeker & { readonly twin: TakenAsset };

/** A search with more spans than this costs more than reading past some pictures. */
const MAX_SPANS = 50;
/** Milliseconds: pictures that are closer to one another are asked for together. */
const NEAR = 12 * 60 * 60 * 1000;
const SECOND = 1000;

/** The assets that would be uploaded now and whose twin can be told. */
export function seekersAmong(assets: Iterable<LedgerAsset>): readonly TwinSeeker[] {
  const seekers: TwinSeeker[] = [];
  for (const asset of assets) {
    const seeker = toSeeker(asset);
    if (seeker !== null) seekers.push(seeker);
  }
  return seekers;
}

function toSeeker(asset: LedgerAsset): TwinSeeker | null {
  const { width, height, live, parts } = asset;
  const waiting = (kind: string) =>
    parts.find(
      (part) =>
        part.kind === kind &&
        part.available &&
        part.remoteId === null &&
        part.linkedId === null &&
        !part.isLeftOut &&
        // The person has still to decide.
        !(part.refusal !== null && DECIDED_THERE.has(part.refusal.reason)),
    )?.sha1 ?? null;
  const original = waiting('original');
  const liveVideo = live ? waiting('live-video') : null;
  if (original === null || width === null || height === null || (live && liveVideo === null)) return null;
  return { ...asset, width, height, original, liveVideo };
}

/**
 * Which of the seekers have a twin among the candidates. Pure.
 * @param taken ids of files that are one of ours, or that stand for one.
 */
export function matchTwins(
  seekers: readonly TwinSeeker[],
  candidates: readonly TakenAsset[],
  { userId, taken }: { readonly userId: string; readonly taken: ReadonlySet<string> },
): readonly FoundTwin[] {
  const byLook = new Map<string, TakenAsset[]>();
  for (const candidate of candidates) {
    const look = candidateLook(candidate);
    if (look === null || candidate.ownerId !== userId || candidate.isHidden || candidate.isTrashed) continue;
    byLook.set(look, [...(byLook.get(look) ?? []), candidate]);
  }
  const looks = seekers.map((seeker) => lookOf(seeker, seeker.liveVideo !== null));
  const asking = new Map<string, number>();
  for (const look of looks) asking.set(look, (asking.get(look) ?? 0) + 1);
  return seekers.flatMap((seeker, index) => {
    const look = looks[index] ?? '';
    const [twin, ...others] = byLook.get(look) ?? [];
    if (twin === undefined || others.length > 0 || asking.get(look) !== 1 || taken.has(twin.id)) return [];
    if (twin.isExternal || contradictionOf(seeker, twin) !== null) return [];
    return [{ ...seeker, twin }];
  });
}

/** Null for what nothing can be told of. */
function candidateLook(candidate: TakenAsset): string | null {
  const { media, width, height, liveVideoId } = candidate;
  if (media === 'other' || width === null || height === null) return null;
  return lookOf({ ...candidate, media, width, height }, liveVideoId !== null);
}

/** Second, name, kind and pixels in one text. How a picture is turned does not matter: one side tells it as it lies, the other as it is shown. */
function lookOf(
  {
    capturedAt,
    filename,
    media,
    width,
    height,
  }: Pick<TwinSeeker, 'capturedAt' | 'filename' | 'media' | 'width' | 'height'>,
  isLive: boolean,
): string {
  const second = Math.floor(Date.parse(capturedAt) / SECOND);
  const stem = basename(filename, extname(filename)).normalize('NFC').toLowerCase();
  return [second, stem, media, isLive, Math.min(width, height), Math.max(width, height)].join('\0');
}

export interface Span {
  /** Milliseconds since 1970, both ends included. */
  readonly from: number;
  readonly to: number;
}

/** The spans of time to ask for: what is near is asked for together, and never more than a number of them. Pure. */
export function spansOf(times: readonly number[], most = MAX_SPANS): readonly Span[] {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => ({ at: index + 1, length: time - (sorted[index] ?? time) }));
  const cuts = gaps
    .filter(({ length }) => length > NEAR)
    .sort((a, b) => b.length - a.length)
    .slice(0, most - 1)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return [0, ...cuts].flatMap((start, index) => {
    const [first, last] = [sorted[start], sorted[(cuts[index] ?? sorted.length) - 1]];
    return first === undefined || last === undefined ? [] : [{ from: first - SECOND, to: last + SECOND }];
  });
}

/** Looks for the twins of all that would be uploaded; nothing is written down. */
export async function findTwins({ ledger, client, target, scope, userId }: TwinContext): Promise<readonly FoundTwin[]> {
  const seekers = seekersAmong(ledger.openAssets(target, scope));
  const seconds = new Set<number>();
  for (const { capturedAt } of seekers) {
    const time = Date.parse(capturedAt);
    if (!Number.isNaN(time)) seconds.add(Math.floor(time / SECOND) * SECOND);
  }
  const candidates = new Map<string, TakenAsset>();
  for (const { from, to } of spansOf([...seconds])) {
    for await (const candidate of client.search.taken(from, to)) {
      // Only what was taken in one of these very seconds is kept: a whole year may be between them.
      if (seconds.has(Math.floor(Date.parse(candidate.capturedAt) / SECOND) * SECOND))
        candidates.set(candidate.id, candidate);
    }
  }
  return matchTwins(seekers, [...candidates.values()], { userId, taken: ledger.twins.takenIds(target) });
}

/** What stands for what among those that were found, for people to look at, oldest first. Pure. */
export function standInsOf(found: readonly FoundTwin[], limit: number): readonly StandIn[] {
  return [...found]
    .sort((a, b) => Date.parse(a.capturedAt) - Date.parse(b.capturedAt))
    .slice(0, limit)
    .map(({ uuid, filename, twin }) => ({
      uuid,
      filename,
      phone: { filename: twin.filename, capturedAt: twin.capturedAt },
    }));
}

/** Lets the phone's files stand for ours. @returns how many assets were linked */
export async function linkTwins(context: TwinContext, now: number): Promise<number> {
  const found = await findTwins(context);
  const twins = found.flatMap(({ uuid, original, liveVideo, twin }) => [
    { uuid, sha1: original, remoteId: twin.id, phone: twin },
    ...(liveVideo === null || twin.liveVideoId === null
      ? []
      : [{ uuid, sha1: liveVideo, remoteId: twin.liveVideoId, phone: null }]),
  ]);
  context.ledger.twins.link(context.target, twins, now);
  return found.length;
}
