/** `immich-sync status` and `history`: from the ledger alone. */
import type { Overview } from '../../../core/engine/overview.ts';
import { prometheusText } from '../../../core/engine/prometheus.ts';
import { runDocument } from '../../../core/engine/status-document.ts';
import type { RunRow } from '../../../core/ledger/run-history.ts';
import { type ExitCode, PROBLEMS, type Problem, toProblem } from '../../../core/model/problem.ts';
import type { Pause } from '../../../core/schedule/decide.ts';
import type { Secrets } from '../../../core/secrets/secrets.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatClauses, formatPast } from '../../../shared/format.ts';
import { findingsText, importText } from '../../../shared/status-text.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { forecastView } from '../../services/forecast-view.ts';
import { findingViews } from '../../services/run-view.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes, coverageLines, dateTime, LOCALE, outcomeWord, problemLines, rowReason } from '../output.ts';

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
    const document = await engine.records.status({ isPublic: false });
    if (prometheus) terminal.print(prometheusText(document).trimEnd());
    else printJson(terminal, document);
    return exitCode;
  }
  const texts = commandStrings.syncs.status;
  for (const line of setUpLines(found.server, key)) terminal.print(line);
  if (found.server !== null)
    for (const line of found.isChecked
      ? coverageLines(found.coverage, verifiedWhen(found))
      : [commandStrings.syncs.notChecked])
      terminal.print(line);
  if (found.server !== null && found.forecast?.isImport === true)
    terminal.print(
      texts.importing({
        progress: importText(forecastView(found.forecast), {
          state: found.running === null ? 'attention' : 'syncing',
        }),
      }),
    );
  if (found.cloud.assets > 0) terminal.print(cloudLine(found.cloud));
  if (found.running !== null)
    terminal.print(texts.running({ pid: String(found.running.pid), when: dateTime(found.running.since) }));
  for (const line of lastLines(found)) terminal.print(line);
  if (found.pause !== null) terminal.print(pauseLine(found.pause));
  if (found.waiting !== null)
    terminal.print(texts.waiting({ when: dateTime(found.waiting.dueAt), reason: reasonInUse(found.waiting.why) }));
  else if (found.retry !== null) terminal.print(texts.nextTry({ when: dateTime(found.retry.nextTryAt) }));
  if (missing.length === 0 && found.pause === null && found.nextRun !== null)
    terminal.print(texts.nextSync({ when: dateTime(found.nextRun) }));
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
  const texts = commandStrings.syncs.status;
  if (server === null) return [texts.notSetUp];
  if (key === 'kept') return [];
  return key === 'missing' ? [texts.noKey] : problemLines([key]);
}

export async function history(
  { engine, terminal, json }: CommandContext,
  options: { readonly limit: number },
): Promise<ExitCode> {
  await engine.recover();
  const runs = engine.records.history(options.limit);
  if (json) printJson(terminal, runs.map(runDocument));
  else if (runs.length === 0) terminal.print(commandStrings.syncs.history.none);
  else for (const run of runs) terminal.print(runLine(run));
  return 0;
}

/** The last sync that went well, and the last try where that is another one: a failed try is no sync. */
function lastLines({ lastRun, lastGoodRun, isChecked }: Overview): readonly string[] {
  if (lastRun === null) return [];
  const texts = commandStrings.syncs.status;
  const lineOf = (run: RunRow) => runLine(run, { withNumbers: isChecked });
  const lastSync = (run: RunRow) => texts.lastSync({ sync: lineOf(run) });
  if (lastRun.id === lastGoodRun?.id || lastRun.outcome === 'partial') return [lastSync(lastRun)];
  if (lastRun.outcome === null) return lastGoodRun === null ? [] : [lastSync(lastGoodRun)];
  return [lastGoodRun === null ? texts.lastSyncNone : lastSync(lastGoodRun), texts.lastTry({ sync: lineOf(lastRun) })];
}

/** “today at 02:01”, in local time. */
const verifiedWhen = ({ verifiedAt }: Overview) =>
  verifiedAt === null ? undefined : formatPast(Date.parse(verifiedAt), Date.now(), LOCALE);

const pauseLine = ({ until }: Pause) =>
  until === null
    ? commandStrings.syncs.status.pausedOpenEnd
    : commandStrings.syncs.status.pausedUntil({ when: dateTime(until.getTime()) });

function cloudLine({ assets, bytes: size, downloadsPerNight }: Overview['cloud']): string {
  const { inCloud, inCloudFetching } = commandStrings.syncs.status;
  const facts = { count: assets, bytes: bytes(size) };
  return downloadsPerNight === 0 ? inCloud(facts) : inCloudFetching({ ...facts, perNight: downloadsPerNight });
}

/** @param withNumbers false where they would be taken for those of another server */
function runLine(run: RunRow, { withNumbers = true } = {}): string {
  const { report } = run;
  const reason = rowReason(run);
  const texts = commandStrings.syncs.history;
  const found = findingsText(findingViews(report?.findings));
  const what =
    report === null || !withNumbers
      ? (reason ?? '')
      : formatClauses([
          texts.uploaded({ count: report.parts.uploaded }),
          ...(found === '' ? [] : [found]),
          ...(report.isChecked === false
            ? []
            : [texts.verified({ complete: report.coverage.complete, assets: report.coverage.assets })]),
        ]);
  const why = report?.reason == null || !withNumbers || reason === null ? '' : ` · ${reason}`;
  return `${dateTime(run.startedAt)}  ${outcomeWord(run.outcome)}  ${what}${why}`;
}
