/** What became of syncs and due times, and what they found. */
import type { DetailName, FindingName, RunItemKind, RunOutcome, Trigger } from '../contract.ts';

interface Finding {
  readonly title: string;
  /** As one of several things in a line. */
  readonly short: string;
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
  } as const satisfies Record<RunOutcome, string>,

  /** Behind the time of a sync, within a line. */
  outcomesInLine: {
    running: 'running now',
    skipped: 'skipped',
    waiting: 'waiting',
    waited: 'waited',
  },

  /** What the bars of the last days mean. */
  legend: {
    good: 'changes',
    quiet: 'nothing new',
    active: 'in progress',
    warn: 'problems',
    bad: 'failed',
    hollow: 'skipped',
  },
  failedTries: '{count, plural, one {# failed try} other {# failed tries}}',
  day: {
    none: 'No sync on this day',
  },

  triggers: {
    manual: 'by you',
    schedule: '',
    'catch-up': 'catch-up',
    retry: 'retry',
    command: 'command line',
  } as const satisfies Record<Trigger, string>,

  run: {
    new: '{count, number} new',
    edited: '{count, number} edited',
    albums: '{count, plural, one {# album} other {# albums}}',
    doneIn: 'done in {duration}',
    doneWithProblemsIn: 'done with problems in {duration}',
    stoppedAfter: 'stopped after {duration}',
    failedAfter: 'failed after {duration}',
  },

  /** What a sync has by name. */
  runItems: {
    title: {
      new: '{count, plural, one {# new item} other {# new items}}',
      edit: '{count, plural, one {# new edit} other {# new edits}}',
      changed: '{count, plural, one {# item} other {# items}} with new details',
      lost: '{count, plural, one {# item} other {# items}} missing in Immich, to be uploaded again',
      deleted: '{count, plural, one {# item} other {# items}} deleted in Immich',
      trashed: '{count, plural, one {# item} other {# items}} in Immich’s trash',
      moved: '{count, plural, one {# item} other {# items}} with a new ID in Immich',
    } as const satisfies Record<RunItemKind, string>,
    /** Where no more than so many are listed. */
    atLeast: '{title} and more',
    more: 'and {count, number} more',
    latest: 'Just uploaded',
    back: 'Back to the sync',
    albums: '{count, plural, one {# album} other {# albums}}',
    album: {
      isNew: 'new',
      added: '{count, number} added',
      removed: '{count, number} removed',
      isArranged: 'renamed or arranged',
    },
    details: {
      favorites: 'favourite',
      visibility: 'hidden or shown',
      descriptions: 'description',
      keywords: 'keywords',
      dates: 'date',
      places: 'place',
      ratings: 'rating',
    } as const satisfies Record<DetailName, string>,
  },

  /** What a sync found on the server to be otherwise than the one before had left it. */
  findings: {
    'server-went-back': {
      title: 'Immich was restored to an earlier state',
      short: 'Immich restored',
      detail: 'Everything was checked again. What was missing is uploaded and put back into its albums.',
    },
    'records-went-back': {
      title: 'This Mac’s records were restored to an earlier state',
      short: 'records restored',
      detail: 'Everything was checked again. What you changed in Immich since then stays as it is.',
    },
    lost: {
      title: '{count, plural, one {# verified file is} other {# verified files are}} missing in Immich',
      short: '{count, plural, one {# file} other {# files}} missing in Immich',
      detail: 'What is missing is uploaded again. If you did not delete anything, check the server’s disk.',
    },
    unfounded: {
      title: '{count, plural, one {# file was} other {# files were}} not in Immich after all',
      short: '{count, plural, one {# file} other {# files}} not in Immich after all',
      detail: 'Immich had said otherwise once. What is missing is uploaded again.',
    },
    deleted: {
      title: '{count, plural, one {# file was} other {# files were}} deleted in Immich',
      short: '{count, plural, one {# file} other {# files}} deleted in Immich',
      detail: 'Still in Photos, and not uploaded again unless you say so: bring it back, or leave it out.',
    },
    trashed: {
      title: '{count, plural, one {# file was} other {# files were}} moved to Immich’s trash',
      short: '{count, plural, one {# file} other {# files}} in Immich’s trash',
      detail: 'Still in Photos: restore it from the trash, or leave it out.',
    },
    moved: {
      title: '{count, plural, one {# file was} other {# files were}} deleted in Immich and uploaded again',
      short: '{count, plural, one {# file} other {# files}} with a new ID in Immich',
      detail: 'Another device did that. Albums and details were set on the new copies.',
    },
    'albums-deleted': {
      title: '{count, plural, one {# album was} other {# albums were}} deleted in Immich',
      short: '{count, plural, one {# album} other {# albums}} deleted in Immich',
      detail: 'The photos are still there. What you deleted is not created again.',
    },
  } as const satisfies Record<FindingName, Finding>,
} as const;
