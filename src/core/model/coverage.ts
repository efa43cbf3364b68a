/** The true number: how much of what is wanted is on the server, and why the rest is not. */
import type { Absence } from './asset.ts';

/**
 * Why an asset that is in scope is not wholly on the server. The first that applies, in this order. `original-not-on-this-mac` is what is only
 * in iCloud.
 */
export const REMAINDER_REASONS = [
  'original-not-on-this-mac',
  'disk-not-connected',
  'file-missing',
  'unreadable',
  'in-server-trash',
  'deleted-in-immich',
  'refused-by-server',
  'failing',
  'not-yet-uploaded',
  'kind-not-taken',
  'left-out',
  'linked-to-twin',
] as const;
export type RemainderReason = (typeof REMAINDER_REASONS)[number];

/** Why an asset is not on the server when one of its parts cannot be had. */
export const REASON_OF: Readonly<Record<Absence, RemainderReason>> = {
  'in-icloud': 'original-not-on-this-mac',
  'disk-not-connected': 'disk-not-connected',
  missing: 'file-missing',
  'outside-library': 'unreadable',
  unreadable: 'unreadable',
};

/** The true number. `complete + incomplete + absent = assets`, always. */
export interface Coverage {
  /** In Photos and in scope. */
  readonly assets: number;
  /** Every part that Photos has is proved to be on the server. */
  readonly complete: number;
  /** Some parts are proved, some are not. */
  readonly incomplete: number;
  /** No part is proved. */
  readonly absent: number;
  /** One reason for each asset that is not complete. */
  readonly reasons: Readonly<Partial<Record<RemainderReason, number>>>;
}

/**
 * - `verified`: the server has said that it holds these contents
 * - `linked`: the phone's copy stands for it, by the person's choice
 * - `left-out`: by the person's choice
 * - `not-read`: the file is not on this Mac, or was not read yet
 * - `not-there`: on this Mac and not on the server, with the reason where one is known
 */
export type PartState = 'verified' | 'linked' | 'left-out' | 'not-read' | 'not-there';

/**
 * - `verified`: every file that Photos has of it is on the server, as the server said when it was last asked
 * - `not-wanted`: the settings leave it out, and not all of it is there
 * - otherwise why it is not wholly there
 * - `unknown`: the server of the settings was never asked
 */
export type Safety = 'verified' | 'not-wanted' | 'unknown' | RemainderReason;
