/**
 * What a person decides about items of Photos that they threw away in Immich: have them restored there, or leave them out for good. Nothing
 * of it happens without being asked for.
 */
import type { ThrownAway } from '../ledger/trash-ledger.ts';
import type { TrashChoice, TrashSelection } from '../model/decisions.ts';
import { ProblemError } from '../model/problem.ts';
import { type AskContext, ask } from './ask.ts';

export interface TrashRequest {
  readonly choice: TrashChoice;
  readonly which: TrashSelection;
}

export interface TrashOutcome {
  /** How many it was about. */
  readonly assets: number;
  /** Files that the server had in its trash and now holds again. */
  readonly restored: number;
  /** Files that were not in the trash any more: the next sync uploads them. */
  readonly toUpload: number;
}

/**
 * Does what was decided.
 * @throws {ProblemError} restore-forbidden when the key may not restore: Immich wants the permission to delete for it.
 */
export async function decideTrash(context: AskContext, { choice, which }: TrashRequest): Promise<TrashOutcome> {
  const { ledger, target, scope, now } = context;
  const assets = ledger.trash.thrownAway(target, scope).flatMap((asset) => {
    const checksums = chosenContents(asset, which);
    return checksums.length === 0 ? [] : [checksums];
  });
  switch (choice) {
    case 'leave':
      ledger.trash.leaveOut(target, assets.flat(), now());
      return { assets: assets.length, restored: 0, toUpload: 0 };
    case 'restore':
      return restore(context, assets);
  }
}

function chosenContents({ uuid, inTrash, deleted, leftOut }: ThrownAway, which: TrashSelection): readonly string[] {
  switch (which) {
    case 'undecided':
      return [...inTrash, ...deleted];
    case 'in-trash':
      return inTrash;
    case 'deleted':
      return deleted;
    case 'left-out':
      return leftOut;
    default:
      return which.includes(uuid) ? [...inTrash, ...deleted, ...leftOut] : [];
  }
}

async function restore(context: AskContext, assets: readonly (readonly string[])[]): Promise<TrashOutcome> {
  const { ledger, client, target } = context;
  const checksums = [...new Set(assets.flat())];
  if (checksums.length === 0) return { assets: 0, restored: 0, toUpload: 0 };
  const inTrash = [...(await client.assets.check(checksums)).values()].flatMap((answer) =>
    answer.state === 'in-trash' ? [answer.remoteId] : [],
  );
  if (inTrash.length > 0) {
    const granted = await client.account.permissions();
    if (!granted.includes('all') && !granted.includes('asset.delete')) throw new ProblemError('restore-forbidden');
    await client.trash.restore(inTrash);
  }
  ledger.trash.bringBack(target, checksums);
  // The server's word alone counts, here as everywhere.
  const { found, absent } = await ask(context, checksums, () => 'found');
  return { assets: assets.length, restored: found, toUpload: absent.length };
}
