/** The commands and options of `immich-sync`, and how failures become exit codes. */
import { stripVTControlCharacters } from 'node:util';
import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
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
import { scriptsFolder } from '../scripts-folder.ts';
import { type CommandContext, printFailure } from './command.ts';
import { type AgentVerb, agent, syncScheduled } from './commands/agent.ts';
import { chooseAlbums, listAlbums } from './commands/albums.ts';
import { configApply, configGet, configImport, configSet } from './commands/config.ts';
import { diagnostics } from './commands/diagnostics.ts';
import { doctor } from './commands/doctor.ts';
import { find } from './commands/find.ts';
import { listFormerEdits } from './commands/former-edits.ts';
import { hookName, listHooks, removeHook, setHook, testHooks } from './commands/hooks.ts';
import { acceptUser, login, logout } from './commands/key.ts';
import { logs } from './commands/logs.ts';
import { pause, resume } from './commands/pause.ts';
import { plan } from './commands/plan.ts';
import { confirmLibrary, decideAbout, remainder } from './commands/remainder.ts';
import { report } from './commands/report.ts';
import { setCertificate, setHeader, showServer } from './commands/server.ts';
import { history, status } from './commands/status.ts';
import { stop, sync } from './commands/sync.ts';
import { updateTools } from './commands/tool-updates.ts';
import { chooseTool, installTools, listTools } from './commands/tools.ts';
import { decide, listThrownAway } from './commands/trash.ts';
import { verify } from './commands/verify.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import type { Terminal } from './output.ts';

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
  const program = buildProgram(
    async (command, work) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      exitCode = await inEngine(options, commandLine, work);
    },
    json ? { ...terminal, printError: () => {} } : terminal,
  ).version(commandLine.version, '--version', 'print the version');
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

/** Commander's own sentence, written as ours are; of a command without its sub-command it has none. */
function usageReason({ code, message }: CommanderError): Explanation {
  if (code === 'commander.help') return because('command-missing');
  const said = stripVTControlCharacters(message).replace(/^error: /, '');
  const sentence = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  // It may end with “(Did you mean …?)”.
  return quote(/[.)]$/.test(sentence) ? sentence : `${sentence}.`);
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
  const program = new Command('immich-sync')
    .description('Keeps your Apple Photos library on your own Immich server, and verifies every file.')
    .option('--home <folder>', 'keep settings, ledger, staging and logs below this folder')
    .option('--json', 'print one JSON document instead of sentences (one object a line for streams)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.printError(stripVTControlCharacters(text).trimEnd()),
    })
    .showHelpAfterError('(immich-sync --help shows all commands)');

  program
    .command('sync')
    .description('upload everything in Photos to Immich')
    .option('--dry-run', 'only show what would be done')
    .option('--full', 'read the whole library and check everything on the server again')
    .option('--no-wait', 'do not follow a sync already in progress: exit with 75 at once')
    .option('--scheduled', 'only what is due by the schedule; for launchd and cron')
    .action((options, command) =>
      run(command, (context) => (options.scheduled ? syncScheduled(context) : sync(context, options))),
    );
  program
    .command('stop')
    .description('stop the sync in progress, wherever it was started')
    .action((_options, command) => run(command, stop));
  program
    .command('pause')
    .description('pause automatic syncs until `resume`, or for a while')
    .option('--for <time>', 'for example 90m, 3h or 2d', pauseFor)
    .option('--until <when>', '“tomorrow” (08:00), or a date and time like 2026-12-24T18:00', pauseEndTyped)
    .option('--skip-next', 'only leave out the next automatic sync')
    .action((options, command) => {
      const end = options.skipNext === true ? 'next-sync' : (options.for ?? options.until ?? 'open-end');
      return run(command, (context) => pause(context, end));
    });
  program
    .command('resume')
    .description('resume automatic syncs')
    .action((_options, command) => run(command, resume));
  program
    .command('plan')
    .description('show what the next sync would do')
    .action((_options, command) => run(command, plan));
  program
    .command('verify')
    .description('ask the server about everything now, and report what is not as expected; nothing is changed')
    .option('--deep', 'download files and compare their bytes; stopped, it continues where it left off')
    .option('--sample <count>', 'with --deep: only this many, starting with those never read', wholeNumber)
    .action((options, command) => run(command, (context) => verify(context, options)));
  program
    .command('status')
    .description('show how much is in Immich, and the last and the next sync')
    .option('--prometheus', 'as text for Prometheus')
    .action((options, command) => run(command, (context) => status(context, options)));
  program
    .command('history')
    .description('list past syncs, the newest first')
    .option('-n, --limit <count>', 'how many', wholeNumber, 20)
    .action((options, command) => run(command, (context) => history(context, options)));
  program
    .command('report')
    .description('show how much of each month, kind and album is in Immich, and where the bytes lie')
    .option('--html <file>', 'save it as a page that needs nothing else')
    .option('--names', 'with the names of the albums')
    .action((options, command) => run(command, (context) => report(context, options)));
  program
    .command('doctor')
    .description('check everything and say what to do')
    .action((_options, command) => run(command, doctor));
  program
    .command('diagnostics [file]')
    .description('save what is needed to help you as a zip, with stand-ins for all names; look through it first')
    .option('--show', 'print it instead')
    .action((file, options, command) => run(command, (context) => diagnostics(context, file, options)));
  program
    .command('login')
    .description('save the API key, read from standard input, in the keychain')
    .option('--server <address>', 'set the server’s address as well')
    .option('--no-check', 'do not try the key first')
    .action((options, command) => run(command, (context) => login(context, options)));
  program
    .command('accept-user')
    .description('use the account of the current key, when it is not the one used before')
    .action((_options, command) => run(command, acceptUser));
  program
    .command('logout')
    .description('remove the API key from the keychain')
    .action((_options, command) => run(command, logout));

  const albums = program.command('albums').description('choose which albums are synced');
  albums
    .command('list', { isDefault: true })
    .description('list the albums in Photos; ✓ marks those that are synced')
    .action((_options, command) => run(command, listAlbums));
  albums
    .command('all')
    .description('sync all albums')
    .action((_options, command) => run(command, (context) => chooseAlbums(context, 'all', [])));
  albums
    .command('only <name...>')
    .description('sync only these; a name is a title, `Folder/Title` or a UUID')
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'only', names)));
  albums
    .command('except <name...>')
    .description('sync all albums except these')
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'except', names)));

  program
    .command('find [word...]')
    .description('find photos by name, date, album, keyword or UUID, and say whether they are safe')
    .option('-n, --limit <count>', 'how many at most', wholeNumber, 50)
    .action((words, options, command) => run(command, (context) => find(context, words, options)));
  program
    .command('former-edits')
    .description('list edits in Immich that were replaced or undone in Photos')
    .action((_options, command) => run(command, listFormerEdits));

  program
    .command('remainder')
    .description('list what is in Photos but not fully in Immich, and why')
    .option('--reason <reason>', 'only items with this reason')
    .option('-n, --limit <count>', 'how many at most', wholeNumber)
    .action((options, command) => run(command, (context) => remainder(context, options)));
  program
    .command('retry [item...]')
    .description('retry failed items with the next sync: those given by number or name, or all')
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'retry', items)));
  program
    .command('leave-out <item...>')
    .description('no longer try to upload these items')
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'leave-out', items)));
  program
    .command('bring-back [item...]')
    .description('no longer leave items out: those given, or all')
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'bring-back', items)));

  program
    .command('confirm-library')
    .description('confirm that the library is right although many items are gone; the next sync continues')
    .action((_options, command) => run(command, confirmLibrary));

  const trash = program.command('trash').description('items in Photos that were deleted in Immich');
  trash
    .command('list', { isDefault: true })
    .description('list them')
    .action((_options, command) => run(command, listThrownAway));
  trash
    .command('restore [uuid...]')
    .description('take them out of Immich’s trash: those given, or all that are not left out')
    .option('--left-out', 'all that are left out')
    .action((uuids, options, command) => run(command, (context) => decide(context, 'restore', uuids, options)));
  trash
    .command('leave [uuid...]')
    .description('leave them out for good: those given, or all')
    .action((uuids, _options, command) => run(command, (context) => decide(context, 'leave', uuids, {})));

  const agentCommand = program.command('agent').description('sync by launchd, without the app (macOS)');
  const agentVerb = (verb: AgentVerb, description: string) =>
    agentCommand
      .command(verb)
      .description(description)
      .action((_options, command) => run(command, (context) => agent(context, verb)));
  agentVerb('install', 'have launchd start syncs at the times of the schedule');
  agentVerb('remove', 'no longer have launchd start syncs');
  agentVerb('status', 'show whether it is installed and loaded');

  const hooks = program
    .command('hooks')
    .description('services that are told of each sync: healthchecks, webhook, ntfy');
  hooks
    .command('list', { isDefault: true })
    .description('show which are on, and whether they were told of the last sync')
    .action((_options, command) => run(command, listHooks));
  hooks
    .command('set <service>')
    .description('save the address, read from standard input, in the keychain, and turn the service on')
    .action((name, _options, command) => run(command, (context) => setHook(context, hookName(name))));
  hooks
    .command('remove <service>')
    .description('forget the address, and turn the service off')
    .action((name, _options, command) => run(command, (context) => removeHook(context, hookName(name))));
  hooks
    .command('test [service...]')
    .description('send a test to those named, or to all that are on')
    .action((names: string[], _options, command) => run(command, (context) => testHooks(context, names.map(hookName))));

  const tools = program.command('tools').description('osxphotos and immich-go: which are used, and setting them up');
  tools
    .command('list', { isDefault: true })
    .description('show which are used, and what else is on this Mac')
    .action((_options, command) => run(command, listTools));
  tools
    .command('install [tool...]')
    .description('download and install both, or the one named; stopped, it continues where it left off')
    .action((names: string[], _options, command) =>
      run(command, (context) => installTools(context, names.map(toolName))),
    );
  tools
    .command('use <tool> <path>')
    .description('use the program at this path; `own` is the one that Immich Sync has installed')
    .action((name, path, _options, command) => run(command, (context) => chooseTool(context, toolName(name), path)));
  tools
    .command('update')
    .description('look for newer tools that were tested together, try them on the library and use them')
    .action((_options, command) => run(command, updateTools));

  const server = program.command('server').description('the addresses of the server, and what the way to each needs');
  const AWAY = ['--away', 'for the second address, the one from away'] as const;
  server
    .command('show', { isDefault: true })
    .description('show the addresses, and the names of headers and certificates')
    .action((_options, command) => run(command, showServer));
  server
    .command('header <name>')
    .description('keep a header for a proxy in the keychain; its value comes from standard input')
    .option(...AWAY)
    .option('--remove', 'no longer send it')
    .action((name, options, command) => run(command, (context) => setHeader(context, name, options)));
  server
    .command('certificate [file]')
    .description('keep a client certificate (.p12, .pfx or .pem) in the keychain')
    .option(...AWAY)
    .option('--passphrase', 'read the passphrase of the file from standard input')
    .option('--remove', 'no longer use one')
    .action((file, options, command) => run(command, (context) => setCertificate(context, file, options)));

  const config = program.command('config').description('show and change settings');
  config
    .command('get [name]')
    .description('show one setting or all')
    .action((name, _options, command) => run(command, (context) => configGet(context, name)));
  config
    .command('set <name> <value>')
    .description('change a setting')
    .action((name, value, _options, command) => run(command, (context) => configSet(context, name, value)));
  config
    .command('apply <file>')
    .description('change all settings that a JSON file names, in the form of `config get --json`')
    .action((file, _options, command) => run(command, (context) => configApply(context, file)));
  config
    .command('import [file]')
    .description('import the configuration of the old shell script')
    .action((file, _options, command) => run(command, (context) => configImport(context, file)));

  program
    .command('logs')
    .description('show the log')
    .option('-f, --follow', 'keep printing new lines')
    .option('-n, --lines <count>', 'number of lines from the end', wholeNumber, 50)
    .action((options, command) => run(command, (context) => logs(context, options)));
  program
    .command('completion')
    .description('print what a shell needs to complete these commands')
    .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
    .action((shell: Shell) => terminal.print(completionScript(program, shell).trimEnd()));
  return program;
}

/** @throws {ProblemError} usage */
function toolName(text: string): ToolName {
  const tool = TOOLS.find((each) => each === text);
  if (tool === undefined) throw new ProblemError('usage', { reason: because('tool-unknown', { of: TOOLS }) });
  return tool;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above zero.');
  return value;
}

/** From now. */
function pauseFor(text: string): Date {
  const minutes = pauseLength(text);
  if (minutes === null) throw new InvalidArgumentError('Write it like 90m, 3h or 2d.');
  return new Date(Date.now() + minutes * 60_000);
}

function pauseEndTyped(text: string): Date | 'tomorrow' {
  if (text === 'tomorrow') return text;
  const [, day = '', time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec(text) ?? [];
  // With a time it is read as local time, without one it would be UTC.
  const until = new Date(`${day}T${time}`);
  if (Number.isNaN(until.getTime()))
    throw new InvalidArgumentError('Write “tomorrow”, or a time like 2026-12-24T18:00.');
  if (until.getTime() <= Date.now()) throw new InvalidArgumentError('That time has passed.');
  return until;
}
