/** What happens to the Mac that a waiting sync should know of, and keeping it awake while one runs. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Wakefulness } from '../../core/system/wakefulness.ts';

const WAKE_EVENTS = ['resume', 'unlock-screen', 'user-did-become-active'] as const;

/** Calls `wake` when the Mac is used again. */
export function onWake(wake: () => void): void {
  // Electron's types have one overload for each event; all of these take the same listener.
  for (const event of WAKE_EVENTS) powerMonitor.on(event as 'resume', wake);
}

/** Calls `listener` when the Mac gets power, which it may in its sleep. */
export function onPower(listener: () => void): void {
  powerMonitor.on('on-ac', listener);
}

/** Calls `sleep` when the Mac falls asleep. macOS says nothing of dark wakes, neither of their beginning nor of their end. */
export function onSleep(sleep: () => void): void {
  powerMonitor.on('suspend', sleep);
}

/** Calls `listener` when the Mac is about to shut down or the person to log out, which an app may still cancel. */
export function onSessionEnd(listener: () => void): void {
  powerMonitor.on('shutdown', () => listener());
}

/** Keeps the Mac awake during a run, for as long as the app lives at most. */
export const appWakefulness: Wakefulness = {
  hold: () => {
    const blocker = powerSaveBlocker.start('prevent-app-suspension');
    return () => powerSaveBlocker.stop(blocker);
  },
};
