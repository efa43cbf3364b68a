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

/** @param dueAt milliseconds since 1970; null for runs that nobody was waiting for */
export function beginning(trigger: Trigger, dueAt: number | null, isFull: boolean): string {
  const due = dueAt === null ? '' : ` of ${new Date(dueAt).toLocaleString()}`;
  const whole = isFull ? ', of everything' : '';
  switch (trigger) {
    case 'schedule':
      return `Scheduled sync${due}${whole}.`;
    case 'catch-up':
      return `Catch-up sync for the one${due}${whole}.`;
    case 'retry':
      return `Sync that continues where the last one left off${whole}.`;
    case 'manual':
      return `Sync started by you${whole}.`;
    case 'command':
      return `Sync from the command line${whole}.`;
  }
}

export function ending({ outcome, coverage, durations }: RunReport): string {
  const verified = `${number(coverage.complete)} of ${number(coverage.assets)} in Immich, verified`;
  return `${OUTCOME_WORDS[outcome]} in ${durations.total.toFixed(1)} s. ${verified}.`;
}

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
