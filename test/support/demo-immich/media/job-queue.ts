/** The server's background work: one job after another, after the request that caused it has been answered. */
export class JobQueue {
  readonly #jobs: (() => Promise<void>)[] = [];
  #waiting: (() => void)[] = [];
  #running = false;
  #paused = false;
  #stopped = false;

  /** Jobs not yet begun. */
  get length(): number {
    return this.#jobs.length;
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

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#next();
  }

  /** Resolves when nothing is left to do; while paused with work left, it waits for `resume()`. */
  idle(): Promise<void> {
    if (!this.#running && this.#jobs.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Drops what has not begun and waits for the running job. */
  async clear(): Promise<void> {
    this.#jobs.length = 0;
    await this.idle();
  }

  /** {@link clear}, for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.clear();
  }

  #next(): void {
    if (this.#running) return;
    if (this.#jobs.length === 0) {
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
