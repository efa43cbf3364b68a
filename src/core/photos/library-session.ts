/**
 * A Photos library that osxphotos has read for the inventory and holds in its memory: an export from it need not read it again, which takes 8
 * seconds for 100,000 assets. It serves one export, and not for long: such a library takes a gigabyte.
 */
import { PassThrough, type Readable } from 'node:stream';
import type { ChildOutcome } from '../tools/child.ts';

/** What `app/python/immich_sync/inventory.py` takes for an order, as one line of JSON. */
export interface ExportOrder {
  /** Working folder. */
  readonly folder: string;
  /** Of `osxphotos export`. */
  readonly arguments: readonly string[];
  /** In addition to the environment that it was started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the export is watched by, in place of the inventory. */
export interface ExportWatch {
  readonly signal: AbortSignal;
  readonly onMessage: (line: string) => void;
  /** See `StallWatch`. */
  readonly sign: () => Promise<string>;
}

type State = 'reading' | 'waiting' | 'exporting' | 'dismissed' | 'ended';

/** What it says when it has taken an order. */
const TAKEN = 'inventory: exporting';

/** How long it waits for an order at most, in milliseconds. Reading the library again is then cheaper than the memory. */
const PATIENCE = 60_000;

export class LibrarySession {
  readonly #input = new PassThrough();
  readonly #abort = new AbortController();
  #state: State = 'reading';
  #outcome: Promise<ChildOutcome> | undefined;
  #watch: ExportWatch | undefined;
  #hasTakenOrder = false;
  #timer: NodeJS.Timeout | undefined;

  /** What the process is to have as its standard input. */
  get input(): Readable {
    return this.#input;
  }

  /** What stops the process. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** @param outcome of the process, which was started with {@link input} and {@link signal} */
  begin(outcome: Promise<ChildOutcome>): void {
    this.#outcome = outcome;
    const end = () => {
      this.#state = 'ended';
      clearTimeout(this.#timer);
    };
    outcome.then(end, end);
  }

  /** The inventory is complete. */
  hold(): void {
    if (this.#state !== 'reading') return;
    this.#state = 'waiting';
    this.#timer = setTimeout(() => void this.dismiss(), PATIENCE);
  }

  get isWaiting(): boolean {
    return this.#state === 'waiting';
  }

  /** A line that it says after the inventory. */
  message(line: string): void {
    if (line === TAKEN) this.#hasTakenOrder = true;
    else this.#watch?.onMessage(line);
  }

  /** Whether it still lives, after the inventory: while it waits it is silent. */
  async sign(): Promise<string> {
    return this.#watch === undefined ? String(performance.now()) : this.#watch.sign();
  }

  /**
   * Exports; only while {@link isWaiting}.
   * @returns how the process ended; null when it did without having taken the order: it was gone already, or could not do it
   */
  async export(order: ExportOrder, watch: ExportWatch): Promise<ChildOutcome | null> {
    if (!this.isWaiting || this.#outcome === undefined) throw new Error('No library is held');
    const startedAt = performance.now();
    clearTimeout(this.#timer);
    this.#state = 'exporting';
    this.#watch = watch;
    const stop = () => this.#abort.abort();
    watch.signal.addEventListener('abort', stop, { once: true });
    if (watch.signal.aborted) stop();
    this.#input.end(`${JSON.stringify(order)}\n`);
    try {
      const outcome = await this.#outcome;
      return this.#hasTakenOrder || outcome.stopped ? { ...outcome, duration: performance.now() - startedAt } : null;
    } finally {
      watch.signal.removeEventListener('abort', stop);
    }
  }

  /** Lets the process end, if it has nothing to do, and waits for it. Never throws. */
  async dismiss(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#state === 'reading' || this.#state === 'waiting') {
      this.#state = 'dismissed';
      this.#input.end();
    }
    await this.#outcome?.catch(() => undefined);
  }
}
