/** What every window asks of syncs: to start, stop and pause them, to check everything, and what the next one would do. */
import type { PauseChoice } from '../../core/model/choices.ts';
import type { PlanPreview } from '../views/preview.ts';

export interface SyncCalls {
  'sync.start': { request: null; response: null };
  'sync.stop': { request: null; response: null };
  'sync.pause': { request: { readonly choice: PauseChoice }; response: null };
  'sync.resume': { request: null; response: null };
  /** Asks the server about everything that is known of it; answered at the end. How far it is, and what it came to, is in the snapshot. */
  'check.start': { request: null; response: null };
  'check.stop': { request: null; response: null };
  'plan.preview': { request: null; response: PlanPreview };
  /** The last preview under the settings as they are now: nothing is compared again. Null before there is one. */
  'plan.foretell': { request: null; response: PlanPreview | null };
  /** Answered when no part of a preview is in progress any more. */
  'plan.cancel': { request: null; response: null };
}

/** Their names, for the preload script; one without the other does not compile. */
export const SYNC_CALLS: Readonly<Record<keyof SyncCalls, true>> = {
  'sync.start': true,
  'sync.stop': true,
  'sync.pause': true,
  'sync.resume': true,
  'check.start': true,
  'check.stop': true,
  'plan.preview': true,
  'plan.foretell': true,
  'plan.cancel': true,
};
