/** `immich-sync trash`: what is in Photos and was thrown away in Immich. */

import type { TrashChoice } from '../../../core/model/decisions.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { TrashOutcome } from '../../../core/sync/trash.ts';
import type { CommandContext } from '../command.ts';
import { plural, printable } from '../output.ts';

export function listThrownAway({ engine, terminal, json }: CommandContext): ExitCode {
  const assets = engine.records.thrownAway().map(({ uuid, filename, capturedAt, inTrash, deleted }) => ({
    uuid,
    filename,
    capturedAt,
    isDeleted: inTrash.length === 0 && deleted.length > 0,
    isLeftOut: inTrash.length + deleted.length === 0,
  }));
  if (json) terminal.print(JSON.stringify(assets));
  else if (assets.length === 0) terminal.print('Nothing that is in Photos was deleted in Immich.');
  else
    for (const { uuid, filename, capturedAt, isDeleted, isLeftOut } of assets) {
      const state = isLeftOut ? '  (left out)' : isDeleted ? '  (deleted for good)' : '';
      terminal.print(`${uuid}  ${capturedAt.slice(0, 10)}  ${printable(filename)}${state}`);
    }
  return 0;
}

/** @param uuids none for all of a group. */
export async function decide(
  { engine, terminal, json, signal }: CommandContext,
  choice: TrashChoice,
  uuids: readonly string[],
  options: { readonly leftOut?: boolean },
): Promise<ExitCode> {
  const group = options.leftOut === true ? 'left-out' : 'undecided';
  const outcome = await engine.decisions.trash({ choice, which: uuids.length > 0 ? uuids : group, signal });
  if (json) terminal.print(JSON.stringify({ choice, ...outcome }));
  else for (const line of outcomeLines(choice, outcome)) terminal.print(line);
  return 0;
}

function outcomeLines(choice: TrashChoice, { assets, restored, toUpload }: TrashOutcome): readonly string[] {
  if (assets === 0) return ['There was nothing to decide.'];
  if (choice === 'leave')
    return [`Left out: ${plural(assets, 'item')}. Bring them back with \`immich-sync trash restore\`.`];
  return [
    `Restored and verified: ${plural(restored, 'file')} of ${plural(assets, 'item')}.`,
    ...(toUpload > 0 ? [`No longer in the trash: ${plural(toUpload, 'file')}; the next sync uploads them.`] : []),
  ];
}
