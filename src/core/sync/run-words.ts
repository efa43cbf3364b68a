/** How a run begins and ends in the log, and its outcome in one word. Pure. */
import type { Problem } from '../model/problem.ts';
import type { Outcome, RunReport, Trigger } from '../model/run-report.ts';

const OUTCOME_WORDS: Record<Outcome, string> = {
  done: 'Done',
  'nothing-new': 'Nothing new',
  partial: 'Finished with problems',
  skipped: 'Skipped',
  interrupted: 'Stopped',
  failed: 'Failed',
};

const BEGINNINGS: Record<Trigger, string> = {
  schedule: 'Scheduled sync',
  'catch-up': 'Catch-up sync for the one',
  retry: 'Sync that continues where the last one left off',
  manual: 'Sync started by you',
  command: 'Sync from the command line',
};

/** @param dueAt milliseconds since 1970; null for runs that nobody was waiting for */
export function beginning(trigger: Trigger, dueAt: number | null, isFull: boolean): string {
  const isOfSchedule = trigger === 'schedule' || trigger === 'catch-up';
  const due = dueAt === null || !isOfSchedule ? '' : ` of ${new Date(dueAt).toLocaleString()}`;
  return `${BEGINNINGS[trigger]}${due}${isFull ? ', of everything' : ''}.`;
}

export function ending({ outcome, coverage, durations }: RunReport): string {
  const verified = `${number(coverage.complete)} of ${number(coverage.assets)} in Immich, verified`;
  return `${OUTCOME_WORDS[outcome]} in ${durations.total.toFixed(1)} s. ${verified}.`;
}

/** Whether a message of the log is the first of a run. */
export const isBeginning = (message: string): boolean =>
  Object.values(BEGINNINGS).some((words) => message.startsWith(words));

const ENDING = new RegExp(`^(?:${Object.values(OUTCOME_WORDS).join('|')}) in \\d+\\.\\d s\\. `);

/** Whether a message of the log is the last of a run. */
export const isEnding = (message: string): boolean => ENDING.test(message);

export function judgeOutcome(failure: Problem | null, problems: number, didWork: boolean): Outcome {
  if (failure?.code === 'stopped' || failure?.code === 'closed') return 'interrupted';
  if (failure !== null) return didWork ? 'partial' : 'failed';
  if (problems > 0) return 'partial';
  return didWork ? 'done' : 'nothing-new';
}

/** “12,431”. */
export function number(value: number): string {
  return value.toLocaleString('en');
}
