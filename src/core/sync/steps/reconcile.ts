/** Albums, stacks, Live Photos and details brought in sync with Photos: before a long transfer what former runs owe, and all of it behind. */

import { missingCapabilities } from '../../immich/permissions.ts';
import type { Plan } from '../../model/plan.ts';
import { makeProblem, type Problem } from '../../model/problem.ts';
import { because } from '../../model/reasons.ts';
import { type Caution, judgeCaution, underCaution } from '../caution.ts';
import { albumsIn } from '../history.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { RunState } from '../run-state.ts';
import { lookAtMarker } from './reach-server.ts';
import { lookAtAlbums } from './verify-known.ts';

/** Remembered while files are brought whose albums, stacks and details are not in order yet. */
const RECONCILE_PENDING = 'order-owed';
/** What the key may not do, as it was last said. */
const MISSING_CAPABILITIES = 'missing-abilities-said';

/**
 * What former runs have brought and did not come to put in order, before the transfer continues: an import that is cut short night after night
 * has its albums all the same. Problems are reported by the last look, after the transfer.
 */
export async function catchUp(run: RunState, plan: Plan): Promise<void> {
  const { ledger } = run.context;
  if (plan.assets === 0) return;
  if (ledger.recall(RECONCILE_PENDING) !== null) await bringInStep(run, judgeCaution(run.doubts), 'earlier-details');
  ledger.remember(RECONCILE_PENDING, 'yes');
}

export async function reconcileAll(run: RunState): Promise<void> {
  const caution = cautionOf(run);
  reportMissingCapabilities(run);
  for (const problem of await bringInStep(run, caution, 'reconcile')) run.problems.add(problem);
  run.context.ledger.forget(RECONCILE_PENDING);
}

/** Whether what is on the server may be changed, from all that this run has seen; if not, the run says why. */
export function cautionOf({ problems, doubts }: RunState): Caution {
  if (problems.has('tool-unknown-output')) doubts.push({ about: 'output', reason: because('output-not-understood') });
  const caution = judgeCaution(doubts);
  if (!caution.mayChange) problems.add(makeProblem('held-back', { reasons: caution.reasons }));
  return caution;
}

function bringInStep(
  run: RunState,
  caution: Caution,
  phase: 'earlier-details' | 'reconcile',
): Promise<readonly Problem[]> {
  run.progress.enter(phase);
  return run.tally.timed('reconcile', async () => {
    const { ledger, settings, log, now, patience, signal } = run.context;
    await lookAtAlbums(run);
    // A new ledger had no files to look for our note on before it had asked.
    if (run.marker.notes.length === 0) await lookAtMarker(run);
    const { marker, knowsItsOwn } = run;
    const { problems, unseen, ...counts } = await reconcile({
      ledger,
      client: run.client,
      target: run.target,
      scope: settings.scope,
      capabilities: underCaution(run.capabilities, caution),
      caution,
      notes: run.notes,
      history: marker.history,
      since: run.startedAt,
      now,
      wait: patience.wait,
      settling: patience.settling,
      signal,
      recognition: { named: albumsIn(marker.notes), byContents: !knowsItsOwn },
      // Where no note is, none of ours has synced before.
      knowsItsOwn: knowsItsOwn || marker.notes.every((note) => note === null),
      locksHidden: settings.details.hiddenAs === 'locked',
      rules: { albums: run.albumRules, details: settings.details },
      onProgress: (done, total) => run.progress.set({ albumsUpdated: done, albumsToUpdate: total }),
      log,
    });
    run.unseen = unseen;
    run.tally.addReconciled(counts);
    return problems;
  });
}

/** Says what is left undone for want of a permission, once, and again when the key may do less. */
function reportMissingCapabilities({ context, capabilities }: RunState): void {
  const { ledger, log } = context;
  const missing = missingCapabilities(capabilities);
  const said = missing.map(({ permission }) => permission).join();
  if (ledger.recall(MISSING_CAPABILITIES) === said) return;
  ledger.remember(MISSING_CAPABILITIES, said);
  for (const { permission, consequence } of missing)
    log.info(`The API key lacks ${permission}, so ${consequence}. Everything else works.`);
}
