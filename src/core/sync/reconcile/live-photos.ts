/**
 * Live Photos: the server pairs a still and its video by itself when both carry Apple's content identifier, some time after the upload.
 * We say it explicitly, so that the pair is right at once and also where the identifier is missing.
 */
import type { ImmichClient } from '../../immich/client.ts';
import type { UnlinkedLivePhoto } from '../../ledger/album-ledger.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import type { Caution } from '../caution.ts';
import type { Scope } from '../scope.ts';

export interface LivePhotoContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly caution: Caution;
}

/** @returns how many pairs were linked by this call. */
export async function linkLivePhotos(
  context: LivePhotoContext,
): Promise<{ readonly linked: number; readonly problems: readonly Problem[] }> {
  const failures: { readonly uuid: string; readonly reason: string }[] = [];
  let linked = 0;
  for (const pair of context.ledger.albums.unlinkedLivePhotos(context.target, context.scope)) {
    if (pair.found && !context.caution.mayChange) continue;
    try {
      if (await link(pair, context)) linked += 1;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      failures.push({ uuid: pair.uuid, reason: error.message.replace(/\.$/, '') });
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

async function link(pair: UnlinkedLivePhoto, { ledger, client, target }: LivePhotoContext): Promise<boolean> {
  // A pair that was on the server before us may have been made by its owner, perhaps with another video: that is left alone.
  const isPaired = pair.found && (await client.liveVideoOf(pair.stillId)) !== null;
  if (!isPaired) await client.linkLivePhoto(pair.stillId, pair.videoId);
  ledger.albums.recordLiveLink(target, pair.stillId, pair.videoId);
  return !isPaired;
}
