/** Whether the library can be read, for the windows that show it. */
import type { LibraryCheck } from '../../shared/contract.ts';

export interface LibraryLookOptions {
  readonly platform: NodeJS.Platform;
  /** Whether a library has been read before: then macOS has its answer. */
  readonly wasReadBefore: () => boolean;
  readonly path: () => string;
  /** Opens the library, which makes macOS ask, and waits for the answer. */
  readonly look: () => Promise<LibraryCheck>;
}

/**
 * macOS asks for *Photos* when the library is opened for the first time: that shall happen when the person expects it. Until they answer, the
 * opening waits in a thread of its own, of which there are four in all: so there is one at a time, whoever asks again meanwhile.
 */
export class LibraryLook {
  readonly #options: LibraryLookOptions;
  #mayAsk = false;
  #running: Promise<LibraryCheck> | null = null;

  constructor(options: LibraryLookOptions) {
    this.#options = options;
  }

  /** @param mayAsk whether the person has just said that macOS may ask */
  async check({ mayAsk }: { readonly mayAsk: boolean }): Promise<LibraryCheck> {
    const { platform, wasReadBefore, path, look } = this.#options;
    this.#mayAsk ||= mayAsk || platform !== 'darwin' || wasReadBefore();
    if (!this.#mayAsk) return { path: path(), access: 'not-asked', problem: null };
    this.#running ??= look().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
}
