/**
 * The question that a library with *Optimise Mac Storage* asks: whether originals that are only in iCloud shall be fetched, and how many in a
 * night. Asked once, where they are a good part of the library; the answer is the setting `cloud.downloadsPerNight`. Pure.
 */
import { UNKNOWN_ASSET } from './costs.ts';

export interface CloudFacts {
  /** Originals that are only in iCloud and not on the server, and their bytes as far as Photos says them. */
  readonly assets: number;
  readonly bytes: number;
  /** The setting; null while nobody has answered. */
  readonly perNight: number | null;
  /** Whether there is a Photos here that downloads from iCloud. */
  readonly isPossible: boolean;
  /** Assets of the library. */
  readonly library: number;
  /** Bytes that staged files may take up. */
  readonly diskBudget: number;
}

export interface NightlyChoice {
  readonly perNight: number;
  readonly nights: number;
}

export interface CloudChoices extends Pick<CloudFacts, 'assets' | 'bytes'> {
  /** Whether the person is to be asked now. */
  readonly isToBeAsked: boolean;
  /** How many can be fetched in a night, few first; none where they cannot be fetched here. */
  readonly choices: readonly NightlyChoice[];
  /** As many as the disk budget holds, and no more than there are; one of the choices, null where there are none. */
  readonly suggested: number | null;
}

/** Of the library. Fewer are an everyday matter, which the number's remainder tells. */
const ASKED_FROM = 1 / 5;
/** What the setting allows at most is the last. */
const STEPS: readonly number[] = [10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

export function cloudChoices({ assets, bytes, perNight, isPossible, library, diskBudget }: CloudFacts): CloudChoices {
  if (!isPossible || assets === 0) return { assets, bytes, isToBeAsked: false, choices: [], suggested: null };
  // One night's originals fit into the staging folder together, though each goes when the server has it.
  const fitting = diskBudget / (bytes > 0 ? bytes / assets : UNKNOWN_ASSET.bytes);
  const useful = STEPS.filter((_step, index) => index === 0 || (STEPS[index - 1] ?? 0) < assets);
  const offered = useful.filter((step, index) => index === 0 || step <= fitting);
  return {
    assets,
    bytes,
    isToBeAsked: perNight === null && assets >= library * ASKED_FROM,
    choices: offered.map((step) => ({ perNight: step, nights: nightsFor(assets, step) })),
    suggested: offered.at(-1) ?? null,
  };
}

/** Nights in which so many are fetched, if no fetch fails. */
export const nightsFor = (assets: number, perNight: number): number => Math.ceil(assets / perNight);
