/** What became of syncs and due times, and what they found. */
import type { FindingName, RunOutcome, Trigger } from '../contract.ts';
import { formatCount, formatPlural } from '../format.ts';

const verifiedFiles = (count: number) => formatPlural(count, 'verified file is', 'verified files are');

interface Finding {
  readonly title: (count: number) => string;
  /** As one of several things in a line. */
  readonly short: (count: number) => string;
  /** What becomes of it. */
  readonly detail: string;
}

export const historyStrings = {
  outcomes: {
    running: 'Running now',
    done: 'Done',
    'nothing-new': 'Nothing new',
    partial: 'Done with problems',
    skipped: 'Skipped',
    waiting: 'Waiting',
    waited: 'Waited',
    interrupted: 'Stopped',
    failed: 'Failed',
  } satisfies Record<RunOutcome, string>,

  outcomeDay: {
    running: (count: number) => `${count} running`,
    done: (count: number) => `${count} with changes`,
    'nothing-new': (count: number) => `${count} without anything new`,
    partial: (count: number) => `${count} with problems`,
    skipped: (count: number) => `${count} skipped`,
    waiting: (count: number) => `${count} waiting`,
    waited: (count: number) => `${count} waited`,
    interrupted: (count: number) => `${count} stopped`,
    failed: (count: number) => `${count} failed`,
  } satisfies Record<RunOutcome, (count: number) => string>,

  triggers: {
    manual: 'by you',
    schedule: '',
    'catch-up': 'catch-up',
    retry: 'retry',
    command: 'command line',
  } satisfies Record<Trigger, string>,

  run: {
    new: (count: number) => `${formatCount(count)} new`,
    edited: (count: number) => `${formatCount(count)} edited`,
    albums: (count: number) => formatPlural(count, 'album', 'albums'),
    doneIn: (duration: string) => `done in ${duration}`,
    doneWithProblemsIn: (duration: string) => `done with problems in ${duration}`,
    endedAfter: (outcome: string, duration: string) => `${outcome.toLowerCase()} after ${duration}`,
  },

  /** What a sync found on the server to be otherwise than the one before had left it. */
  findings: {
    'server-went-back': {
      title: () => 'Immich was restored to an earlier state',
      short: () => 'Immich restored',
      detail: 'Everything was checked again. What was missing is uploaded and put back into its albums.',
    },
    'records-went-back': {
      title: () => 'This Mac’s records were restored to an earlier state',
      short: () => 'records restored',
      detail: 'Everything was checked again. What you changed in Immich since then stays as it is.',
    },
    lost: {
      title: (count) => `${verifiedFiles(count)} missing in Immich`,
      short: (count) => `${formatPlural(count, 'file', 'files')} missing in Immich`,
      detail: 'What is missing is uploaded again. If you did not delete anything, check the server’s disk.',
    },
    unfounded: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} not in Immich after all`,
      short: (count) => `${formatPlural(count, 'file', 'files')} not in Immich after all`,
      detail: 'Immich had said otherwise once. What is missing is uploaded again.',
    },
    deleted: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} deleted in Immich`,
      short: (count) => `${formatPlural(count, 'file', 'files')} deleted in Immich`,
      detail: 'Still in Photos, and not uploaded again unless you say so: bring it back, or leave it out.',
    },
    trashed: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} moved to Immich’s trash`,
      short: (count) => `${formatPlural(count, 'file', 'files')} in Immich’s trash`,
      detail: 'Still in Photos: restore it from the trash, or leave it out.',
    },
    moved: {
      title: (count) => `${formatPlural(count, 'file was', 'files were')} deleted in Immich and uploaded again`,
      short: (count) => `${formatPlural(count, 'file', 'files')} with a new ID in Immich`,
      detail: 'Another device did that. Albums and details were set on the new copies.',
    },
    'albums-deleted': {
      title: (count) => `${formatPlural(count, 'album was', 'albums were')} deleted in Immich`,
      short: (count) => `${formatPlural(count, 'album', 'albums')} deleted in Immich`,
      detail: 'The photos are still there. What you deleted is not created again.',
    },
  } satisfies Record<FindingName, Finding>,
} as const;
