/** `immich-sync remainder`, and what can be decided about its items. */

import { REMAINDER_REASONS, type RemainderReason } from '../../../core/model/coverage.ts';
import type { RemainderChoice } from '../../../core/model/decisions.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import type { RemainderEntry } from '../../../core/sync/remainder.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatClauses } from '../../../shared/format.ts';
import { reasonInUse } from '../../../shared/told.ts';
import type { CommandContext } from '../command.ts';
import { dateTime, printable, reasonText } from '../output.ts';

/** Lists the items, those of one reason together. */
export function remainder(
  { engine, terminal, json }: CommandContext,
  options: { readonly reason?: string; readonly limit?: number },
): ExitCode {
  const { reason } = options;
  if (reason !== undefined && !REMAINDER_REASONS.some((known) => known === reason))
    throw new ProblemError('usage', {
      reason: because('remainder-reason-unknown', { value: reason, of: REMAINDER_REASONS }),
    });
  const all = engine.records.remainder().filter((entry) => reason === undefined || entry.reason === reason);
  const shown = [...all].sort(byReason).slice(0, options.limit);
  if (json) {
    const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    const items = shown.map(({ why: _why, ...entry }) => ({ ...entry, nextTryAt: iso(entry.nextTryAt) }));
    terminal.print(JSON.stringify({ isChecked: engine.records.isChecked(), count: all.length, items }));
    return 0;
  }
  const texts = commandStrings.library.remainder;
  if (!engine.records.isChecked()) terminal.print(commandStrings.syncs.notChecked);
  else if (all.length === 0) terminal.print(reason === undefined ? texts.allThere : texts.noneForReason);
  let last: RemainderReason | null = null;
  for (const entry of shown) {
    if (entry.reason !== last) {
      const count = all.filter((other) => other.reason === entry.reason).length;
      terminal.print(texts.heading({ reason: reasonText(entry.reason, count) }));
    }
    last = entry.reason;
    terminal.print(`  ${entryLine(entry)}`);
  }
  if (shown.length < all.length) terminal.print(texts.more({ count: all.length - shown.length }));
  return 0;
}

function byReason(a: RemainderEntry, b: RemainderEntry): number {
  return (
    REMAINDER_REASONS.indexOf(a.reason) - REMAINDER_REASONS.indexOf(b.reason) ||
    (a.capturedAt < b.capturedAt ? -1 : a.capturedAt > b.capturedAt ? 1 : 0)
  );
}

function entryLine(entry: RemainderEntry): string {
  const { uuid, filename, capturedAt, attempts, nextTryAt } = entry;
  const texts = commandStrings.library.remainder;
  const detail = entry.why === null ? entry.detail : reasonInUse(entry.why);
  const facts = [
    ...(detail === null ? [] : [printable(detail)]),
    ...(attempts > 1 ? [texts.tries({ count: attempts })] : []),
    ...(nextTryAt !== null && nextTryAt > Date.now() ? [texts.nextTry({ when: dateTime(nextTryAt) })] : []),
  ];
  const why = detail === null ? '' : `  (${formatClauses(facts)})`;
  return `${uuid}  ${capturedAt.slice(0, 10)}  ${printable(filename)}${why}`;
}

/** @param items UUIDs or file names; none for all that it can be about. */
export function decideAbout(
  { engine, terminal, json }: CommandContext,
  choice: RemainderChoice,
  items: readonly string[],
): ExitCode {
  const { count, unchanged } = engine.decisions.remainder({ choice, items: items.length === 0 ? null : items });
  if (json) {
    const stay = unchanged.map(({ uuid, filename, reason }) => ({ uuid, filename, reason }));
    terminal.print(JSON.stringify({ choice, items: count, unchanged: stay }));
    return 0;
  }
  if (count > 0) terminal.print(outcomeLine(choice, count));
  else if (items.length === 0)
    terminal.print(
      engine.records.isChecked() ? commandStrings.library.remainder.nothingTo[choice] : commandStrings.syncs.notChecked,
    );
  for (const entry of unchanged) terminal.print(unchangedLine(choice, entry));
  return 0;
}

/** Why nothing was decided about an item that was named. */
function unchangedLine(choice: RemainderChoice, { filename, reason }: RemainderEntry): string {
  const texts = commandStrings.library.remainder;
  const name = printable(filename);
  switch (choice) {
    case 'try-again':
      return texts.hasNotFailed({ name });
    case 'leave-out':
      return reason === 'left-out' ? texts.isLeftOut({ name }) : texts.cannotBeLeftOut({ name });
    case 'bring-back':
      return texts.isNotLeftOut({ name });
  }
}

/** The answer to a sync that asked whether so many items are really gone from the library. */
export function confirmLibrary({ engine, terminal, json }: CommandContext): ExitCode {
  const lost = engine.decisions.confirmLibrary();
  if (json) terminal.print(JSON.stringify({ confirmed: lost !== null, lost: lost ?? 0 }));
  else {
    const { nothingToConfirm, confirmed } = commandStrings.library.remainder;
    terminal.print(lost === null ? nothingToConfirm : confirmed({ count: lost }));
  }
  return 0;
}

function outcomeLine(choice: RemainderChoice, count: number): string {
  const texts = commandStrings.library.remainder;
  switch (choice) {
    case 'try-again':
      return texts.retried({ count });
    case 'leave-out':
      return texts.leftOut({ count });
    case 'bring-back':
      return texts.broughtBack({ count });
  }
}
