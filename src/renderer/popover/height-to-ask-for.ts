/** How tall the popover asks to be. Pure. */
import type { AppStatus } from '../../shared/contract.ts';

export interface Height {
  readonly state: AppStatus['state'];
  /** Pixels of the page. */
  readonly height: number;
}

/**
 * The height to ask for. While a sync is in progress its numbers change several times a second, and a line that wraps now and then would let the
 * popover breathe under the eyes: it grows, and is small again with the next state.
 *
 * @param before what was asked for last
 * @param natural what is shown now
 */
export function heightToAskFor(before: Height | null, natural: Height, isSeen: boolean): number {
  const isSteady = isSeen && natural.state === 'syncing' && before?.state === 'syncing';
  return isSteady ? Math.max(before.height, natural.height) : natural.height;
}
