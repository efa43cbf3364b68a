/** `immich-sync login`, `accept-user` and `logout`: the API key and whose it is. */

import { tellApp } from '../../../core/channel/shared-run.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import { type ExitCode, PROBLEMS, type Problem, ProblemError, toProblem } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { normaliseServerAddress } from '../../../core/settings/server-address.ts';
import type { ServerState } from '../../../core/sync/preflight.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, printJson } from '../command.ts';
import { problemLines } from '../output.ts';
import { setSetting, warnAboutAddress } from './config.ts';

/** Takes the key from standard input, tries it, and keeps it in the keychain. */
export async function login(
  { engine, terminal, json, signal }: CommandContext,
  options: { readonly server?: string; readonly check: boolean },
): Promise<ExitCode> {
  if (options.server !== undefined) await setSetting(engine, 'server.url', options.server);
  const texts = commandStrings.setUp.key;
  if (terminal.isInputTerminal && !json) terminal.printError(texts.prompt);
  const key = (await terminal.readSecret(signal)).trim();
  if (key === '') throw new ProblemError('key-malformed', { reason: because('no-key-given') });
  const { url } = engine.settings.read().server;
  warnAboutAddress(terminal, url);
  let server: ServerState | null = null;
  if (options.check) {
    if (url === null) throw new ProblemError('not-set-up', { missing: 'server' });
    server = await engine.server.test(url, key);
    const { version, email } = server;
    if (!json) terminal.print(texts.accepted({ version, server: url, email }));
  }
  await engine.secrets.write(key);
  const place = reasonInUse(engine.secrets.describe());
  const stranger = server === null || url === null ? null : strangerOf(engine, server, url);
  if (json) printJson(terminal, { saved: true, place, problems: stranger === null ? [] : [stranger] });
  else {
    terminal.print(texts.saved({ place }));
    for (const line of problemLines(stranger === null ? [] : [stranger])) terminal.print(line);
  }
  return stranger === null ? 0 : PROBLEMS[stranger.code].exitCode;
}

/** The key is another user's than before: what a person has to decide about; null when it is not. */
function strangerOf(engine: Engine, server: ServerState, url: string): Problem | null {
  try {
    engine.decisions.recogniseUser(server, url);
    return null;
  } catch (error) {
    return toProblem(error);
  }
}

/** Continues with the user of the present key, who is not the previous one. */
export async function acceptUser({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const { email } = await engine.decisions.acceptUser(signal);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { accepted: email });
  else terminal.print(commandStrings.setUp.key.userAccepted({ email }));
  return 0;
}

/** Takes the server that answers now for the person's own. */
export async function acceptServer(
  { engine, terminal, json, signal }: CommandContext,
  options: { readonly server?: string },
): Promise<ExitCode> {
  const named = options.server === undefined ? null : normaliseServerAddress(options.server);
  const server = await engine.server.confirm(named, signal);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { accepted: server });
  else terminal.print(commandStrings.setUp.key.serverAccepted({ server }));
  return 0;
}

export async function logout({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  await engine.secrets.remove();
  if (json) printJson(terminal, { removed: true });
  else terminal.print(commandStrings.setUp.key.removed);
  return 0;
}
