/** `immich-sync sync` and `stop`: a sync here, or the one of another process followed or stopped. */
import { syncTogether } from '../../../core/attach/sync-together.ts';
import { connect } from '../../../core/channel/connection.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import type { RunReport } from '../../../core/model/run-report.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatList } from '../../../shared/format.ts';
import { type CommandContext, exitCodeOf, printFailure, printJson } from '../command.ts';
import { bytes, coverageLines, duration, findingLines, printable, problemLines, type Terminal } from '../output.ts';
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
      if (!json) terminal.print(commandStrings.syncs.sync.following({ pid: String(pid) }));
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
    case 'left': {
      const continues = commandStrings.syncs.sync.continues({ pid: String(result.pid) });
      if (json) printJson(terminal, { outcome: 'running', reason: continues });
      else terminal.print(continues);
      return 130;
    }
  }
}

/** Stops the sync in progress, whoever does it, and waits for its end. */
export async function stop({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const run = await connect(engine.paths.runFolder, 'run');
  if (run === null) {
    const { running } = await engine.records.overview();
    if (running !== null) throw new ProblemError('another-run', { pid: running.pid, since: Date.parse(running.since) });
    if (json) printJson(terminal, { stopped: false });
    else terminal.print(commandStrings.syncs.sync.none);
    return 0;
  }
  run.ask({ asks: 'stop' });
  signal.addEventListener('abort', () => run.leave(), { once: true });
  await run.follow();
  if (json) printJson(terminal, { stopped: true, pid: run.pid });
  else terminal.print(commandStrings.syncs.sync.stopped);
  return 0;
}

export function printReport(
  { terminal, json }: Pick<CommandContext, 'json'> & { readonly terminal: Pick<Terminal, 'print'> },
  report: RunReport,
): void {
  if (json) printJson(terminal, report);
  else for (const line of reportLines(report)) terminal.print(line);
}

function reportLines(report: RunReport): readonly string[] {
  const { parts, albums } = report;
  const texts = commandStrings.syncs.sync;
  return [
    texts.ended[report.outcome]({ duration: duration(report.durations.total) }),
    ...(parts.uploaded > 0 ? [texts.uploaded({ files: parts.uploaded, bytes: bytes(report.bytesUploaded) })] : []),
    ...(parts.alreadyThere > 0 ? [texts.alreadyThere({ files: parts.alreadyThere })] : []),
    ...findingLines(report),
    ...(report.keyLacks ?? []).map(lackLine),
    ...(albums.created + albums.assetsAdded > 0
      ? [texts.albums({ created: albums.created, added: albums.assetsAdded })]
      : []),
    ...report.conflicts.map(({ filename, field, winner = 'photos' }) =>
      texts.conflicts[field]({ name: printable(filename), winner }),
    ),
    ...(report.contradictions ?? []).map(({ field, told, others }) =>
      texts.contradictions[field]({
        name: printable(told.filename),
        others: formatList(others.map(({ filename }) => printable(filename))),
        count: others.length,
      }),
    ),
    ...(report.isChecked === false ? [] : coverageLines(report.coverage)),
    ...problemLines(report.problems),
  ];
}

/** What is left undone, by the permission, of two the first. */
const LACKS: Readonly<Record<string, keyof typeof commandStrings.syncs.sync.keyLacks>> = {
  'stack.create': 'stack',
  'stack.update': 'changeStacks',
  'stack.delete': 'dissolveStacks',
  'stack.read': 'listStacks',
  'tag.create': 'tag',
  'album.update': 'renameAlbums',
  'albumAsset.delete': 'emptyAlbums',
};

function lackLine(lack: NonNullable<RunReport['keyLacks']>[number]): string {
  const { permission } = lack;
  const [first = ''] = permission.split(' ');
  const name = LACKS[first];
  const { keyLacks, keyLacksOther } = commandStrings.syncs.sync;
  return name === undefined ? keyLacksOther(lack) : keyLacks[name]({ permission });
}
