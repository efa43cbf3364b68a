import { baseEnvironment } from '../tools/child.ts';

/**
 * The environment for osxphotos.
 * @param temporary where it puts its copy of a locked database (as large as the database), so that a killed run's copy goes with the run.
 */
export function osxphotosEnvironment(temporary: string): Record<string, string> {
  return { ...baseEnvironment(), TMPDIR: temporary };
}
