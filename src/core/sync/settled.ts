/** Remembered when a run has left nothing to do, so that the next one ends early. Whoever makes something to do has to forget it. */
import type { Ledger } from '../ledger/ledger.ts';
import type { RemainderReason } from '../model/coverage.ts';
import type { RunState } from './run-state.ts';

const SETTLED = 'settled';

/** Reasons that another run does nothing about. */
const SETTLED_REASONS: ReadonlySet<string> = new Set<RemainderReason>([
  'original-not-on-this-mac',
  'disk-not-connected',
  'file-missing',
  'unreadable',
  'kind-not-taken',
  'left-out',
  'linked-to-twin',
]);

/** There is something to do for the next run. */
export function unsettle(ledger: Ledger): void {
  ledger.forget(SETTLED);
}

/** True when the last run left nothing to do for this server and these settings. */
export function isSettled(run: RunState): boolean {
  return run.context.ledger.recall(SETTLED) === markOf(run);
}

/** At the end of a run, where nothing is left but what only iCloud can bring and what the person has decided about. */
export function settleIfDone(run: RunState): void {
  const { ledger, settings } = run.context;
  if (!run.problems.isEmpty || run.unseen > 0) return;
  const { reasons } = ledger.coverage(run.target, settings.scope).coverage;
  if (Object.keys(reasons).every((reason) => SETTLED_REASONS.has(reason))) ledger.remember(SETTLED, markOf(run));
}

function markOf({ context, target, version, albumRules, capabilities }: RunState): string {
  const { scope, details, twins } = context.settings;
  // Which kinds of files a server takes follows from its version.
  return JSON.stringify({ target, version, scope, albums: albumRules, details, twins, capabilities });
}
