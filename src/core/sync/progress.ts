/** Keeps what a run tells of itself in one place, and hands it out a few times a second. */
import { COMMON_RATES, type Cost, costOf } from '../forecast/costs.ts';
import { type Phase, type Progress, START } from '../model/progress.ts';
import type { Amount } from '../model/work.ts';

/** Milliseconds between two reports. */
const INTERVAL = 200;
/** Milliseconds over which the speed is measured. */
const SPEED_WINDOW = 5_000;
/** Milliseconds without a report after which the speed is reported again while files go up: where no byte arrives, it falls to 0. */
const STANDSTILL = 1_000;
/** Milliseconds over which the time that is left is measured: it shall not jump with every large file. */
const ESTIMATE_WINDOW = 10 * 60_000;
/** Milliseconds between its samples. */
const ESTIMATE_STEP = 1_000;
/** Seconds of sending before a speed is reported. */
const MEASURED_AFTER = 1;

interface Sample {
  readonly at: number;
  readonly done: number;
}

type Counter = Exclude<keyof Progress, 'phase' | 'bytesPerSecond' | 'secondsLeft'>;

/** Collects the numbers. `listener` is called at once when the phase changes, otherwise at most five times a second, always with the last numbers. */
export class ProgressTracker {
  #progress: Progress = START;
  #lastReport = Number.NEGATIVE_INFINITY;
  /** Bytes sent, for the speed. */
  #samples: Sample[] = [];
  /** Seconds of work done at common rates, for the time that is left. */
  #workSamples: Sample[] = [];
  /** What came too soon after the last report, and is reported when nothing follows: the rest may take long. */
  #later: NodeJS.Timeout | null = null;
  #standstill: NodeJS.Timeout | null = null;
  readonly #listener: ((progress: Progress) => void) | undefined;

  constructor(listener?: (progress: Progress) => void) {
    this.#listener = listener;
  }

  get current(): Progress {
    return this.#progress;
  }

  /** @param numbers what is known of the phase from its start. */
  enter(phase: Phase, numbers: Partial<Pick<Progress, Counter>> = {}): void {
    this.#samples = [];
    this.#workSamples = [];
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

  /** Nothing is reported any more. */
  end(): void {
    for (const timer of [this.#later, this.#standstill]) if (timer !== null) clearTimeout(timer);
    this.#later = null;
    this.#standstill = null;
  }

  #report(isUrgent: boolean): void {
    const now = performance.now();
    const wait = INTERVAL - (now - this.#lastReport);
    if (!isUrgent && wait > 0) {
      this.#later ??= setTimeout(() => this.#report(true), wait).unref();
      return;
    }
    this.end();
    this.#lastReport = now;
    this.#progress = { ...this.#progress, bytesPerSecond: this.#speed(now), secondsLeft: this.#timeLeft(now) };
    this.#listener?.(this.#progress);
    if (this.#samples.length > 0) this.#standstill = setTimeout(() => this.#report(true), STANDSTILL).unref();
  }

  #speed(now: number): number | null {
    const { phase, bytesUploaded } = this.#progress;
    // The first bytes come long after the first export began; a speed measured from there would be none.
    if (phase !== 'transfer' || bytesUploaded === 0) return null;
    this.#samples.push({ at: now, done: bytesUploaded });
    return rateOver(this.#samples, now, SPEED_WINDOW);
  }

  /** Of the present step. Many small files take longer than their bytes say. */
  #timeLeft(now: number): number | null {
    const work = workOf(this.#progress);
    if (work === null || work.done === 0) return null;
    if (now - (this.#workSamples.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= ESTIMATE_STEP)
      this.#workSamples.push({ at: now, done: work.done });
    const rate = rateOver(this.#workSamples, now, ESTIMATE_WINDOW);
    return rate === null || rate <= 0 ? null : work.left / rate;
  }
}

/** Drops what is older than the window. @returns done in a second; null while that cannot be said. */
function rateOver(samples: Sample[], now: number, window: number): number | null {
  while ((samples[0]?.at ?? now) < now - window) samples.shift();
  const [first, last] = [samples[0], samples.at(-1)];
  const seconds = first === undefined ? 0 : (now - first.at) / 1000;
  if (first === undefined || last === undefined || seconds < MEASURED_AFTER) return null;
  return (last.done - first.done) / seconds;
}

/** Seconds at common rates that are done and left of the present step; null where it has no end that is known. */
function workOf(progress: Progress): { readonly done: number; readonly left: number } | null {
  const { filesHashed, bytesHashed, filesToHash, bytesToHash } = progress;
  const { filesUploaded, bytesUploaded, filesToUpload, bytesToUpload } = progress;
  const between = (cost: Cost, done: Amount, all: Amount) => ({
    done: costOf(done, cost),
    left: costOf({ files: Math.max(0, all.files - done.files), bytes: Math.max(0, all.bytes - done.bytes) }, cost),
  });
  switch (progress.phase) {
    case 'hash':
      return between(
        COMMON_RATES.read,
        { files: filesHashed, bytes: bytesHashed },
        { files: filesToHash, bytes: bytesToHash },
      );
    case 'transfer':
      return between(
        COMMON_RATES.upload,
        { files: filesUploaded, bytes: bytesUploaded },
        { files: filesToUpload, bytes: bytesToUpload },
      );
    default:
      return null;
  }
}
