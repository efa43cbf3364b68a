/** `immich-sync` as a person has it: a command with a home of its own, set up by commands alone. */
import { KEY_VARIABLE } from '../../src/core/secrets/environment.ts';
import { type CommandResult, type RunningCommand, startCommand } from '../support/sync/command-line.ts';
import type { ProvisionedTools } from '../support/tools/provision.ts';

export interface Program {
  /** @param key the account's ordinary key if not given */
  run(args: readonly string[], key?: string): Promise<CommandResult>;
  start(args: readonly string[], key?: string): RunningCommand;
}

export interface ProgramOptions {
  readonly home: string;
  readonly url: string;
  readonly key: string;
  readonly libraryPath: string;
  readonly tools: ProvisionedTools;
}

/** @throws Error when a setting is refused */
export async function setUpProgram({ home, url, key, libraryPath, tools }: ProgramOptions): Promise<Program> {
  const start: Program['start'] = (args, given = key) =>
    startCommand(['--home', home, ...args], { environment: { [KEY_VARIABLE]: given } });
  const run: Program['run'] = (args, given) => start(args, given).ended;
  const settings = {
    'server.url': url,
    'library.path': libraryPath,
    'tools.osxphotos': tools.osxphotos.path,
    'tools.immichGo': tools.immichGo.path,
  };
  for (const [name, value] of Object.entries(settings)) {
    const { exitCode, stderr } = await run(['config', 'set', name, value]);
    if (exitCode !== 0) throw new Error(`config set ${name}: ${stderr}`);
  }
  return { run, start };
}
