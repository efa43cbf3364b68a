/** Which stacks are to be other than they are: the files that belong together, and what we made of them before. Pure. */
import type { StackableFile, StackRow } from '../../../ledger/remote-ledger.ts';

/** A stack that is to be other than it is. */
export interface StackPlan {
  /** The ledger's key: the UUID of the asset, or `burst:` and the id of the burst. */
  readonly key: string;
  /** Of one asset in it, for people. */
  readonly uuid: string;
  readonly filename: string;
  /** Remote ids, the cover first; fewer than two when there shall be no stack. */
  readonly wanted: readonly string[];
  readonly row: StackRow | null;
  /** True where nothing of it was brought by us as far as is known: a stack that we made before is recognised, none is made. */
  readonly isToBeRecognised?: boolean;
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
  knowsItsOwn = true,
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
    const [first] = group.files;
    const plan = {
      key: group.key,
      uuid: first?.uuid ?? group.key,
      filename: first?.filename ?? group.key,
      wanted,
      row,
    };
    if (isToBeDone(group, wanted, row)) return [plan];
    return row === null && wanted.length > 1 && !knowsItsOwn ? [{ ...plan, isToBeRecognised: true }] : [];
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
