/** `immich-sync tools`: which tools are used, and setting them up. */
import type { ToolOverview } from '../../../core/engine/tools.ts';
import { type ExitCode, PROBLEMS, tell } from '../../../core/model/problem.ts';
import { FOUND_BY_WORDS, VERDICT_WEIGHT, VERDICT_WORDS } from '../../../core/model/tool-words.ts';
import { type InstallProgress, TOOLS, type ToolName } from '../../../core/model/tools.ts';
import type { ToolReport } from '../../../core/tools/choose.ts';
import { strings } from '../../../shared/strings.ts';
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
  const lines =
    inUse === null
      ? [`✕ ${tool}: ${printable(problem?.sentence ?? '')}`, ...(problem === null ? [] : adviceLines(problem))]
      : [`${MARKS[VERDICT_WEIGHT[inUse.verdict]]} ${tool} ${describe(inUse)}`, `    ${printable(inUse.path)}`];
  for (const other of others) {
    lines.push(`  also found: ${describe(other)}`, `    ${printable(other.path)}`);
  }
  if (offered !== null && inUse !== null)
    lines.push(`  \`immich-sync tools install ${tool}\` installs ${offered}, which was tested.`);
  return lines;
}

function describe({ version, verdict, by, reason }: ToolReport): string {
  const words = [VERDICT_WORDS[verdict], FOUND_BY_WORDS[by]].join(', ');
  return version === null ? `(${words}; ${printable(reason === null ? '' : tell(reason))})` : `${version} (${words})`;
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
    const size = counted === null ? '' : ` · ${bytes(counted.done)} of ${bytes(counted.total)}`;
    terminal.redraw(`${Math.floor(fraction * 100)} % · ${sentence}${size}`);
  };
}
