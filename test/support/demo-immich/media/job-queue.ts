/**
 * The server's background work: one job after another, after the request that caused it has been answered. Work that takes its time
 * takes so many further requests, not seconds: a test says by its calls when it is done.
 */
export class JobQueue {
  readonly #jobs: (() => Promise<void>)[] = [];
  #later: { left: number; readonly begin: () => void }[] = [];
  #waiting: (() => void)[] = [];
  #running = false;
  #paused = false;
  #stopped = false;

  /** Jobs not yet begun. */
  get length(): number {
    return this.#jobs.length + this.#later.length;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  add(job: () => Promise<void>): void {
    if (this.#stopped) return;
    this.#jobs.push(job);
    this.#next();
  }

  /** Calls `begin` once so many further requests have been answered; `idle()` does not wait for them. */
  later(requests: number, begin: () => void): void {
    if (this.#stopped) return;
    this.#later.push({ left: requests, begin });
    if (this.#waiting.length > 0) this.#next();
  }

  /** A request has been worked on and is about to be answered. */
  tick(): void {
    for (const entry of this.#later) entry.left -= 1;
    if (!this.#paused) this.#begin(({ left }) => left <= 0);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#begin(({ left }) => left <= 0);
    this.#next();
  }

  /** Resolves when nothing is left to do; while paused with work left, it waits for `resume()`. */
  idle(): Promise<void> {
    if (!this.#running && this.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#next();
    });
  }

  /** Drops what has not begun and waits for the running job. */
  async clear(): Promise<void> {
    this.#jobs.length = 0;
    this.#later = [];
    await this.idle();
  }

  /** {@link clear}, for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.clear();
  }

  #begin(isDue: (entry: { readonly left: number }) => boolean): void {
    const due = this.#later.filter(isDue);
    this.#later = this.#later.filter((entry) => !due.includes(entry));
    for (const { begin } of due) begin();
  }

  #next(): void {
    if (this.#running) return;
    // Somebody waits for the end: no further request will come.
    if (this.#waiting.length > 0 && this.#jobs.length === 0 && !this.#paused) this.#begin(() => true);
    if (this.#running) return;
    if (this.#jobs.length === 0) {
      if (this.#later.length > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
      return;
    }
    if (this.#paused) return;
    const job = this.#jobs.shift();
    if (!job) return;
    this.#running = true;
    // Real server: an upload is answered before anything is extracted from it.
    setImmediate(() => {
      job()
        .catch(() => {
          // Real server: a failed job is logged and leaves the asset as it is.
        })
        .finally(() => {
          this.#running = false;
          this.#next();
        });
    });
  }
}
