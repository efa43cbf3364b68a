/** What the exit codes of the command line mean, for its pages. */
import type { ExitCode } from '../../src/core/model/problem.ts';

export const EXIT_CODE_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'finished with problems',
  2: 'wrong usage',
  3: 'not set up',
  4: 'server unreachable, or key refused',
  5: 'library, tool or disk unusable',
  75: 'another sync is in progress',
  130: 'stopped',
};
