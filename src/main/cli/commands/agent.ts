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
  if (!state.installed)
    return [state.loaded ? `The agent ${state.label} is loaded, but its file is gone.` : 'No agent is installed.'];
  const lines = [
    `The agent ${state.label} is installed${state.loaded ? ' and loaded' : ', but not loaded'}.`,
    `  ${state.file}`,
    `  It needs its own permissions in System Settings › Privacy & Security: those of ${state.responsible}, not of this terminal.`,
  ];
  if (state.current === false)
    lines.push('  It is not what the settings say now: run `immich-sync agent install` again.');
  if (home !== null)
    lines.push('  With --home it is outside of ~/Library/LaunchAgents: launchd forgets it at the next log-out.');
  return lines;
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
  switch (outcome.kind) {
    case 'app':
      return `The app (process ${outcome.pid}) is open and keeps the schedule itself.`;
    case 'nothing-due':
      return outcome.next === null ? 'Nothing is due.' : `Nothing is due before ${dateTime(outcome.next.getTime())}.`;
    case 'not-yet':
      return 'Automatic syncs begin after the first one: run `immich-sync sync` once.';
    case 'another-run':
      return 'Another sync is in progress.';
    case 'waited':
      return outcome.reason;
    case 'stopped':
      return 'It was stopped while it waited.';
  }
}
