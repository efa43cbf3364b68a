/** `immich-sync sync` and `stop`: a sync here, or the one of another process followed or stopped. */
import { syncTogether } from '../../../core/attach/sync-together.ts';
import { connect } from '../../../core/channel/connection.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import type { RunReport } from '../../../core/model/run-report.ts';
import { type CommandContext, exitCodeOf, printFailure, printJson } from '../command.ts';
import {
  bytes,
  coverageLines,
  duration,
  findingLines,
  outcomeWord,
  plural,
  printable,
  problemLines,
} from '../output.ts';
import { showProgress } from '../progress-display.ts';
import { plan } from './plan.ts';

export async function sync(
  context: CommandContext,
  options: { readonly dryRun?: boolean; readonly full?: boolean; readonly wait?: boolean },
): Promise<ExitCode> {
  if (options.dryRun === true) return plan(context);
  const { engine, terminal, json, signal, hasOwnKey } = context;
  const display = json ? {} : { onProgress: showProgress(terminal) };
  const result = await syncTogether(engine, {
    trigger: 'command',
    dueAt: null,
    isFull: options.full === true,
    signal,
    mayFollow: options.wait !== false,
    mayAskApp: !hasOwnKey,
    onFollow: ({ pid }) => {
      if (!json)
        terminal.print(`A sync is already in progress (process ${pid}); following it. Press Ctrl-C to stop following.`);
    },
    ...display,
  });
  terminal.redraw?.('');
  switch (result.kind) {
    case 'report':
      printReport(context, result.report);
      return exitCodeOf(result.report);
    case 'problem':
      return printFailure(terminal, json, result.problem);
    case 'left':
      if (json) printJson(terminal, { outcome: 'running', reason: `Process ${result.pid} continues the sync.` });
      else terminal.print(`Process ${result.pid} continues the sync; \`immich-sync stop\` stops it.`);
      return 130;
  }
}

/** Stops the sync in progress, whoever does it, and waits for its end. */
export async function stop({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const run = await connect(engine.paths.runFolder, 'run');
  if (run === null) {
    const { running } = await engine.records.overview();
    if (running !== null) throw new ProblemError('another-run', { pid: running.pid, since: Date.parse(running.since) });
    if (json) printJson(terminal, { stopped: false });
    else terminal.print('No sync is in progress.');
    return 0;
  }
  run.ask({ asks: 'stop' });
  signal.addEventListener('abort', () => run.leave(), { once: true });
  await run.follow();
  if (json) printJson(terminal, { stopped: true, pid: run.pid });
  else terminal.print('The sync was stopped.');
  return 0;
}

export function printReport({ terminal, json }: CommandContext, report: RunReport): void {
  if (json) printJson(terminal, report);
  else for (const line of reportLines(report)) terminal.print(line);
}

function reportLines(report: RunReport): readonly string[] {
  const { parts, albums } = report;
  const lines = [`${outcomeWord(report.outcome)} in ${duration(report.durations.total)}.`];
  if (parts.uploaded > 0)
    lines.push(`Uploaded and verified: ${plural(parts.uploaded, 'file')}, ${bytes(report.bytesUploaded)}.`);
  if (parts.alreadyThere > 0) lines.push(`Already in Immich: ${plural(parts.alreadyThere, 'file')}.`);
  lines.push(...findingLines(report));
  for (const { permission, consequence } of report.keyLacks ?? [])
    lines.push(`The API key lacks ${permission}, so ${consequence}.`);
  if (albums.created + albums.assetsAdded > 0)
    lines.push(`Albums: ${albums.created} made, ${plural(albums.assetsAdded, 'item')} added.`);
  for (const { filename, field, winner } of report.conflicts)
    lines.push(
      `${printable(filename)}: the ${field === 'album-name' ? 'album’s name' : field} was changed in Photos and in Immich; the one from ${winner === 'immich' ? 'Immich' : 'Photos'} was kept.`,
    );
  for (const { field, told, others } of report.contradictions ?? [])
    lines.push(
      `${printable(told.filename)}: ${others.map(({ filename }) => printable(filename)).join(', ')} with the same contents ${others.length === 1 ? 'has' : 'have'} another ${field}; Immich gets the one of ${printable(told.filename)}.`,
    );
  return [...lines, ...coverageLines(report.coverage), ...problemLines(report.problems)];
}
