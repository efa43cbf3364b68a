/**
 * Work that windows ask for as they are scrolled: the last asked for is done first, what nobody waits for any more is not begun, and who asks for
 * the same shares one answer.
 */
import { type Allowance, Pace } from './pace.ts';

interface Task<Value> {
  readonly key: string;
  readonly make: () => Promise<Value>;
  /** Those who wait for it. */
  readonly askers: Set<Asker<Value>>;
}

interface Asker<Value> {
  readonly resolve: (value: Value | null) => void;
  readonly reject: (error: unknown) => void;
}

export class NewestFirst<Value> {
  readonly #allowance: () => Allowance;
  readonly #pace = new Pace();
  readonly #tasks = new Map<string, Task<Value>>();
  /** Not begun; the newest is the last. */
  #waiting: Task<Value>[] = [];
  #going = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param allowance what may run at present; asked before each beginning */
  constructor(allowance: () => Allowance) {
    this.#allowance = allowance;
  }

  /**
   * @param key what is the same has the same
   * @param signal aborted when the asker needs it no more
   * @returns what `make` returns; null when it was given up before
   * @throws what `make` throws
   */
  ask(key: string, signal: AbortSignal, make: () => Promise<Value>): Promise<Value | null> {
    if (signal.aborted) return Promise.resolve(null);
    return new Promise<Value | null>((resolve, reject) => {
      const task = this.#tasks.get(key) ?? { key, make, askers: new Set() };
      // Asked for again, it is the newest.
      if (this.#leaveQueue(task) || !this.#tasks.has(key)) this.#waiting.push(task);
      this.#tasks.set(key, task);
      const asker = { resolve, reject };
      task.askers.add(asker);
      const giveUp = () => {
        resolve(null);
        task.askers.delete(asker);
        if (task.askers.size === 0 && this.#leaveQueue(task)) this.#tasks.delete(key);
      };
      // It goes with its request.
      signal.addEventListener('abort', giveUp, { once: true });
      this.#next();
    });
  }

  /** Begins nothing more; who waits gets null. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const { key, askers } of this.#waiting) {
      this.#tasks.delete(key);
      for (const { resolve } of askers) resolve(null);
    }
    this.#waiting = [];
  }

  /** @returns whether it was waiting */
  #leaveQueue(task: Task<Value>): boolean {
    const place = this.#waiting.lastIndexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    return place >= 0;
  }

  #next(): void {
    while (this.#timer === null && this.#waiting.length > 0) {
      const wait = this.#pace.wait(this.#allowance(), this.#going, performance.now());
      // What ends makes room for the next.
      if (wait === null) return;
      if (wait > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#next();
        }, wait).unref();
        return;
      }
      void this.#begin(this.#waiting.pop() as Task<Value>);
    }
  }

  async #begin({ key, make, askers }: Task<Value>): Promise<void> {
    this.#going += 1;
    this.#pace.begun(this.#allowance(), performance.now());
    try {
      const value = await make();
      for (const { resolve } of askers) resolve(value);
    } catch (error) {
      for (const { reject } of askers) reject(error);
    } finally {
      this.#going -= 1;
      this.#tasks.delete(key);
      this.#next();
    }
  }
}
