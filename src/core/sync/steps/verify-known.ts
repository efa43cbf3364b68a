/** What was verified before: files, the phone's copies that stand for ours, and albums are looked for on the server again. */
import { makeProblem, ProblemError } from '../../model/problem.ts';
import { checkAlbums } from '../reconcile/albums/presence.ts';
import type { RunState } from '../run-state.ts';
import { number } from '../run-words.ts';
import { verifyEverything } from '../verify.ts';
import { verifyTwins } from '../verify-twins.ts';

/**
 * Asks about everything that was ever verified.
 * @returns whether anything is not as it was
 */
export function verify(run: RunState): Promise<boolean> {
  return run.tally.timed('ask', async () => {
    const { log } = run.context;
    const { asked: _, ...found } = await verifyEverything(asking(run));
    run.tally.addFindings(found);
    const { moved, trashed, deleted, lost, unfounded } = found;
    if (moved > 0) log.info(`${number(moved)} files are in Immich under another id: they were deleted and sent again.`);
    if (trashed > 0) log.info(`${number(trashed)} files were thrown into Immich’s trash since they were verified.`);
    if (deleted > 0) log.info(`${number(deleted)} files were deleted in Immich since they were verified.`);
    if (lost > 0) run.problems.add(makeProblem('verified-files-lost', { count: lost }));
    if (unfounded > 0) log.warn(`${number(unfounded)} files are not in Immich, though it had said so once.`);
    const isOtherThanBefore = moved + trashed + deleted + lost + unfounded > 0;
    return (await verifyCopies(run)) || isOtherThanBefore;
  });
}

/** Asks about the phone's copies that stand for ours. @returns whether anything is not as it was */
async function verifyCopies(run: RunState): Promise<boolean> {
  const { log } = run.context;
  const changes = await verifyTwins(asking(run));
  const { moved, trashed, restored, deleted, lost } = changes;
  if (moved > 0) log.info(`${number(moved)} copies from your phone are in Immich under another id.`);
  if (trashed > 0) log.info(`${number(trashed)} copies from your phone were moved to Immich’s trash.`);
  if (restored > 0) log.info(`${number(restored)} copies from your phone were restored from Immich’s trash.`);
  if (deleted > 0) log.info(`${number(deleted)} copies from your phone were deleted from Immich’s trash.`);
  if (lost > 0) log.warn(`${number(lost)} copies from your phone that photos were linked to are gone.`);
  return Object.values(changes).some((count) => count > 0);
}

/** Looks whether our albums are still there. @returns whether there is anything to put in order */
export function lookAtAlbums(run: RunState): Promise<boolean> {
  return run.tally.timed('ask', async () => {
    const { log } = run.context;
    try {
      const { deleted, toMend } = await checkAlbums(asking(run));
      run.tally.addFindings({ albumsDeleted: deleted });
      if (deleted > 0) log.info(`${number(deleted)} albums were deleted in Immich and are not made again.`);
      return toMend > 0;
    } catch (error) {
      // Where something is to be put back, nothing may be judged without this look.
      if (run.isMending || !(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      // Whoever brings albums up to date meets the same, and tells it.
      log.warn(`The albums could not be looked at: ${error.message}`);
      return false;
    }
  });
}

function asking({ context, client, target, marker, notes }: RunState) {
  const { ledger, now } = context;
  return { ledger, client, target, history: marker.history, now, notes };
}
