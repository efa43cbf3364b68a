/** One setting up of tools at a time, however many windows ask for it; each sees how far it is, and can cancel it. */
import type { Engine } from '../../core/engine/engine.ts';
import type { InstallProgress, ToolName } from '../../core/model/tools.ts';
import type { ToolSetUpView } from '../../shared/contract.ts';

/** Milliseconds between two looks at one download. */
const TELL_EVERY = 150;

export interface ToolSetUpOptions {
  readonly tools: Pick<Engine['tools'], 'setUp'>;
  /** Null when nothing is in progress any more. */
  readonly onChange: (view: ToolSetUpView | null) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the app ends. */
  readonly closing: AbortSignal;
}

export class ToolSetUp {
  readonly #options: ToolSetUpOptions;
  #running: { readonly done: Promise<void>; readonly stop: AbortController } | null = null;

  constructor(options: ToolSetUpOptions) {
    this.#options = options;
  }

  /**
   * Ends when the tools are there or the person has cancelled. While tools are being set up, further calls wait for the same.
   * @throws {ProblemError} as `Tools.setUp`
   */
  start(tools: readonly ToolName[]): Promise<void> {
    if (this.#running === null) {
      const stop = new AbortController();
      this.#running = { stop, done: this.#setUp(tools, stop.signal) };
    }
    return this.#running.done;
  }

  /** @returns when none of it is in progress any more. */
  async cancel(): Promise<void> {
    const running = this.#running;
    running?.stop.abort();
    await running?.done.catch(() => {});
  }

  async #setUp(names: readonly ToolName[], stopped: AbortSignal): Promise<void> {
    const { tools, closing, onChange } = this.#options;
    const signal = AbortSignal.any([stopped, closing]);
    const tell = this.#teller(names);
    onChange({ tools: names, tool: names[0] ?? 'osxphotos', activity: null, bytes: null, fraction: 0 });
    try {
      await tools.setUp({ tools: names, signal, onProgress: tell });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#running = null;
      onChange(null);
    }
  }

  #teller(tools: readonly ToolName[]): (progress: InstallProgress) => void {
    const { onChange, now } = this.#options;
    let [last, at]: [string, number] = ['', 0];
    return (progress) => {
      const what = `${progress.tool} ${progress.activity}`;
      if (what === last && now() - at < TELL_EVERY) return;
      [last, at] = [what, now()];
      onChange({ tools, ...progress });
    };
  }
}
