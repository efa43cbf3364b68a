/** Reasons of the schedule. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

/** Why a due time has no run of its own, or not yet: whole sentences, for the rows of the history. */
export const ROW_SENTENCES = {
  paused: reason(() => 'Syncing was paused.'),
  'caught-up': reason<{
    /** Milliseconds since 1970; null where it is not known. */
    readonly dueAt: number | null;
  }>(({ dueAt }, say) =>
    dueAt === null
      ? 'The Mac was asleep or Immich Sync was not running; a later sync catches up on it.'
      : `The Mac was asleep or Immich Sync was not running; the sync due at ${say.time(dueAt)} catches up on it.`,
  ),
  'synced-since': reason(() => 'A later sync caught up on it.'),
  'no-longer-due': reason(() => 'The schedule has changed.'),
  missed: reason(() => 'The Mac was asleep or Immich Sync was not running.'),
  waits: reason<{ readonly why: Explanation }>(({ why }) => `Waiting: ${why}.`),
  'waited-without-success': reason<{ readonly until: number; readonly why: Explanation }>(
    ({ until, why }, say) => `It waited until ${say.time(until)} without success: ${why}.`,
  ),
  'not-started': reason<{ readonly why: Explanation }>(({ why }) => `${why}.`),
  'cut-off': reason(() => 'It was cut off: the program or the Mac stopped in the middle.'),
};

/** Why a due sync waits. */
export const CONDITION_REASONS = {
  'on-battery': reason(() => 'the Mac is running on battery power'),
  'battery-low': reason<{ readonly percent: number; readonly minimum: number }>(
    ({ percent, minimum }) => `the battery is at ${percent}%, and syncs need more than ${minimum}%`,
  ),
  'on-hotspot': reason(() => 'the Mac is on a phone’s hotspot'),
  'not-on-chosen-network': reason(() => 'the Mac is not on one of the chosen networks'),
  'another-run': reason(() => 'another sync is in progress'),
  'server-silent': reason(() => 'the server did not answer'),
};
