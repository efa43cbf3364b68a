/** How the command line speaks: plain words on a terminal, one JSON document for programs. */

import type { RowOutcome } from '../../core/ledger/run-history.ts';
import type { Coverage, RemainderReason } from '../../core/model/coverage.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { RunReport } from '../../core/model/run-report.ts';
import { untoldFindings } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { say } from '../../shared/texts.ts';
import { findingViews } from '../services/run-view.ts';

export interface Terminal {
  readonly print: (line: string) => void;
  /** Goes to standard error, so that it never mixes with a JSON document. */
  readonly printError: (line: string) => void;
  /** Overwrites the current line; null where output is not a terminal. */
  readonly redraw: ((line: string) => void) | null;
  /** From standard input; a person's typing is not shown. */
  readonly readSecret: (signal: AbortSignal) => Promise<string>;
  readonly isInputTerminal: boolean;
}

export const number = (value: number) => value.toLocaleString('en');

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function bytes(count: number): string {
  if (count < 1000) return plural(count, 'byte');
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** @param seconds for example 72 → `1 min 12 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** With the year: pictures are old. @param instant ISO 8601 */
export function captureTime(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(Date.parse(instant));
}

export function dateTime(milliseconds: number | string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(milliseconds));
}

export const REASONS: Readonly<Record<RemainderReason, (count: number) => string>> = {
  'original-not-on-this-mac': (count) => `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} only in iCloud`,
  'disk-not-connected': (count) =>
    `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} on a disk that is not connected`,
  'file-missing': (count) =>
    `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} missing: Photos has no file here, and ${count === 1 ? 'it is' : 'they are'} not in iCloud`,
  unreadable: (count) => `${plural(count, 'item')} of the Photos library cannot be read`,
  'in-server-trash': (count) => `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} in Immich’s trash`,
  'deleted-in-immich': (count) => `${plural(count, 'item')} ${count === 1 ? 'was' : 'were'} deleted in Immich`,
  'refused-by-server': (count) => `${plural(count, 'item')} ${count === 1 ? 'was' : 'were'} refused by Immich`,
  failing: (count) => `${plural(count, 'item')} could not be uploaded yet`,
  'not-yet-uploaded': (count) => `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} not uploaded yet`,
  'left-out': (count) => `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} left out, as you chose`,
  'linked-to-twin': (count) =>
    `${plural(count, 'item')} ${count === 1 ? 'is' : 'are'} linked to your phone’s copy (there, but not verified by checksum)`,
};

/** In the place of the true number, before there is one. */
export const NOT_CHECKED =
  'Not checked on this server yet. Run `immich-sync plan` to compare, or `immich-sync sync` to upload what is missing.';

/**
 * The true number and what explains the rest, one line each.
 * @param when it was verified, as “today at 02:01”; not given right after it was
 */
export function coverageLines(coverage: Coverage, when = 'by checksum'): readonly string[] {
  const lines = [`${number(coverage.complete)} of ${number(coverage.assets)} in Immich, verified ${when}.`];
  for (const [reason, count] of Object.entries(coverage.reasons))
    lines.push(`  ${REASONS[reason as RemainderReason](count)}.`);
  return lines;
}

/** What a run found on the server that no problem tells, each with what becomes of it. */
export function findingLines({ findings, problems }: Pick<RunReport, 'findings' | 'problems'>): readonly string[] {
  return untoldFindings(findingViews(findings), problems).map(({ name, count }) => {
    const { title, detail } = strings.findings[name];
    return `${say(title, { count })}. ${detail}`;
  });
}

/** What to do, and below it the command that does it. */
export function adviceLines({ advice, command }: Problem): readonly string[] {
  return command === null ? [`  ${advice}`] : [`  ${advice}`, `    ${command}`];
}

export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.flatMap((problem) => [
    `! ${problem.sentence}`,
    ...adviceLines(problem),
    `  See ${problem.url}`,
    ...problem.about.slice(0, 5).map((name) => `    ${printable(name)}`),
  ]);
}

/** File names may hold anything; a terminal must not obey it. */
export function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

const OUTCOMES: Record<Exclude<RowOutcome, null>, string> = {
  done: 'Done',
  'nothing-new': 'Nothing new',
  partial: 'Finished with problems',
  skipped: 'Skipped',
  waiting: 'Waiting',
  interrupted: 'Stopped',
  failed: 'Failed',
};

export function outcomeWord(outcome: RowOutcome): string {
  return outcome === null ? 'Running' : OUTCOMES[outcome];
}
