/** The little that the app remembers besides settings and ledger: a pause. In a file of its own, because it is no setting. */
import { dirname } from 'node:path';
import Store from 'electron-store';
import { z } from 'zod';

const schema = z.object({
  /** Milliseconds since 1970; `open-end` for a pause without an end. */
  pausedUntil: z.union([z.number(), z.literal('open-end')]).nullable(),
});

export class AppState {
  readonly #store: Store<Record<string, unknown>>;

  /** @param settingsFile the file beside which the state is kept. */
  constructor(settingsFile: string) {
    this.#store = new Store({
      cwd: dirname(settingsFile),
      name: 'app-state',
      configFileMode: 0o600,
      clearInvalidConfig: true,
    });
  }

  /** Infinity for a pause without an end; null when not paused. */
  get pausedUntil(): number | null {
    const read = schema.safeParse(this.#store.store);
    if (!read.success) return null;
    return read.data.pausedUntil === 'open-end' ? Number.POSITIVE_INFINITY : read.data.pausedUntil;
  }

  set pausedUntil(until: number | null) {
    this.#store.store = { pausedUntil: until === Number.POSITIVE_INFINITY ? 'open-end' : until };
  }
}
