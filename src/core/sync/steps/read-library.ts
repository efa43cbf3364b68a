/** What is in Photos: gate, inventory, and the checksums of new and changed files. */
import { because } from '../../model/reasons.ts';
import { readContents } from '../read-contents.ts';
import type { RunState } from '../run-state.ts';
import { takeInventory } from '../take-inventory.ts';

/** @returns true when Photos changed since the last inventory, or when that cannot be known. */
export function lookAtLibrary(run: RunState, folder: string): Promise<boolean> {
  run.progress.enter('gate');
  return run.tally.timed('gate', async () => {
    const hasChanged = await run.gate.hasChanged(folder);
    // What was read before stays read.
    if (!hasChanged) run.progress.set({ assetsRead: run.context.ledger.assetsRead() });
    return hasChanged;
  });
}

export function inventory(run: RunState, folder: string): Promise<void> {
  run.progress.enter('inventory');
  return run.tally.timed('inventory', async () => {
    const { ledger, settings, log, signal, findTools } = run.context;
    const { osxphotos, models } = await findTools();
    const { session, unknownLibrary } = await takeInventory({
      ledger,
      settings,
      gate: run.gate,
      disks: run.disks,
      osxphotos,
      models,
      runFolder: folder,
      problems: run.problems,
      progress: run.progress,
      log,
      signal,
    });
    run.session = session;
    if (unknownLibrary !== null)
      run.doubts.push({ about: 'library', reason: because('library-unknown', { why: unknownLibrary }) });
    ledger.settleCoverage(run.target, settings.scope);
  });
}

export function hash({ context, disks, problems, progress, tally }: RunState): Promise<void> {
  const { ledger, settings, signal, now } = context;
  return tally.timed('hash', () =>
    readContents({ ledger, scope: settings.scope, disks, problems, progress, signal, now }),
  );
}
