/** The commands and options of `immich-sync`, and how failures become exit codes. */
import { stripVTControlCharacters } from 'node:util';
import { Argument, Command, CommanderError, type Help } from 'commander';
import type { LaunchControl } from '../../core/agent/launch-control.ts';
import { Engine } from '../../core/engine/engine.ts';
import type { FindProxy } from '../../core/immich/proxy.ts';
import { type ExitCode, makeProblem, toProblem } from '../../core/model/problem.ts';
import { because, type Explanation, quote } from '../../core/model/reasons.ts';
import { KEY_VARIABLE } from '../../core/secrets/environment.ts';
import type { SecretItem, Secrets } from '../../core/secrets/secrets.ts';
import { type Paths, pathsFor } from '../../core/settings/paths.ts';
import { commandStrings } from '../../shared/command-strings.ts';
import { formatList } from '../../shared/format.ts';
import { inEnglish } from '../../shared/texts.ts';
import { scriptsFolder } from '../scripts-folder.ts';
import { widthOf } from './columns.ts';
import { printFailure } from './command.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import { defineKey, defineServer } from './groups/connection.ts';
import type { Run, Work } from './groups/group.ts';
import { defineItems } from './groups/items.ts';
import { defineLogs, defineLooks } from './groups/looks.ts';
import { defineConfig, defineSurroundings } from './groups/surroundings.ts';
import { defineSyncs } from './groups/syncs.ts';
import { speakOnCommandLine } from './language.ts';
import type { Terminal } from './output.ts';
import { usageSentence } from './usage.ts';

interface GlobalOptions {
  readonly home?: string;
  readonly json?: boolean;
}

export interface CommandLine {
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Where the API key is kept, or another secret: the system's keychain, or inside the app its own. */
  readonly openSecrets: (paths: Paths, item?: SecretItem) => Secrets;
  /** Inside the app; see `EngineOptions`. */
  readonly findProxy?: FindProxy;
  /** Null where there is no launchd. */
  readonly launchControl: LaunchControl | null;
  /** Of this very program, `1.2.3`. */
  readonly version: string;
  /** What starts this very program, for whoever is to start it by itself: program first, absolute. */
  readonly program: readonly string[];
}

/**
 * Runs one command.
 * @param args without program names.
 * @returns the exit code; it is never thrown.
 */
export async function runCommandLine(args: readonly string[], commandLine: CommandLine): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const { terminal } = commandLine;
  // Commander may not have come as far as this option when something before it is wrong.
  const json = args.includes('--json');
  await speakOnCommandLine(args, process.env, json);
  const program = buildProgram(
    async (command, work) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      exitCode = await inEngine(options, commandLine, work);
    },
    json ? { ...terminal, printError: () => {} } : terminal,
  ).version(commandLine.version, '--version', commandStrings.help.program.version);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (json) printFailure(terminal, json, makeProblem('usage', { reason: usageReason(error) }));
    return 2;
  }
}

/** Of a command without its sub-command commander has no sentence. */
function usageReason({ code, message }: CommanderError): Explanation {
  return code === 'commander.help' ? because('command-missing') : quote(usageSentence(message));
}

async function inEngine(
  options: GlobalOptions,
  { terminal, signal, openSecrets, findProxy, launchControl, program, version }: CommandLine,
  work: Work,
): Promise<ExitCode> {
  const json = options.json === true;
  try {
    const paths = pathsFor({ home: options.home, platform: process.platform, environment: process.env });
    const engine = await Engine.open({
      paths,
      secrets: openSecrets(paths),
      hookSecrets: (hook) => openSecrets(paths, hook),
      connectionKey: openSecrets(paths, 'connection'),
      scripts: scriptsFolder(),
      environment: process.env,
      ...(findProxy === undefined ? {} : { findProxy }),
    });
    try {
      const hasOwnKey = (process.env[KEY_VARIABLE] ?? '').trim() !== '';
      return await work({ engine, terminal, json, signal, hasOwnKey, launchControl, program, version });
    } finally {
      await engine.close();
    }
  } catch (error) {
    terminal.redraw?.('');
    return printFailure(terminal, json, toProblem(error));
  }
}

/**
 * All commands with their options; also what the documentation is made of.
 * @param run does a command's work
 */
export function buildProgram(run: Run, terminal: Pick<Terminal, 'print' | 'printError'>): Command {
  const { help } = commandStrings;
  const program = new Command('immich-sync')
    .description(help.program.about)
    .option('--home <folder>', help.program.home)
    .option('--json', help.program.json)
    .helpOption('-h, --help', help.program.help)
    .helpCommand('help [command]', help.program.helpCommand)
    .exitOverride()
    .configureHelp(HELP)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.printError(stripVTControlCharacters(text).trimEnd()),
      outputError: (text, write) => write(usageSentence(text)),
    })
    .showHelpAfterError(help.program.hint);

  // In this order help and man page have them.
  defineSyncs(program, run);
  defineLooks(program, run);
  defineKey(program, run);
  defineItems(program, run);
  defineSurroundings(program, run);
  defineServer(program, run);
  defineConfig(program, run);
  defineLogs(program, run);
  program
    .command('completion')
    .description(help.completion.about)
    .addArgument(new Argument('<shell>', help.completion.shell).choices(SHELLS))
    .action((shell: Shell) => {
      // A shell keeps it, whatever language is spoken later.
      const english = inEnglish(() => buildProgram(run, terminal));
      terminal.print(completionScript(english, shell).trimEnd());
    });
  return program;
}

/** By commander's own words for them: `Usage:`. */
function heading(word: string): string {
  const { headings } = commandStrings.help;
  const name = word.replace(/:$/, '').toLowerCase();
  return Object.hasOwn(headings, name) ? headings[name as keyof typeof headings] : word;
}

/** How help is written. */
const HELP: Partial<Help> = {
  displayWidth: (text) => widthOf(stripVTControlCharacters(text)),
  styleTitle: heading,
  optionDescription: ({ description, defaultValue, negate }) =>
    defaultValue === undefined || negate
      ? description
      : commandStrings.help.withDefault({ description, value: String(defaultValue) }),
  argumentDescription: ({ description, argChoices }) =>
    argChoices === undefined
      ? description
      : commandStrings.help.withChoices({ description, choices: formatList(argChoices, 'disjunction') }),
};
