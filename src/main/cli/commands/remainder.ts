/** `immich-sync remainder`, and what can be decided about its items. */

import { REMAINDER_REASONS, type RemainderReason } from '../../../core/model/coverage.ts';
import type { RemainderChoice } from '../../../core/model/decisions.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import type { RemainderEntry } from '../../../core/sync/remainder.ts';
import type { CommandContext } from '../command.ts';
import { dateTime, NOT_CHECKED, plural, printable, REASONS } from '../output.ts';

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
  if (!engine.records.isChecked()) terminal.print(NOT_CHECKED);
  else if (all.length === 0 && reason === undefined) terminal.print('Everything is in Immich.');
  else if (all.length === 0) terminal.print('Nothing for that reason.');
  let last: RemainderReason | null = null;
  for (const entry of shown) {
    if (entry.reason !== last) {
      const count = all.filter((other) => other.reason === entry.reason).length;
      terminal.print(`${REASONS[entry.reason](count)}:`);
    }
    last = entry.reason;
    terminal.print(`  ${entryLine(entry)}`);
  }
  if (shown.length < all.length) terminal.print(`… and ${plural(all.length - shown.length, 'more', 'more')}.`);
  return 0;
}

function byReason(a: RemainderEntry, b: RemainderEntry): number {
  return (
    REMAINDER_REASONS.indexOf(a.reason) - REMAINDER_REASONS.indexOf(b.reason) ||
    (a.capturedAt < b.capturedAt ? -1 : a.capturedAt > b.capturedAt ? 1 : 0)
  );
}

function entryLine({ uuid, filename, capturedAt, detail, attempts, nextTryAt }: RemainderEntry): string {
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  const next = nextTryAt !== null && nextTryAt > Date.now() ? `, next on ${dateTime(nextTryAt)}` : '';
  const why = detail === null ? '' : `  (${printable(detail)}${tries}${next})`;
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
  else if (items.length === 0) terminal.print(engine.records.isChecked() ? NOTHING_TO[choice] : NOT_CHECKED);
  for (const entry of unchanged) terminal.print(unchangedLine(choice, entry));
  return 0;
}

const NOTHING_TO: Readonly<Record<RemainderChoice, string>> = {
  retry: 'No item has failed.',
  'leave-out': 'There is nothing to leave out.',
  'bring-back': 'No item is left out.',
};

/** Why nothing was decided about an item that was named. */
function unchangedLine(choice: RemainderChoice, { filename, reason }: RemainderEntry): string {
  const name = printable(filename);
  switch (choice) {
    case 'retry':
      return `${name} has not failed, so there is nothing to retry. \`immich-sync remainder\` says why it is not in Immich.`;
    case 'leave-out':
      return reason === 'left-out'
        ? `${name} is left out already.`
        : `${name} cannot be left out yet: that is remembered by its contents, which were not read yet.`;
    case 'bring-back':
      return `${name} is not left out.`;
  }
}

/** The answer to a sync that asked whether so many items are really gone from the library. */
export function confirmLibrary({ engine, terminal, json }: CommandContext): ExitCode {
  const lost = engine.decisions.confirmLibrary();
  if (json) terminal.print(JSON.stringify({ confirmed: lost !== null, lost: lost ?? 0 }));
  else if (lost === null) terminal.print('There was nothing to confirm.');
  else terminal.print(`Confirmed: ${plural(lost, 'item')} gone from Photos. The next sync continues.`);
  return 0;
}

function outcomeLine(choice: RemainderChoice, count: number): string {
  switch (choice) {
    case 'retry':
      return `The next sync tries ${plural(count, 'item')} again.`;
    case 'leave-out':
      return `Left out: ${plural(count, 'item')}. Bring them back with \`immich-sync bring-back\`.`;
    case 'bring-back':
      return `No longer left out: ${plural(count, 'item')}. The next sync tries them again.`;
  }
}
