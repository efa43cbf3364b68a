/** What a run tells while it goes on: plain numbers, kept in one place, handed out a few times a second. */

export const PHASES = ['preflight', 'gate', 'inventory', 'hash', 'ask', 'transfer', 'reconcile', 'cover'] as const;
export type Phase = (typeof PHASES)[number];

export interface Progress {
  readonly phase: Phase;
  /** Assets read from Photos so far. */
  readonly assetsRead: number;
  readonly filesToHash: number;
  readonly filesHashed: number;
  readonly bytesToHash: number;
  readonly bytesHashed: number;
  /** Files found on the server without sending them. */
  readonly alreadyThere: number;
  readonly assetsToExport: number;
  readonly assetsExported: number;
  readonly filesToUpload: number;
  readonly filesUploaded: number;
  readonly bytesToUpload: number;
  readonly bytesUploaded: number;
  /** Over the last few seconds; null when nothing is being sent. */
  readonly bytesPerSecond: number | null;
  /** Seconds until all is uploaded; null when it cannot be said. */
  readonly secondsLeft: number | null;
  readonly albumsToUpdate: number;
  readonly albumsUpdated: number;
}

/** What a run begins with. */
export const START: Progress = {
  phase: 'preflight',
  assetsRead: 0,
  filesToHash: 0,
  filesHashed: 0,
  bytesToHash: 0,
  bytesHashed: 0,
  alreadyThere: 0,
  assetsToExport: 0,
  assetsExported: 0,
  filesToUpload: 0,
  filesUploaded: 0,
  bytesToUpload: 0,
  bytesUploaded: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  albumsToUpdate: 0,
  albumsUpdated: 0,
};

/** Milliseconds between two reports. */
const INTERVAL = 200;
/** Milliseconds over which the speed is measured. */
const SPEED_WINDOW = 5_000;
/** Seconds of sending before a speed is told. */
const MEASURED_AFTER = 1;

type Counter = Exclude<keyof Progress, 'phase' | 'bytesPerSecond' | 'secondsLeft'>;

/** Collects the numbers. `listener` is called at once when the phase changes, otherwise at most five times a second. */
export class ProgressTracker {
  #progress: Progress = START;
  #lastReport = Number.NEGATIVE_INFINITY;
  readonly #samples: { readonly at: number; readonly bytes: number }[] = [];
  readonly #listener: ((progress: Progress) => void) | undefined;

  constructor(listener?: (progress: Progress) => void) {
    this.#listener = listener;
  }

  get current(): Progress {
    return this.#progress;
  }

  /** @param numbers what is known of the phase from its start. */
  enter(phase: Phase, numbers: Partial<Pick<Progress, Counter>> = {}): void {
    this.#progress = { ...this.#progress, ...numbers, phase };
    this.#report(true);
  }

  set(numbers: Partial<Pick<Progress, Counter>>): void {
    this.#progress = { ...this.#progress, ...numbers };
    this.#report(false);
  }

  add(counter: Counter, amount = 1): void {
    this.set({ [counter]: this.#progress[counter] + amount });
  }

  #report(isUrgent: boolean): void {
    const now = performance.now();
    if (!isUrgent && now - this.#lastReport < INTERVAL) return;
    this.#lastReport = now;
    this.#progress = { ...this.#progress, ...this.#speed(now) };
    this.#listener?.(this.#progress);
  }

  #speed(now: number): Pick<Progress, 'bytesPerSecond' | 'secondsLeft'> {
    const { phase, bytesUploaded, bytesToUpload } = this.#progress;
    // The first bytes come long after the first export began; a speed measured from there would be none.
    if (phase !== 'transfer' || bytesUploaded === 0) return { bytesPerSecond: null, secondsLeft: null };
    this.#samples.push({ at: now, bytes: bytesUploaded });
    while ((this.#samples[0]?.at ?? now) < now - SPEED_WINDOW) this.#samples.shift();
    const first = this.#samples[0];
    const seconds = first === undefined ? 0 : (now - first.at) / 1000;
    if (first === undefined || seconds < MEASURED_AFTER) return { bytesPerSecond: null, secondsLeft: null };
    const bytesPerSecond = (bytesUploaded - first.bytes) / seconds;
    const left = Math.max(0, bytesToUpload - bytesUploaded);
    return { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? left / bytesPerSecond : null };
  }
}
