/** Makes the backups of one home's ledger, one at a time and behind whatever goes on. */
import type { Log } from '../log/sync-log.ts';
import { backUp } from './backups.ts';

export class BackupKeeper {
  readonly #file: string;
  readonly #log: Pick<Log, 'warn'>;
  readonly #now: () => number;
  #going: Promise<void> | null = null;
  #isWantedAgain = false;

  /** @param now milliseconds since 1970 */
  constructor(file: string, log: Pick<Log, 'warn'>, now: () => number) {
    this.#file = file;
    this.#log = log;
    this.#now = now;
  }

  /** Begins to back up what has changed. A failure is only logged: whatever was done is done. */
  begin(): void {
    this.#isWantedAgain = true;
    this.#going ??= this.#work().finally(() => {
      this.#going = null;
    });
  }

  /** Resolves when nothing is going on (any more). */
  async end(): Promise<void> {
    await this.#going;
  }

  async #work(): Promise<void> {
    while (this.#isWantedAgain) {
      this.#isWantedAgain = false;
      try {
        await backUp(this.#file, this.#now());
      } catch (error) {
        this.#log.warn(`The ledger could not be backed up: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
