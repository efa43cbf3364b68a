/** `immich-sync agent` and `immich-sync sync --scheduled`: syncs by launchd's calendar, for people who do not want the app running. */
import {
  type AgentOptions,
  type AgentState,
  agentState,
  installAgent,
  removeAgent,
} from '../../../core/agent/agent.ts';
import { connect } from '../../../core/channel/connection.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import { type DueOutcome, runDue } from '../../../core/schedule/run-due.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, exitCodeOf } from '../command.ts';
import { dateTime } from '../output.ts';
import { showProgress } from '../progress-display.ts';
import { printReport } from './sync.ts';

const VERBS = { install: installAgent, remove: removeAgent, status: agentState } as const;
export type AgentVerb = keyof typeof VERBS;

export async function agent(context: CommandContext, verb: AgentVerb): Promise<ExitCode> {
  const { engine, terminal, json, launchControl, program } = context;
  const options: AgentOptions = { engine, launchControl, program };
  const state = await VERBS[verb](options);
  if (json) terminal.print(JSON.stringify(state));
  else for (const line of stateLines(state, engine.paths.home)) terminal.print(line);
  return 0;
}

function stateLines(state: AgentState, home: string | null): readonly string[] {
  const texts = commandStrings.syncs.agent;
  const { label } = state;
  if (!state.installed) return [state.loaded ? texts.fileGone({ label }) : texts.none];
  return [
    state.loaded ? texts.loaded({ label }) : texts.notLoaded({ label }),
    `  ${state.file}`,
    `  ${texts.permissions({ program: state.responsible })}`,
    ...(state.current === false ? [`  ${texts.outdated}`] : []),
    ...(home === null ? [] : [`  ${texts.ownHome}`]),
  ];
}

/** Does what is due, and nothing else. */
export async function syncScheduled(context: CommandContext): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const app = await connect(engine.paths.runFolder, 'app');
  app?.leave();
  const display = json ? {} : { onProgress: showProgress(terminal) };
  // The app keeps the schedule as long as it is open.
  const outcome =
    app === null ? await runDue(engine, { signal, ...display }) : ({ kind: 'app', pid: app.pid } as const);
  terminal.redraw?.('');
  if (outcome.kind === 'report') {
    printReport(context, outcome.report);
    await engine.toolUpdates.lookIfDue(signal);
    return exitCodeOf(outcome.report);
  }
  if (json) terminal.print(JSON.stringify({ outcome: outcome.kind, reason: why(outcome) }));
  else terminal.print(why(outcome));
  return outcome.kind === 'stopped' ? 130 : 0;
}

function why(
  outcome: Exclude<DueOutcome, { kind: 'report' }> | { readonly kind: 'app'; readonly pid: number },
): string {
  const texts = commandStrings.syncs.scheduled;
  switch (outcome.kind) {
    case 'app':
      return texts.app({ pid: String(outcome.pid) });
    case 'nothing-due':
      return outcome.next === null
        ? texts.nothingDue
        : texts.nothingDueBefore({ when: dateTime(outcome.next.getTime()) });
    case 'not-yet':
      return texts.notYet;
    case 'another-run':
      return texts.anotherRun;
    case 'waited':
      return reasonInUse(outcome.reason);
    case 'stopped':
      return texts.stopped;
  }
}
