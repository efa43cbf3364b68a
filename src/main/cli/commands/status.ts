/** `immich-sync status` and `history`: from the ledger alone. */
import type { Overview } from '../../../core/engine/overview.ts';
import { prometheusText } from '../../../core/engine/prometheus.ts';
import { runDocument } from '../../../core/engine/status-document.ts';
import type { RunRow } from '../../../core/ledger/run-history.ts';
import { type ExitCode, PROBLEMS, type Problem, toProblem } from '../../../core/model/problem.ts';
import type { Pause } from '../../../core/schedule/decide.ts';
import type { Secrets } from '../../../core/secrets/secrets.ts';
import { formatPast } from '../../../shared/format.ts';
import { findingsText, importText } from '../../../shared/status-text.ts';
import { forecastView } from '../../services/forecast-view.ts';
import { findingViews } from '../../services/run-view.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes, coverageLines, dateTime, NOT_CHECKED, number, outcomeWord, plural, problemLines } from '../output.ts';

type KeyState = 'kept' | 'missing' | Problem;

export async function status(
  { engine, terminal, json }: CommandContext,
  { prometheus = false }: { readonly prometheus?: boolean } = {},
): Promise<ExitCode> {
  await engine.recover();
  const found = await engine.records.overview();
  const key = await lookForKey(engine.secrets);
  const missing = [...(found.server === null ? ['server'] : []), ...(key === 'missing' ? ['key'] : [])];
  const exitCode = missing.length > 0 ? PROBLEMS['not-set-up'].exitCode : 0;
  if (prometheus || json) {
    const document = await engine.status({ isPublic: false });
    if (prometheus) terminal.print(prometheusText(document).trimEnd());
    else printJson(terminal, document);
    return exitCode;
  }
  for (const line of setUpLines(found.server, key)) terminal.print(line);
  if (found.server !== null)
    for (const line of found.isChecked ? coverageLines(found.coverage, verifiedWhen(found)) : [NOT_CHECKED])
      terminal.print(line);
  if (found.server !== null && found.forecast?.isImport === true)
    terminal.print(
      `${importText(forecastView(found.forecast), { state: found.running === null ? 'attention' : 'syncing' })}.`,
    );
  if (found.cloud.assets > 0) terminal.print(cloudLine(found.cloud));
  if (found.running !== null)
    terminal.print(`A sync is in progress (process ${found.running.pid}, since ${dateTime(found.running.since)}).`);
  for (const line of lastLines(found)) terminal.print(line);
  if (found.pause !== null) terminal.print(pauseLine(found.pause));
  if (found.waiting !== null)
    terminal.print(`The sync due ${dateTime(found.waiting.dueAt)} is waiting. ${found.waiting.reason}`);
  else if (found.retry !== null) terminal.print(`Next try: ${dateTime(found.retry.nextTryAt)}, while the app runs.`);
  if (missing.length === 0 && found.pause === null && found.nextRun !== null)
    terminal.print(`Next sync: ${dateTime(found.nextRun)}, while the app runs.`);
  for (const line of problemLines(found.problems)) terminal.print(line);
  return exitCode;
}

/** @returns the problem where it cannot be told */
async function lookForKey(secrets: Secrets): Promise<KeyState> {
  try {
    return (await secrets.isKept()) ? 'kept' : 'missing';
  } catch (error) {
    return toProblem(error);
  }
}

function setUpLines(server: string | null, key: KeyState): readonly string[] {
  if (server === null) return ['Not set up yet: `immich-sync config set server URL`, then `immich-sync login`.'];
  if (key === 'kept') return [];
  return key === 'missing' ? ['There is no API key yet: `immich-sync login`.'] : problemLines([key]);
}

export async function history(
  { engine, terminal, json }: CommandContext,
  options: { readonly limit: number },
): Promise<ExitCode> {
  await engine.recover();
  const runs = engine.records.history(options.limit);
  if (json) printJson(terminal, runs.map(runDocument));
  else if (runs.length === 0) terminal.print('No sync has run yet.');
  else for (const run of runs) terminal.print(runLine(run));
  return 0;
}

/** The last sync that went well, and the last try where that is another one: a failed try is no sync. */
function lastLines({ lastRun, lastGoodRun, isChecked }: Overview): readonly string[] {
  if (lastRun === null) return [];
  const line = (run: RunRow) => runLine(run, { withNumbers: isChecked });
  if (lastRun.id === lastGoodRun?.id || lastRun.outcome === 'partial') return [`Last sync: ${line(lastRun)}`];
  if (lastRun.outcome === null) return lastGoodRun === null ? [] : [`Last sync: ${line(lastGoodRun)}`];
  return [
    lastGoodRun === null ? 'Last sync: none yet.' : `Last sync: ${line(lastGoodRun)}`,
    `Last try: ${line(lastRun)}`,
  ];
}

/** “today at 02:01”, in local time. */
const verifiedWhen = ({ verifiedAt }: Overview) =>
  verifiedAt === null ? undefined : formatPast(Date.parse(verifiedAt), Date.now(), 'en-GB');

const pauseLine = ({ until }: Pause) =>
  until === null ? 'Paused until `immich-sync resume`.' : `Paused until ${dateTime(until.getTime())}.`;

function cloudLine({ assets, bytes: size, downloadsPerNight }: Overview['cloud']): string {
  const fetching = downloadsPerNight === 0 ? '' : `, fetching ${downloadsPerNight} a night`;
  return `In iCloud: ${plural(assets, 'original')}, ${bytes(size)}${fetching}.`;
}

/** @param withNumbers false where they would be taken for those of another server */
function runLine(run: RunRow, { withNumbers = true } = {}): string {
  const report = run.report;
  const found = findingsText(findingViews(report?.findings));
  const what =
    report === null || !withNumbers
      ? (run.reason ?? '')
      : [
          `${plural(report.parts.uploaded, 'file')} uploaded`,
          ...(found === '' ? [] : [found]),
          `${number(report.coverage.complete)} of ${number(report.coverage.assets)} verified`,
        ].join(', ');
  return `${dateTime(run.startedAt)}  ${outcomeWord(run.outcome)}  ${what}${report?.reason == null || !withNumbers ? '' : ` · ${report.reason}`}`;
}
