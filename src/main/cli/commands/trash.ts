/** `immich-sync trash`: what is in Photos and was thrown away in Immich. */

import type { TrashChoice } from '../../../core/model/decisions.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { TrashOutcome } from '../../../core/sync/trash.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import type { CommandContext } from '../command.ts';
import { printable } from '../output.ts';

export function listThrownAway({ engine, terminal, json }: CommandContext): ExitCode {
  const texts = commandStrings.library.trash;
  const assets = engine.records.thrownAway().map(({ uuid, filename, capturedAt, inTrash, deleted }) => ({
    uuid,
    filename,
    capturedAt,
    isDeleted: inTrash.length === 0 && deleted.length > 0,
    isLeftOut: inTrash.length + deleted.length === 0,
  }));
  if (json) terminal.print(JSON.stringify(assets));
  else if (assets.length === 0) terminal.print(texts.none);
  else
    for (const { uuid, filename, capturedAt, isDeleted, isLeftOut } of assets) {
      const state = isLeftOut ? `  ${texts.leftOut}` : isDeleted ? `  ${texts.deletedForGood}` : '';
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
  const texts = commandStrings.library.trash;
  if (assets === 0) return [texts.nothingToDecide];
  if (choice === 'leave') return [texts.left({ count: assets })];
  return [
    texts.restored({ files: restored, items: assets }),
    ...(toUpload > 0 ? [texts.toUpload({ files: toUpload })] : []),
  ];
}
