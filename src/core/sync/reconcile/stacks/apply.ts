/**
 * Stacks: an edit on top of its original, the JPEG of a RAW+JPEG pair on top of its RAW, the frames of a burst together. Only files of
 * which we brought at least one are stacked, and only stacks that we made are ever changed: what a person stacked, unstacked or put on top
 * in Immich stays. An edit that Photos has replaced leaves the stack after the new one is proved; nothing is deleted.
 */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Capabilities } from '../../../immich/permissions.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { StackRow } from '../../../ledger/remote-ledger.ts';
import { becauseOf, makeProblem, type Problem, ProblemError } from '../../../model/problem.ts';
import type { Reason } from '../../../model/reasons.ts';
import type { StackCounts } from '../../../model/run-report.ts';
import type { Scope } from '../../../model/scope.ts';
import { TransientFault } from '../../../patience.ts';
import { type History, mayBeDecision } from '../../history.ts';
import { eachOf } from '../each-of.ts';
import { lookAt, type Sight, StackLooks } from './looks.ts';
import { planStacks, type StackPlan } from './plan.ts';

export interface StackContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly capabilities: Pick<Capabilities, 'stack' | 'changeStacks' | 'dissolveStacks'>;
  readonly history: History;
  /** False for a ledger that may not know its own stacks, because it is new, or has gone back in time, where one of ours has synced before. */
  readonly knowsItsOwn: boolean;
  /** True when hidden assets go to the locked folder, where a key cannot reach them. */
  readonly locksHidden: boolean;
}

/** Brings all stacks up to date. A failing stack becomes a problem and does not stop the others. */
export async function reconcileStacks(
  context: StackContext,
): Promise<{ readonly counts: StackCounts; readonly problems: readonly Problem[] }> {
  const { ledger, target, scope } = context;
  const counts: Counts = { made: 0, changed: 0, dissolved: 0 };
  if (!context.capabilities.stack) return { counts, problems: [] };
  const files = ledger.remote.stackableFiles(target, scope);
  if (!mayBeDecision(context.history)) await forgetLostStacks(context);
  const rows = ledger.remote.stacks(target);
  const plans = planStacks(files, rows, context.locksHidden, context.knowsItsOwn);
  const failures: { readonly filename: string; readonly reason: Reason }[] = [];
  const looks = new StackLooks(plans, {
    client: context.client,
    checksums: new Map(
      files.flatMap(({ remoteId, sha1 }) => (remoteId === null || sha1 === null ? [] : [[remoteId, sha1]])),
    ),
    known: [...rows.values()].filter(({ remoteId }) => remoteId !== null).length,
  });
  for (let start = 0; start < plans.length; start += GROUP) {
    const group = plans.slice(start, start + GROUP);
    const sights = await looks.at(start);
    await eachOf(group, async (plan) => {
      try {
        await bringSeen(plan, sights.get(plan), context, counts);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
        failures.push({ filename: plan.filename, reason: becauseOf(error.problem) });
      }
    });
  }
  const [first] = failures;
  if (first === undefined) return { counts, problems: [] };
  const about = failures.map((failure) => failure.filename);
  return { counts, problems: [makeProblem('stacks-failed', { count: failures.length, reason: first.reason }, about)] };
}

/** Stacks that are brought up to date together, so soon after they were looked at that nobody is likely to have changed them since. */
const GROUP = 50;

/** Forgets the stacks of ours that the server has lost: they are made again. Only for a server or a ledger that has gone back in time. */
async function forgetLostStacks({ ledger, client, target }: StackContext): Promise<void> {
  const listed = await client.stacks.list();
  const ids = listed === null ? null : new Set(listed.map(({ id }) => id));
  for (const [key, { remoteId }] of ledger.remote.stacks(target)) {
    if (remoteId === null || ids?.has(remoteId) === true) continue;
    if ((await client.stacks.find(remoteId)) === null) ledger.remote.forgetStack(target, key);
  }
}

type Counts = { -readonly [Name in keyof StackCounts]: StackCounts[Name] };

/** @param sight from the look at all files at once; undefined where that did not tell enough of this stack's */
async function bringSeen(
  plan: StackPlan,
  sight: Sight | undefined,
  context: StackContext,
  counts: Counts,
): Promise<void> {
  if (sight !== undefined) {
    try {
      return await bring(plan, sight, context, counts);
    } catch (error) {
      // That a file is locked away only the look at itself tells.
      if (!(error instanceof ProblemError) || error.code !== 'server-error' || error instanceof TransientFault)
        throw error;
    }
  }
  // What was about to be made is ours, should it be there after all.
  const tried =
    sight === undefined || plan.row !== null || plan.isToBeRecognised ? plan : { ...plan, row: intended(plan) };
  await bring(tried, await lookAt(tried, context.client), context, counts);
}

function intended({ wanted }: StackPlan): StackRow {
  return { remoteId: null, members: [], intent: wanted };
}

async function bring(plan: StackPlan, sight: Sight, context: StackContext, counts: Counts): Promise<void> {
  const { ledger, client, target, capabilities } = context;
  const { key, wanted, row } = plan;
  const stackOf = (id: string) => sight.assets.get(id)?.stack?.id ?? null;
  // What the key cannot reach at the moment (locked away, deleted just now) may be reached another time.
  if (wanted.some((id) => sight.assets.get(id) === null)) return;
  const known = row === null && !context.knowsItsOwn ? recognise(wanted, sight) : null;
  if (known !== null) {
    ledger.remote.recordStack(target, key, known, wanted);
    return;
  }
  if (plan.isToBeRecognised) return;
  const isForeign = wanted.some((id) => ![null, sight.ours].includes(stackOf(id)));
  const isDissolved = sight.ours === null && row !== null && row.remoteId !== null && row.intent === null;
  // Everything that was in it is there, and it is not: that was a person, if server and ledger tell one history.
  if (isForeign || (isDissolved && mayBeDecision(context.history))) {
    ledger.remote.recordStack(target, key, null, wanted);
    return;
  }
  if (wanted.length < 2) {
    await dissolve(plan, sight, context, counts);
    return;
  }
  if (sight.ours === null) {
    ledger.remote.intendStack(target, key, wanted);
    ledger.remote.recordStack(target, key, await client.stacks.create(wanted), wanted);
    counts.made += 1;
    return;
  }
  let stack = sight.ours;
  const missing = wanted.filter((id) => stackOf(id) === null);
  const stale = [...sight.assets.keys()].filter((id) => stackOf(id) === stack && !wanted.includes(id));
  const [cover] = wanted;
  if (missing.length > 0) {
    ledger.remote.intendStack(target, key, wanted);
    // Making a stack with the cover of another brings all of that one along.
    stack = await client.stacks.create([
      ...new Set([...wanted.slice(0, 1), ...(sight.cover === null ? [] : [sight.cover]), ...missing]),
    ]);
  } else if (cover !== undefined && cover !== sight.cover && capabilities.changeStacks) {
    await client.stacks.setCover(stack, cover);
  }
  if (capabilities.changeStacks) for (const id of stale) await client.stacks.remove(stack, id);
  ledger.remote.recordStack(target, key, stack, wanted);
  // Finishing what a cut-off run had done already is the making of it.
  if (row?.remoteId == null) counts.made += 1;
  else counts.changed += 1;
}

/** The stack that we would have made: with this cover, these files and no other. @returns its id */
function recognise(wanted: readonly string[], { assets }: Sight): string | null {
  const [cover] = wanted;
  const stack = cover === undefined ? null : (assets.get(cover)?.stack ?? null);
  if (stack === null || stack.primaryAssetId !== cover || stack.assetCount !== wanted.length) return null;
  return wanted.every((id) => assets.get(id)?.stack?.id === stack.id) ? stack.id : null;
}

/** The edit was undone: its file leaves the stack. A stack into which a person put something stays, without it. */
async function dissolve(
  { key, wanted, row }: StackPlan,
  sight: Sight,
  { ledger, client, target, capabilities }: StackContext,
  counts: Counts,
): Promise<void> {
  const known = new Set([...(row?.members ?? []), ...(row?.intent ?? [])]);
  if (sight.ours !== null) {
    if (capabilities.dissolveStacks && sight.size <= known.size) await client.stacks.dissolve(sight.ours);
    else if (capabilities.changeStacks) {
      const inStack = [...sight.assets].filter(([, asset]) => asset?.stack?.id === sight.ours).map(([id]) => id);
      const [cover] = wanted;
      if (cover !== undefined && cover !== sight.cover && inStack.includes(cover))
        await client.stacks.setCover(sight.ours, cover);
      for (const id of inStack) if (!wanted.includes(id)) await client.stacks.remove(sight.ours, id);
    } else return;
    counts.dissolved += 1;
  }
  ledger.remote.forgetStack(target, key);
}
