/** Whether the library can be read, for the windows that show it. */
import { runCheck } from '../../core/doctor/check.ts';
import { libraryCheck } from '../../core/doctor/library.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { expandPath } from '../../core/settings/paths.ts';
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

const ACCESS: Readonly<Record<string, LibraryCheck['access']>> = {
  'library-no-access': 'no-access',
  'library-no-access-here': 'no-access',
  'library-missing': 'missing',
  'library-not-a-library': 'not-a-library',
  'library-of-older-photos': 'not-a-library',
  'library-of-other-app': 'not-a-library',
};

/** Absolute. */
export const libraryPath = (engine: Engine) => expandPath(engine.settings.read().library.path, engine.paths);

/** Opens the library of the settings, as the doctor does. */
export async function checkLibrary(engine: Engine, signal: AbortSignal): Promise<LibraryCheck> {
  const path = libraryPath(engine);
  const { problem } = await runCheck(libraryCheck, engine, signal);
  return { path, access: problem === null ? 'readable' : (ACCESS[problem.code] ?? 'unknown'), problem };
}
