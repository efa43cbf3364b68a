/** The home's ledger: opened when it is first needed, replaced by a backup when it is damaged, backed up behind what changes it. */
import { checkFree, explainFullDisk } from '../disk-space.ts';
import { BackupKeeper } from '../ledger/backup-keeper.ts';
import { checkLedger, listBackups } from '../ledger/backups.ts';
import { damageSentence, isDamage, replaceLedger } from '../ledger/database.ts';
import { Ledger } from '../ledger/ledger.ts';
import { isRunLockFree } from '../lock/run-lock.ts';
import { ProblemError } from '../model/problem.ts';
import { currentTarget } from './current-target.ts';
import type { Home } from './home.ts';

export class LedgerAccess {
  readonly #home: Home;
  readonly #backups: BackupKeeper;
  #ledger: Ledger | null = null;
  /** A run of this process writes into it: nobody else replaces it meanwhile. */
  #isHeld = false;

  constructor(home: Home) {
    this.#home = home;
    this.#backups = new BackupKeeper(home.paths.ledgerFile, home.log, home.now, checkFree);
  }

  /** The ledger itself, for a run. @throws what SQLite says: see {@link explain} */
  open(): Ledger {
    if (!this.#isHeld && this.#ledger?.isInPlace() === false) this.#close();
    if (this.#ledger === null) {
      this.#ledger = new Ledger(this.#home.paths.ledgerFile);
      for (const notice of this.#ledger.notices) this.#home.log.warn(notice);
    }
    return this.#ledger;
  }

  /**
   * Does something with the ledger outside of a run.
   * @throws {ProblemError} what is wrong with it
   */
  use<Result>(work: (ledger: Ledger) => Result): Result {
    try {
      return work(this.open());
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** The same for what is known of the user of the settings' server. @param none before anything is */
  useTarget<Result>(none: Result, work: (ledger: Ledger, target: number) => Result): Result {
    return this.use((ledger) => {
      const target = currentTarget(ledger, this.#home.serverUrls);
      return target === null ? none : work(ledger, target);
    });
  }

  /** Keeps the open ledger while a run uses it. @returns what lets go of it */
  hold(): () => void {
    this.#isHeld = true;
    return () => {
      this.#isHeld = false;
    };
  }

  /**
   * Reads all of it.
   * @returns when its newest backup was made, milliseconds since 1970; null when there is none yet
   * @throws {ProblemError} what is wrong with it
   */
  async check(): Promise<number | null> {
    const { ledgerFile } = this.#home.paths;
    this.use(() => undefined);
    try {
      await checkLedger(ledgerFile);
      return listBackups(ledgerFile)[0]?.at ?? null;
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** In the background; a ledger that could not be opened is left alone. */
  backUp(): void {
    if (this.#ledger !== null) this.#backups.begin();
  }

  /**
   * What the ledger's trouble means for a person. A damaged one is replaced by its newest sound backup, or by a new one; not while a run
   * writes into it, which does that itself when it meets the damage.
   */
  explain(error: unknown, { holdsLock }: { readonly holdsLock: boolean } = { holdsLock: false }): unknown {
    const { ledgerFile, runFolder } = this.#home.paths;
    if (!isDamage(error)) return explainFullDisk(error, [ledgerFile, this.#home.stagingFolder()]);
    if (!holdsLock && !isRunLockFree(runFolder)) return new ProblemError('ledger-damaged-in-use', {}, { cause: error });
    this.#close();
    try {
      const replacement = replaceLedger(ledgerFile);
      this.#home.log.warn(damageSentence(replacement));
      return new ProblemError('ledger-damaged', { ...replacement }, { cause: error });
    } catch (second) {
      return explainFullDisk(second, [ledgerFile]);
    }
  }

  async close(): Promise<void> {
    await this.#backups.end();
    this.#close();
  }

  #close(): void {
    this.#ledger?.close();
    this.#ledger = null;
  }
}
