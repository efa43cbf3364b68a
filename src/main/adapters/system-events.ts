/** What happens to the Mac that a waiting sync should know of, and keeping it awake while one runs. */
import { powerMonitor, powerSaveBlocker } from 'electron';

const WAKE_EVENTS = ['resume', 'unlock-screen', 'user-did-become-active', 'on-ac'] as const;

/** Calls `wake` when the Mac is used again or gets power. */
export function onWake(wake: () => void): void {
  // Electron's types have one overload for each event; all of these take the same listener.
  for (const event of WAKE_EVENTS) powerMonitor.on(event as 'resume', wake);
}

/** Calls `stop` before the Mac shuts down. */
export function onShutdown(stop: (event: { preventDefault(): void }) => void): void {
  powerMonitor.on('shutdown', stop as () => void);
}

/** Keeps the Mac from falling asleep by itself while a sync runs; shutting the lid still works. */
export class Wakefulness {
  #blocker: number | null = null;

  set(isNeeded: boolean): void {
    if (isNeeded && this.#blocker === null) this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!isNeeded && this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }
}
