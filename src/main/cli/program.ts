/** The commands and options of `immich-sync`, and how failures become exit codes. */
import { stripVTControlCharacters } from 'node:util';
import { Argument, Command, CommanderError, type Help, InvalidArgumentError } from 'commander';
import type { LaunchControl } from '../../core/agent/launch-control.ts';
import { Engine } from '../../core/engine/engine.ts';
import type { FindProxy } from '../../core/immich/proxy.ts';
import { type ExitCode, makeProblem, ProblemError, toProblem } from '../../core/model/problem.ts';
import { because, type Explanation, quote } from '../../core/model/reasons.ts';
import { TOOLS, type ToolName } from '../../core/model/tools.ts';
import { pauseLength } from '../../core/schedule/pause-length.ts';
import { KEY_VARIABLE } from '../../core/secrets/environment.ts';
import type { SecretItem, Secrets } from '../../core/secrets/secrets.ts';
import { type Paths, pathsFor } from '../../core/settings/paths.ts';
import { commandStrings } from '../../shared/command-strings.ts';
import { formatList } from '../../shared/format.ts';
import { inEnglish } from '../../shared/texts.ts';
import { scriptsFolder } from '../scripts-folder.ts';
import { widthOf } from './columns.ts';
import { type CommandContext, printFailure } from './command.ts';
import { type AgentVerb, agent, syncScheduled } from './commands/agent.ts';
import { chooseAlbums, listAlbums } from './commands/albums.ts';
import { configApply, configGet, configImport, configSet } from './commands/config.ts';
import { diagnostics } from './commands/diagnostics.ts';
import { doctor } from './commands/doctor.ts';
import { find } from './commands/find.ts';
import { listFormerEdits } from './commands/former-edits.ts';
import { hookName, listHooks, removeHook, setHook, testHooks } from './commands/hooks.ts';
import { acceptServer, acceptUser, login, logout } from './commands/key.ts';
import { logs } from './commands/logs.ts';
import { pause, resume } from './commands/pause.ts';
import { plan } from './commands/plan.ts';
import { confirmLibrary, decideAbout, remainder } from './commands/remainder.ts';
import { report } from './commands/report.ts';
import { forget, reuse, setAuthority, setCertificate, setHeader, showServer } from './commands/server.ts';
import { history, status } from './commands/status.ts';
import { stop, sync } from './commands/sync.ts';
import { updateTools } from './commands/tool-updates.ts';
import { chooseTool, installTools, listTools } from './commands/tools.ts';
import { decide, listThrownAway } from './commands/trash.ts';
import { verify } from './commands/verify.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
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

type Work = (context: CommandContext) => ExitCode | Promise<ExitCode>;

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
export function buildProgram(
  run: (command: Command, work: Work) => Promise<void>,
  terminal: Pick<Terminal, 'print' | 'printError'>,
): Command {
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

  program
    .command('sync')
    .description(help.sync.about)
    .option('--dry-run', help.sync.dryRun)
    .option('--full', help.sync.full)
    .option('--no-wait', help.sync.noWait)
    .option('--scheduled', help.sync.scheduled)
    .action((options, command) =>
      run(command, (context) => (options.scheduled ? syncScheduled(context) : sync(context, options))),
    );
  program
    .command('stop')
    .description(help.stop)
    .action((_options, command) => run(command, stop));
  program
    .command('pause')
    .description(help.pause.about)
    .option('--for <time>', help.pause.for, pauseFor)
    .option('--until <when>', help.pause.until, pauseEndTyped)
    .option('--skip-next', help.pause.skipNext)
    .action((options, command) => {
      const end = options.skipNext === true ? 'next-sync' : (options.for ?? options.until ?? 'open-end');
      return run(command, (context) => pause(context, end));
    });
  program
    .command('resume')
    .description(help.resume)
    .action((_options, command) => run(command, resume));
  program
    .command('plan')
    .description(help.plan)
    .action((_options, command) => run(command, plan));
  program
    .command('verify')
    .description(help.verify.about)
    .option('--deep', help.verify.deep)
    .option('--sample <count>', help.verify.sample, wholeNumber)
    .action((options, command) => run(command, (context) => verify(context, options)));
  program
    .command('status')
    .description(help.status.about)
    .option('--prometheus', help.status.prometheus)
    .action((options, command) => run(command, (context) => status(context, options)));
  program
    .command('history')
    .description(help.history)
    .option('-n, --limit <count>', help.howMany, wholeNumber, 20)
    .action((options, command) => run(command, (context) => history(context, options)));
  program
    .command('report')
    .description(help.report.about)
    .option('--html <file>', help.report.html)
    .option('--names', help.report.names)
    .action((options, command) => run(command, (context) => report(context, options)));
  program
    .command('doctor')
    .description(help.doctor)
    .action((_options, command) => run(command, doctor));
  program
    .command('diagnostics [file]')
    .description(help.diagnostics.about)
    .option('--show', help.diagnostics.show)
    .action((file, options, command) => run(command, (context) => diagnostics(context, file, options)));
  program
    .command('login')
    .description(help.login.about)
    .option('--server <address>', help.login.server)
    .option('--no-check', help.login.noCheck)
    .action((options, command) => run(command, (context) => login(context, options)));
  program
    .command('accept-user')
    .description(help.acceptUser)
    .action((_options, command) => run(command, acceptUser));
  program
    .command('accept-server')
    .description(help.acceptServer)
    .action((_options, command) => run(command, acceptServer));
  program
    .command('logout')
    .description(help.logout)
    .action((_options, command) => run(command, logout));

  const albums = program.command('albums').description(help.albums.about);
  albums
    .command('list', { isDefault: true })
    .description(help.albums.list)
    .action((_options, command) => run(command, listAlbums));
  albums
    .command('all')
    .description(help.albums.all)
    .action((_options, command) => run(command, (context) => chooseAlbums(context, 'all', [])));
  albums
    .command('only <name...>')
    .description(help.albums.only)
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'only', names)));
  albums
    .command('except <name...>')
    .description(help.albums.except)
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'except', names)));

  program
    .command('find [word...]')
    .description(help.find)
    .option('-n, --limit <count>', help.howManyAtMost, wholeNumber, 50)
    .action((words, options, command) => run(command, (context) => find(context, words, options)));
  program
    .command('former-edits')
    .description(help.formerEdits)
    .action((_options, command) => run(command, listFormerEdits));

  program
    .command('remainder')
    .description(help.remainder.about)
    .option('--reason <reason>', help.remainder.reason)
    .option('-n, --limit <count>', help.howManyAtMost, wholeNumber)
    .action((options, command) => run(command, (context) => remainder(context, options)));
  program
    .command('try-again [item...]')
    .description(help.tryAgain)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'try-again', items)));
  program
    .command('leave-out <item...>')
    .description(help.leaveOut)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'leave-out', items)));
  program
    .command('bring-back [item...]')
    .description(help.bringBack)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'bring-back', items)));

  program
    .command('confirm-library')
    .description(help.confirmLibrary)
    .action((_options, command) => run(command, confirmLibrary));

  const trash = program.command('trash').description(help.trash.about);
  trash
    .command('list', { isDefault: true })
    .description(help.trash.list)
    .action((_options, command) => run(command, listThrownAway));
  trash
    .command('restore [uuid...]')
    .description(help.trash.restore)
    .option('--left-out', help.trash.leftOut)
    .action((uuids, options, command) => run(command, (context) => decide(context, 'restore', uuids, options)));
  trash
    .command('leave [uuid...]')
    .description(help.trash.leave)
    .action((uuids, _options, command) => run(command, (context) => decide(context, 'leave', uuids, {})));

  const agentCommand = program.command('agent').description(help.agent.about);
  const agentVerb = (verb: AgentVerb, description: string) =>
    agentCommand
      .command(verb)
      .description(description)
      .action((_options, command) => run(command, (context) => agent(context, verb)));
  agentVerb('install', help.agent.install);
  agentVerb('remove', help.agent.remove);
  agentVerb('status', help.agent.status);

  const hooks = program.command('hooks').description(help.hooks.about);
  hooks
    .command('list', { isDefault: true })
    .description(help.hooks.list)
    .action((_options, command) => run(command, listHooks));
  hooks
    .command('set <service>')
    .description(help.hooks.set)
    .action((name, _options, command) => run(command, (context) => setHook(context, hookName(name))));
  hooks
    .command('remove <service>')
    .description(help.hooks.remove)
    .action((name, _options, command) => run(command, (context) => removeHook(context, hookName(name))));
  hooks
    .command('test [service...]')
    .description(help.hooks.test)
    .action((names: string[], _options, command) => run(command, (context) => testHooks(context, names.map(hookName))));

  const tools = program.command('tools').description(help.tools.about);
  tools
    .command('list', { isDefault: true })
    .description(help.tools.list)
    .action((_options, command) => run(command, listTools));
  tools
    .command('install [tool...]')
    .description(help.tools.install)
    .action((names: string[], _options, command) =>
      run(command, (context) => installTools(context, names.map(toolName))),
    );
  tools
    .command('use <tool> <path>')
    .description(help.tools.use)
    .action((name, path, _options, command) => run(command, (context) => chooseTool(context, toolName(name), path)));
  tools
    .command('update')
    .description(help.tools.update)
    .action((_options, command) => run(command, updateTools));

  const server = program.command('server').description(help.server.about);
  const AWAY = ['--away', help.server.away] as const;
  server
    .command('show', { isDefault: true })
    .description(help.server.show)
    .action((_options, command) => run(command, showServer));
  server
    .command('header <name>')
    .description(help.server.header)
    .option(...AWAY)
    .option('--remove', help.server.removeHeader)
    .action((name, options, command) => run(command, (context) => setHeader(context, name, options)));
  server
    .command('certificate [file]')
    .description(help.server.certificate)
    .option(...AWAY)
    .option('--passphrase', help.server.passphrase)
    .option('--remove', help.server.removeCertificate)
    .action((file, options, command) => run(command, (context) => setCertificate(context, file, options)));
  server
    .command('authority [file]')
    .description(help.server.authority)
    .option(...AWAY)
    .option('--remove', help.server.removeAuthority)
    .action((file, options, command) => run(command, (context) => setAuthority(context, file, options)));
  server
    .command('reuse <address>')
    .description(help.server.reuse)
    .option(...AWAY)
    .action((address, options, command) => run(command, (context) => reuse(context, address, options)));
  server
    .command('forget <address>')
    .description(help.server.forget)
    .action((address, _options, command) => run(command, (context) => forget(context, address)));

  const config = program.command('config').description(help.config.about);
  config
    .command('get [name]')
    .description(help.config.get)
    .action((name, _options, command) => run(command, (context) => configGet(context, name)));
  config
    .command('set <name> <value>')
    .description(help.config.set)
    .action((name, value, _options, command) => run(command, (context) => configSet(context, name, value)));
  config
    .command('apply <file>')
    .description(help.config.apply)
    .action((file, _options, command) => run(command, (context) => configApply(context, file)));
  config
    .command('import [file]')
    .description(help.config.import)
    .action((file, _options, command) => run(command, (context) => configImport(context, file)));

  program
    .command('logs')
    .description(help.logs.about)
    .option('-f, --follow', help.logs.follow)
    .option('-n, --lines <count>', help.logs.lines, wholeNumber, 50)
    .action((options, command) => run(command, (context) => logs(context, options)));
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

/** @throws {ProblemError} usage */
function toolName(text: string): ToolName {
  const tool = TOOLS.find((each) => each === text);
  if (tool === undefined) throw new ProblemError('usage', { reason: because('tool-unknown', { of: TOOLS }) });
  return tool;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError(commandStrings.usage.wholeNumber);
  return value;
}

/** From now. */
function pauseFor(text: string): Date {
  const minutes = pauseLength(text);
  if (minutes === null) throw new InvalidArgumentError(commandStrings.usage.length);
  return new Date(Date.now() + minutes * 60_000);
}

function pauseEndTyped(text: string): Date | 'tomorrow' {
  if (text === 'tomorrow') return text;
  const [, day = '', time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec(text) ?? [];
  // With a time it is read as local time, without one it would be UTC.
  const until = new Date(`${day}T${time}`);
  if (Number.isNaN(until.getTime())) throw new InvalidArgumentError(commandStrings.usage.moment);
  if (until.getTime() <= Date.now()) throw new InvalidArgumentError(commandStrings.usage.past);
  return until;
}
