/** `immich-sync hooks`: services that are notified of each sync. */
import { tellApp } from '../../../core/channel/shared-run.ts';
import { HOOK_TITLES, HOOKS, type HookName, type HookState } from '../../../core/model/hooks.ts';
import { type ExitCode, PROBLEMS, type Problem, ProblemError, toProblem } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, printJson } from '../command.ts';
import { dateTime, problemLines } from '../output.ts';

/** @throws {ProblemError} usage */
export function hookName(text: string): HookName {
  const hook = HOOKS.find((each) => each === text);
  if (hook === undefined) throw new ProblemError('usage', { reason: because('service-unknown', { of: HOOKS }) });
  return hook;
}

export async function listHooks({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  const states = await engine.hooks.states();
  if (json) printJson(terminal, states);
  else for (const state of states) terminal.print(stateText(state));
  return 0;
}

function stateText({ hook, isOn, hasAddress, last }: HookState): string {
  const texts = commandStrings.setUp.hooks;
  const service = HOOK_TITLES[hook];
  if (!isOn) return texts.off({ service, name: hook });
  if (hasAddress === false) return texts.noAddress({ service, name: hook });
  if (last === null) return texts.nothingYet({ service });
  const when = dateTime(last.at);
  return last.failure === null
    ? texts.told({ service, when })
    : texts.notTold({ service, when, reason: reasonInUse(last.failure) });
}

/** Takes the address from standard input, keeps it in the keychain, and turns the service on. */
export async function setHook({ engine, terminal, json, signal }: CommandContext, hook: HookName): Promise<ExitCode> {
  if (terminal.isInputTerminal && !json) terminal.printError(commandStrings.setUp.hooks.prompts[hook]);
  const typed = (await terminal.readSecret(signal)).trim();
  if (typed === '') throw new ProblemError('hook-address-unusable', { reason: because('no-key-given') });
  await engine.hooks.set(hook, typed);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { saved: hook });
  else terminal.print(commandStrings.setUp.hooks.saved({ name: hook }));
  return 0;
}

export async function removeHook({ engine, terminal, json }: CommandContext, hook: HookName): Promise<ExitCode> {
  await engine.hooks.remove(hook);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { removed: hook });
  else terminal.print(commandStrings.setUp.hooks.removed);
  return 0;
}

/** @param hooks all that are on for want of any */
export async function testHooks(
  { engine, terminal, json }: CommandContext,
  hooks: readonly HookName[],
): Promise<ExitCode> {
  const tried =
    hooks.length > 0 ? hooks : (await engine.hooks.states()).filter(({ isOn }) => isOn).map(({ hook }) => hook);
  const results = await Promise.all(
    tried.map(async (hook) => ({
      hook,
      problem: await engine.hooks.test(hook).then(
        () => null,
        (error: unknown): Problem => toProblem(error),
      ),
    })),
  );
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, results);
  else if (results.length === 0) terminal.print(commandStrings.setUp.hooks.noneOn);
  else
    for (const { hook, problem } of results)
      for (const line of problem === null ? [sentLine(hook)] : problemLines([problem])) terminal.print(line);
  const failed = results.find(({ problem }) => problem !== null)?.problem;
  return failed == null ? 0 : PROBLEMS[failed.code].exitCode;
}

const sentLine = (hook: HookName) => commandStrings.setUp.hooks.sent({ service: HOOK_TITLES[hook] });
