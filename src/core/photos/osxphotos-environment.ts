import { baseEnvironment } from '../tools/child.ts';

/**
 * The environment for osxphotos. It calls `setlocale` at its start and ends with `unsupported locale setting` when the system has not
 * installed the locale that LANG or LC_ALL name; `C` is everywhere, and the encodings are set to UTF-8 apart from it.
 * @param temporary where it puts its copy of a locked database (as large as the database), so that a killed run's copy goes with the run.
 */
export function osxphotosEnvironment(temporary: string): Record<string, string> {
  return { ...baseEnvironment(), LANG: 'C', LC_ALL: 'C', TMPDIR: temporary };
}
