import { matches, type RequestMatch } from './request-log.ts';

export interface Hook {
  /** Resolves when the action is done; rejects with its error. Pending as long as no request has matched. */
  readonly done: Promise<void>;
  /** False until a request has matched. */
  readonly wasCalled: boolean;
  /** Takes the action back if it was not called yet. */
  remove(): void;
}

/** Actions between two requests of a client: what a person does in the very moment between a look and a write. */
export class Hooks {
  #waiting: { readonly match: RequestMatch; readonly run: () => Promise<void> }[] = [];

  /** `action` is called once, before the next request that matches is answered. It may call the server itself. */
  before(match: RequestMatch, action: () => void | Promise<void>): Hook {
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    let wasCalled = false;
    const entry = {
      match,
      run: async () => {
        wasCalled = true;
        try {
          await action();
          resolve();
        } catch (error) {
          // Told where the test waits for `done`; where none does, as an unhandled rejection.
          reject(error);
        }
      },
    };
    this.#waiting.push(entry);
    return {
      done,
      get wasCalled() {
        return wasCalled;
      },
      remove: () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
      },
    };
  }

  /** @internal Runs what waits for this request, one after the other. */
  async run(method: string, path: string): Promise<void> {
    const due = this.#waiting.filter(({ match }) => matches(match, method, path));
    this.#waiting = this.#waiting.filter((entry) => !due.includes(entry));
    for (const entry of due) await entry.run();
  }
}
