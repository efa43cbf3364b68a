/** `immich-sync tools`: which tools are used, and setting them up. */
import type { ToolOverview } from '../../../core/engine/tools.ts';
import { type ExitCode, PROBLEMS } from '../../../core/model/problem.ts';
import { VERDICT_WEIGHT } from '../../../core/model/tool-words.ts';
import { type InstallProgress, TOOLS, type ToolName } from '../../../core/model/tools.ts';
import type { ToolReport } from '../../../core/tools/choose.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatLabelled } from '../../../shared/format.ts';
import { strings } from '../../../shared/strings.ts';
import { problemInUse, reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, printJson } from '../command.ts';
import { adviceLines, bytes, printable, type Terminal } from '../output.ts';

const MARKS = { good: '✓', caution: '!', bad: '✕' } as const;

export async function listTools({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  const tools = await engine.tools.list();
  if (json) printJson(terminal, { tools });
  else for (const tool of tools) for (const line of toolLines(tool)) terminal.print(line);
  const problem = tools.find((tool) => tool.problem !== null)?.problem;
  return problem == null ? 0 : PROBLEMS[problem.code].exitCode;
}

/** @param names all tools when empty */
export async function installTools(context: CommandContext, names: readonly ToolName[]): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const display = json ? {} : { onProgress: showInstallation(terminal) };
  try {
    await engine.tools.setUp({ tools: names.length === 0 ? TOOLS : names, signal, ...display });
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.redraw?.('');
    if (json) printJson(terminal, { outcome: 'interrupted' });
    else terminal.printError(strings.tools.cancelled);
    return 130;
  }
  terminal.redraw?.('');
  await listTools(context);
  return 0;
}

/** @param path `own` is the one that Immich Sync has installed, or the first that is found */
export async function chooseTool(context: CommandContext, tool: ToolName, path: string): Promise<ExitCode> {
  await context.engine.tools.use(tool, path === 'own' ? null : path);
  return listTools(context);
}

function toolLines({ tool, inUse, problem, others, offered }: ToolOverview): readonly string[] {
  const texts = commandStrings.setUp.tools;
  return [
    ...(inUse !== null
      ? [`${MARKS[VERDICT_WEIGHT[inUse.verdict]]} ${tool} ${describe(inUse)}`, `    ${printable(inUse.path)}`]
      : problem !== null
        ? [`✕ ${formatLabelled(tool, printable(problemInUse(problem).sentence))}`, ...adviceLines(problem)]
        : []),
    ...others.flatMap((other) => [`  ${texts.alsoFound({ tool: describe(other) })}`, `    ${printable(other.path)}`]),
    ...(offered !== null && inUse !== null ? [`  ${texts.offered({ tool, version: offered })}`] : []),
  ];
}

function describe({ version, reason, ...found }: ToolReport): string {
  const texts = commandStrings.setUp.tools;
  const verdict = strings.tools.verdicts[found.verdict];
  const by = strings.tools.foundBy[found.by];
  if (version !== null) return texts.version({ version, verdict, by });
  return texts.noVersion({ verdict, by, reason: printable(reason === null ? '' : reasonInUse(reason)) });
}

function showInstallation(terminal: Terminal) {
  let last = '';
  return ({ tool, activity, bytes: counted, fraction }: InstallProgress) => {
    const sentence = strings.tools.activities[activity]({ tool });
    if (terminal.redraw === null) {
      if (sentence !== last) terminal.print(sentence);
      last = sentence;
      return;
    }
    const texts = commandStrings.setUp.tools;
    const said = texts.progress({ percent: Math.floor(fraction * 100), activity: sentence });
    const size = counted === null ? [] : [texts.bytes({ done: bytes(counted.done), total: bytes(counted.total) })];
    terminal.redraw([said, ...size].join(' · '));
  };
}
