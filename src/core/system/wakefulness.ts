/**
 * Keeps the Mac from falling asleep while a run is in progress, whoever started it: the engine holds this around every run, and nobody else
 * does. Shutting the lid and *Sleep* in the Apple menu work all the same. A port, because the app has Electron's own means for it.
 */
import { tmpdir } from 'node:os';
import { baseEnvironment, runChild } from '../tools/child.ts';

export interface Wakefulness {
  /** @returns what lets the Mac sleep again. */
  readonly hold: () => () => void;
}

export const NO_WAKEFULNESS: Wakefulness = { hold: () => () => {} };

/** For a command of this computer. */
export function systemWakefulness(platform: NodeJS.Platform): Wakefulness {
  return platform === 'darwin' ? caffeinate('/usr/bin/caffeinate') : NO_WAKEFULNESS;
}

/**
 * @param program caffeinate(8): `-i` holds off idle sleep, `-w` ends that with this process, however it ends.
 */
export function caffeinate(program: string): Wakefulness {
  return {
    hold: () => {
      const end = new AbortController();
      runChild({
        program,
        args: ['-i', '-w', String(process.pid)],
        env: baseEnvironment(),
        cwd: tmpdir(),
        grace: 1_000,
        signal: end.signal,
        // Without it the run continues, and a Mac that falls asleep in the middle continues it later.
      }).catch(() => undefined);
      return () => end.abort();
    },
  };
}
