/** Whether macOS shows the icon at all. Knows no Electron, so that it can be tried with places and a clock that are made up. */
import type { Clock } from '../../core/schedule/scheduler.ts';

/** Where the system says the icon is; points, from the top left corner of the first display. */
export interface IconPlace {
  readonly x: number;
  readonly y: number;
}

/**
 * Whether the icon was made but is drawn nowhere. Two forms are known: switched off under *Menu Bar* in System Settings (macOS 26 and later)
 * it is at x 0, y the height of the first display; parked by a fault of 26.5 it is at x −1, y that height less 1. An icon that has just been
 * made has the first form, too, for up to half a second.
 * @param displayHeight points, of the first display.
 */
export function isIconNowhere({ x, y }: IconPlace, displayHeight: number): boolean {
  return (x === 0 && y >= displayHeight) || (x === -1 && y >= displayHeight - 1);
}

/** Milliseconds after the icon was made at which it is looked at; only where both looks agree is it believed. */
export const ICON_LOOKS = [3_000, 10_000] as const;

export interface IconWatchOptions {
  readonly isNowhere: () => boolean;
  readonly clock: Pick<Clock, 'after'>;
  /** Called once, when the icon is believed to be shown nowhere. */
  readonly onHidden: () => void;
}

/** @returns what ends the watch. */
export function watchIcon({ isNowhere, clock, onHidden }: IconWatchOptions): () => void {
  const [first, second] = ICON_LOOKS;
  let stop = clock.after(first, () => {
    if (!isNowhere()) return;
    stop = clock.after(second - first, () => {
      if (isNowhere()) onHidden();
    });
  });
  return () => stop();
}
