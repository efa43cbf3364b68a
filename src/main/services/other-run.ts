/** A sync that another process of this home does, as the app shows it: followed from its beginning to its end. */
import { type Connection, connect } from '../../core/channel/connection.ts';
import { type Progress, START } from '../../core/model/progress.ts';

export interface OtherRunOptions {
  /** The home's run folder. */
  readonly folder: string;
  readonly onProgress: () => void;
  /** It came, or it has ended: the ledger is to be read again. */
  readonly onChange: () => void;
}

export class OtherRun {
  readonly #options: OtherRunOptions;
  #connection: Connection | null = null;
  #isConnecting = false;
  #progress: Progress = START;
  #isStopping = false;

  constructor(options: OtherRunOptions) {
    this.#options = options;
  }

  /** Null when none is followed. */
  get sync(): { readonly progress: Progress; readonly isStopping: boolean } | null {
    return this.#connection === null ? null : { progress: this.#progress, isStopping: this.#isStopping };
  }

  /** Looks whether there is one, and follows it. Never throws. */
  async look(): Promise<void> {
    if (this.#connection !== null || this.#isConnecting) return;
    this.#isConnecting = true;
    const connection = await connect(this.#options.folder, 'run');
    this.#isConnecting = false;
    if (connection === null) return;
    if (connection.pid === process.pid || connection.work !== 'sync') {
      connection.leave();
      return;
    }
    this.#connection = connection;
    this.#progress = START;
    this.#isStopping = false;
    this.#options.onChange();
    await connection.follow((progress) => {
      this.#progress = progress;
      this.#options.onProgress();
    });
    this.#connection = null;
    this.#options.onChange();
  }

  /** Asks it to stop. */
  stop(): void {
    if (this.#connection === null) return;
    this.#isStopping = true;
    this.#connection.ask({ asks: 'stop' });
    this.#options.onProgress();
  }

  /** Lets go of it; it continues. */
  close(): void {
    this.#connection?.leave();
  }
}
