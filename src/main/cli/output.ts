/** How the command line speaks: plain words in the language in use on a terminal, one JSON document for programs. */

import type { RowOutcome, RunRow } from '../../core/ledger/run-history.ts';
import type { Coverage, RemainderReason } from '../../core/model/coverage.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { RunReport } from '../../core/model/run-report.ts';
import { SIZE_UNITS } from '../../core/model/size-units.ts';
import { commandStrings } from '../../shared/command-strings.ts';
import { dateLocale, formatDuration } from '../../shared/format.ts';
import { untoldFindings } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { languageInUse, say } from '../../shared/texts.ts';
import { problemInUse } from '../../shared/told.ts';
import { findingViews, reasonOf } from '../services/run-view.ts';
import { padded, widthOf } from './columns.ts';

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

/** What dates are written by where the language in use is English. */
export const LOCALE = 'en-GB';

/** With more digits than the windows have: sizes of single files stand in columns here. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(SIZE_UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return new Intl.NumberFormat(languageInUse(), {
    style: 'unit',
    unit: SIZE_UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** @param seconds for example 72 → `1 min 12 s`; tenths of few. */
export function duration(seconds: number): string {
  if (seconds >= 10) return formatDuration(seconds * 1000);
  return strings.moments.seconds({ seconds: Math.round(seconds * 10) / 10 });
}

/** With the year: pictures are old. @param instant ISO 8601 */
export function captureTime(instant: string): string {
  return new Intl.DateTimeFormat(dateLocale(LOCALE), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    Date.parse(instant),
  );
}

export function dateTime(milliseconds: number | string): string {
  return new Intl.DateTimeFormat(dateLocale(LOCALE), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(milliseconds));
}

export function reasonText(reason: RemainderReason, count: number): string {
  return commandStrings.syncs.reasons[reason]({ count });
}

/**
 * The true number and what explains the rest, one line each.
 * @param when it was verified, as “today at 02:01”; not given right after it was
 */
export function coverageLines({ complete, assets, reasons }: Coverage, when?: string): readonly string[] {
  const { reasonLine, verifiedByChecksum, verifiedWhen } = commandStrings.syncs;
  return [
    when === undefined ? verifiedByChecksum({ complete, assets }) : verifiedWhen({ complete, assets, when }),
    ...Object.entries(reasons).map(
      ([reason, count]) => `  ${reasonLine({ reason: reasonText(reason as RemainderReason, count) })}`,
    ),
  ];
}

/** What a run found on the server that no problem tells, each with what becomes of it. */
export function findingLines({ findings, problems }: Pick<RunReport, 'findings' | 'problems'>): readonly string[] {
  return untoldFindings(findingViews(findings), problems).map(({ name, count }) => {
    const { title, detail } = strings.findings[name];
    return commandStrings.syncs.findingLine({ title: say(title, { count }), detail });
  });
}

/** What to do, and below it the command that does it. */
export function adviceLines(problem: Problem): readonly string[] {
  const { advice, command } = problemInUse(problem);
  return command === null ? [`  ${advice}`] : [`  ${advice}`, `    ${command}`];
}

export const seeLine = ({ url }: Problem): string => `  ${commandStrings.syncs.see({ url })}`;

export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.flatMap((problem) => [
    `! ${problemInUse(problem).sentence}`,
    ...adviceLines(problem),
    seeLine(problem),
    ...problem.about.slice(0, 5).map((name) => `    ${printable(name)}`),
  ]);
}

/** File names may hold anything; a terminal must not obey it. */
export function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

export function outcomeWord(outcome: RowOutcome): string {
  return commandStrings.syncs.outcomes[outcome ?? 'running'];
}

/** Why a run or a due time ended as it did; null where there is nothing to explain. */
export const rowReason = (run: RunRow): string | null => reasonOf(run);

/** A line with a label before it; without one it belongs to what is above. */
export interface Labelled {
  readonly label: string | null;
  readonly text: string;
}

/** What labels take at least, with the blank behind them. */
const LABEL_WIDTH = 16;

/** Lines whose labels stand in a column as wide as the longest. */
export function alignedLines(lines: readonly (string | Labelled)[]): readonly string[] {
  const { label } = commandStrings.syncs;
  const told = lines.map((line) =>
    typeof line === 'string' ? line : { ...line, label: line.label === null ? '' : label({ name: line.label }) },
  );
  const widths = told.map((line) => (typeof line === 'string' ? 0 : widthOf(line.label) + 1));
  const width = Math.max(LABEL_WIDTH, ...widths);
  return told.map((line) => (typeof line === 'string' ? line : `${padded(line.label, width)}${line.text}`));
}
