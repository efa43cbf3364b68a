/** Makes the backups of one home's ledger, one at a time and in the background. */
import { backUp, type HasRoom } from './backups.ts';

/** Where a failure is reported. */
interface Log {
  warn(message: string): void;
}

export class BackupKeeper {
  readonly #file: string;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #hasRoom: HasRoom;
  #going: Promise<void> | null = null;
  #isWantedAgain = false;

  /** @param now milliseconds since 1970 */
  constructor(file: string, log: Log, now: () => number, hasRoom: HasRoom) {
    this.#file = file;
    this.#log = log;
    this.#now = now;
    this.#hasRoom = hasRoom;
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
        await backUp(this.#file, this.#now(), this.#hasRoom);
      } catch (error) {
        this.#log.warn(`The ledger could not be backed up: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
