/**
 * Bringing details over: what Photos says and Immich does not know yet is looked at, set, written down as expected, and looked at again by a
 * later run, once the server has worked it in. Only what was seen there counts as brought.
 */
import { hasGoneBack } from '../../history.ts';
import type { DetailContext } from './context.ts';
import { pass } from './pass.ts';
import { type DetailOutcome, Tally } from './tally.ts';

/**
 * Pauses before looking again at what was uploaded in this run, in milliseconds: a server that is quick has read it by then. The rest is looked
 * at by the next run.
 */
const LOOKS_AGAIN = [250, 750, 1_500];
/** With more files open the server is not quick. */
const MAX_LOOKED_AT_AGAIN = 500;
/** Calls for one file after the first, in one run; each takes the server's time. What is still owed then is set by the next run. */
const MAX_FURTHER_CALLS = 4;

/** Brings the details of all files up to date. No request is made for a file of which both sides say what they said at the last sync. */
export async function reconcileDetails(context: DetailContext): Promise<DetailOutcome> {
  const { ledger, target, since } = context;
  if (hasGoneBack(context.history)) ledger.remote.expectAllDetails(target, since);
  const tally = new Tally();
  await letSettle(context);
  let { open, owing } = await pass('first', context, tally);
  for (const pause of LOOKS_AGAIN) {
    if (open === 0 || open > MAX_LOOKED_AT_AGAIN) break;
    await context.wait(pause, context.signal);
    const again = await pass('unread', context, tally);
    open = again.open;
    owing += again.owing;
  }
  for (let calls = 0; owing > 0 && calls < MAX_FURTHER_CALLS; calls += 1) {
    await context.wait(context.settling, context.signal);
    ({ owing } = await pass('owing', context, tally));
  }
  return tally.outcome(open);
}

/** What a former run has set a moment ago is not looked at before the server has had its time with it. */
async function letSettle({ ledger, target, since, now, settling, wait, signal }: DetailContext): Promise<void> {
  const last = ledger.remote.lastSetBefore(target, since);
  const left = last === null ? 0 : settling - (now() - last);
  if (left > 0) await wait(Math.min(left, settling), signal);
}
