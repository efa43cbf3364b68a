/**
 * Stacks: an edit on top of its original, the JPEG of a RAW+JPEG pair on top of its RAW, the frames of a burst together. Only files of
 * which we brought at least one are stacked, and only stacks that we made are ever changed: what a person stacked, unstacked or put on top
 * in Immich stays. An edit that Photos has replaced leaves the stack after the new one is proved; nothing is deleted.
 */
import type { ImmichClient, RemoteAsset } from '../../immich/client.ts';
import type { Abilities } from '../../immich/permissions.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { StackableFile, StackRow } from '../../ledger/remote-ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import type { StackCounts } from '../outcome.ts';
import type { Scope } from '../scope.ts';
import { eachOf } from './each-of.ts';

export interface StackContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly abilities: Pick<Abilities, 'stack' | 'changeStacks' | 'dissolveStacks'>;
  /** True when hidden assets go to the locked folder, where a key cannot reach them. */
  readonly locksHidden: boolean;
}

/** A stack that is to be other than it is. */
export interface StackPlan {
  /** The ledger's key: the UUID of the asset, or `burst:` and the id of the burst. */
  readonly key: string;
  /** A file name for people. */
  readonly filename: string;
  /** Remote ids, the cover first; fewer than two when there shall be no stack. */
  readonly wanted: readonly string[];
  readonly row: StackRow | null;
}

interface Group {
  readonly key: string;
  readonly files: StackableFile[];
}

/** What has to change. Pure. */
export function planStacks(
  files: readonly StackableFile[],
  rows: ReadonlyMap<string, StackRow>,
  locksHidden: boolean,
): readonly StackPlan[] {
  const groups = new Map<string, Group>();
  for (const file of files) {
    if (file.hidden && locksHidden) continue;
    const key = file.burstId === null ? file.uuid : `burst:${file.burstId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, files: [file] });
    else group.files.push(file);
  }
  const claimed = new Set<string>();
  return [...groups.values()].flatMap((group) => {
    const row = rows.get(group.key) ?? null;
    if (isWaiting(group, row)) return [];
    const wanted = wantedStack(group).filter((id) => !claimed.has(id));
    // Two assets with the same contents are one file on the server, which can be in one stack only.
    for (const id of wanted) claimed.add(id);
    return isToBeDone(group, wanted, row) ? [{ key: group.key, filename: nameOf(group), wanted, row }] : [];
  });
}

/** True while a newer edit is not on the server yet: the stack changes when it is proved, not before. */
function isWaiting({ files }: Group, row: StackRow | null): boolean {
  return files.some((file) => file.remoteId === null && (file.kind === 'edited' || row !== null));
}

function wantedStack({ files }: Group): readonly string[] {
  const ordered = [...files].sort(byFrame);
  return [...new Set(ordered.flatMap(({ remoteId }) => remoteId ?? []))];
}

/** Picked frames first, then in the order in which they were taken; the files of one frame stay in their order. */
function byFrame(a: StackableFile, b: StackableFile): number {
  if (a.uuid === b.uuid) return 0;
  if (a.isPicked !== b.isPicked) return a.isPicked ? -1 : 1;
  return Date.parse(a.capturedAt) - Date.parse(b.capturedAt) || (a.uuid < b.uuid ? -1 : 1);
}

function isToBeDone({ files }: Group, wanted: readonly string[], row: StackRow | null): boolean {
  if (row === null) return wanted.length > 1 && files.some((file) => file.origin === 'uploaded');
  if (row.intent !== null) return true;
  if (isSameStack(row.members, wanted)) return false;
  return row.remoteId !== null || wanted.length > 1;
}

function isSameStack(a: readonly string[], b: readonly string[]): boolean {
  return a[0] === b[0] && a.length === b.length && a.every((id) => b.includes(id));
}

function nameOf({ files, key }: Group): string {
  return files[0]?.filename ?? key;
}

/** Brings all stacks up to date. A failing stack becomes a problem and does not stop the others. */
export async function reconcileStacks(
  context: StackContext,
): Promise<{ readonly counts: StackCounts; readonly problems: readonly Problem[] }> {
  const { ledger, target, scope } = context;
  const counts: Counts = { made: 0, changed: 0, dissolved: 0 };
  if (!context.abilities.stack) return { counts, problems: [] };
  const plans = planStacks(
    ledger.remote.stackableFiles(target, scope),
    ledger.remote.stacks(target),
    context.locksHidden,
  );
  const failures: { readonly filename: string; readonly reason: string }[] = [];
  await eachOf(plans, async (plan) => {
    try {
      await bring(plan, context, counts);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      failures.push({ filename: plan.filename, reason: error.message.replace(/\.$/, '') });
    }
  });
  const [first] = failures;
  if (first === undefined) return { counts, problems: [] };
  const about = failures.map((failure) => failure.filename);
  return { counts, problems: [makeProblem('stacks-failed', { count: failures.length, reason: first.reason }, about)] };
}

type Counts = { -readonly [Name in keyof StackCounts]: StackCounts[Name] };

/** What the server says of the files that one stack is about. */
interface Sight {
  readonly assets: ReadonlyMap<string, RemoteAsset | null>;
  /** The id of our stack; null when there is none any more, or none yet. */
  readonly ours: string | null;
  readonly cover: string | null;
  /** How many are in it, also such as we know nothing of. */
  readonly size: number;
}

async function look({ wanted, row }: StackPlan, client: ImmichClient): Promise<Sight> {
  const ids = new Set([...wanted, ...(row?.members ?? []), ...(row?.intent ?? [])]);
  const assets = new Map<string, RemoteAsset | null>();
  for (const id of ids) assets.set(id, await client.assetDetails(id));
  const memberships = [...assets.values()].flatMap((asset) => asset?.stack ?? []);
  // A run that was cut off may have made the stack without living to write it down: it has the cover that we meant, and nobody else in it.
  const meant = row?.intent?.[0];
  const found =
    memberships.find((stack) => stack.id === row?.remoteId) ??
    memberships.find((stack) => stack.primaryAssetId === meant && stack.assetCount <= ids.size);
  return {
    assets,
    ours: found?.id ?? null,
    cover: found?.primaryAssetId ?? null,
    size: found?.assetCount ?? 0,
  };
}

async function bring(plan: StackPlan, context: StackContext, counts: Counts): Promise<void> {
  const { ledger, client, target, abilities } = context;
  const { key, wanted, row } = plan;
  const sight = await look(plan, client);
  const stackOf = (id: string) => sight.assets.get(id)?.stack?.id ?? null;
  const isForeign = wanted.some((id) => sight.assets.get(id) === null || ![null, sight.ours].includes(stackOf(id)));
  const isDissolvedByPerson = sight.ours === null && row !== null && row.remoteId !== null && row.intent === null;
  if (isForeign || isDissolvedByPerson) {
    ledger.remote.recordStack(target, key, null, wanted);
    return;
  }
  if (wanted.length < 2) {
    await dissolve(plan, sight, context, counts);
    return;
  }
  if (sight.ours === null) {
    ledger.remote.intendStack(target, key, wanted);
    ledger.remote.recordStack(target, key, await client.createStack(wanted), wanted);
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
    stack = await client.createStack([
      ...new Set([...wanted.slice(0, 1), ...(sight.cover === null ? [] : [sight.cover]), ...missing]),
    ]);
  } else if (cover !== undefined && cover !== sight.cover && abilities.changeStacks) {
    await client.setStackCover(stack, cover);
  }
  if (abilities.changeStacks) for (const id of stale) await client.removeFromStack(stack, id);
  ledger.remote.recordStack(target, key, stack, wanted);
  // Finishing what a cut-off run had done already is the making of it.
  if (row?.remoteId == null) counts.made += 1;
  else counts.changed += 1;
}

/** The edit was undone: its file leaves the stack. A stack into which a person put something stays, without it. */
async function dissolve(
  { key, wanted, row }: StackPlan,
  sight: Sight,
  { ledger, client, target, abilities }: StackContext,
  counts: Counts,
): Promise<void> {
  const known = new Set([...(row?.members ?? []), ...(row?.intent ?? [])]);
  if (sight.ours !== null) {
    if (abilities.dissolveStacks && sight.size <= known.size) await client.dissolveStack(sight.ours);
    else if (abilities.changeStacks) {
      const inStack = [...sight.assets].filter(([, asset]) => asset?.stack?.id === sight.ours).map(([id]) => id);
      const [cover] = wanted;
      if (cover !== undefined && cover !== sight.cover && inStack.includes(cover))
        await client.setStackCover(sight.ours, cover);
      for (const id of inStack) if (!wanted.includes(id)) await client.removeFromStack(sight.ours, id);
    } else return;
    counts.dissolved += 1;
  }
  ledger.remote.forgetStack(target, key);
}
