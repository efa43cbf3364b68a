/**
 * Live Photos: the server pairs a still and its video by itself when both carry Apple's content identifier, some time after the upload.
 * We say it explicitly, so that the pair is right at once and also where the identifier is missing.
 */
import type { ImmichClient } from '../../immich/client/client.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { UnlinkedLivePhoto } from '../../ledger/live-photo-ledger.ts';
import { becauseOf, makeProblem, type Problem, ProblemError } from '../../model/problem.ts';
import type { Reason } from '../../model/reasons.ts';
import type { Scope } from '../../model/scope.ts';
import type { Caution } from '../caution.ts';
import { type History, mayBeDecision } from '../history.ts';

export interface LivePhotoContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly caution: Caution;
  readonly history: History;
}

/** Asking for single pictures is quicker than turning all pages up to this many. */
const MAX_SINGLE_QUESTIONS = 100;

/** @returns how many pairs were linked by this call. */
export async function linkLivePhotos(
  context: LivePhotoContext,
): Promise<{ readonly linked: number; readonly problems: readonly Problem[] }> {
  const failures: { readonly uuid: string; readonly reason: Reason }[] = [];
  let linked = 0;
  if (!mayBeDecision(context.history)) await forgetLostPairs(context);
  const open = context.ledger.livePhotos
    .unlinked(context.target, context.scope)
    .filter((pair) => !pair.found || context.caution.mayChange);
  for (const pair of await withoutPaired(open, context)) {
    try {
      if (await link(pair, context)) linked += 1;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      failures.push({ uuid: pair.uuid, reason: becauseOf(error.problem) });
    }
  }
  const [first] = failures;
  if (first === undefined) return { linked, problems: [] };
  const about = failures.map((failure) => failure.uuid);
  return {
    linked,
    problems: [makeProblem('live-link-failed', { count: failures.length, reason: first.reason }, about)],
  };
}

/** Forgets the pairs that the server has lost: they are made again. Only for a server or a ledger that has gone back in time. */
async function forgetLostPairs({ ledger, client, target }: LivePhotoContext): Promise<void> {
  const lost = new Set(ledger.livePhotos.linkedStills(target));
  for await (const { stillId } of client.search.livePhotos()) lost.delete(stillId);
  ledger.livePhotos.forgetLinks(target, [...lost]);
}

/** Leaves out what the server tells to be paired already, when so many are open that a look at all pairs is less work for it. */
async function withoutPaired(
  open: readonly UnlinkedLivePhoto[],
  { ledger, client, target }: LivePhotoContext,
): Promise<readonly UnlinkedLivePhoto[]> {
  if (open.length <= MAX_SINGLE_QUESTIONS) return open;
  const byStill = new Map(open.map((pair) => [pair.stillId, pair]));
  for await (const { stillId, videoId } of client.search.livePhotos()) {
    const pair = byStill.get(stillId);
    if (pair === undefined) continue;
    ledger.livePhotos.recordLink(target, stillId, pair.videoId, videoId === pair.videoId ? null : videoId);
    byStill.delete(stillId);
    if (byStill.size === 0) break;
  }
  return open.filter(({ stillId }) => byStill.has(stillId));
}

async function link(pair: UnlinkedLivePhoto, { ledger, client, target }: LivePhotoContext): Promise<boolean> {
  // A still that plays a video already was paired by its owner, perhaps with another one, or by the server itself: that is left alone.
  const video = await client.assets.liveVideoOf(pair.stillId);
  // Locked away, it may be reached another time.
  if (video === 'no-asset') return false;
  if (video === null) await client.assets.linkLivePhoto(pair.stillId, pair.videoId);
  ledger.livePhotos.recordLink(target, pair.stillId, pair.videoId, video === pair.videoId ? null : video);
  return video === null;
}
