/** When a pause ends that a person chose in words. */
import type { PauseChoice } from '../model/choices.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** “Tomorrow” begins when people get up: who pauses in the evening until tomorrow means the coming night. */
const MORNING = { hours: 8, minutes: 0 };

/**
 * @param nextDue the due time that `next-sync` leaves out; null when nothing starts by itself, and then nothing is paused
 * @returns null for a pause without an end
 */
export function pauseEnd(choice: PauseChoice, now: Date, nextDue: Date | null): Date | null {
  switch (choice) {
    case 'next-sync':
      return nextDue === null ? now : new Date(nextDue.getTime() + MINUTE);
    case 'hour':
      return new Date(now.getTime() + HOUR);
    case 'tomorrow': {
      const tomorrow = new Date(now);
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(MORNING.hours, MORNING.minutes, 0, 0);
      return tomorrow;
    }
    case 'open-end':
      return null;
  }
}
