/** What installers print is worth reading only when one of them fails. */
import type { InstallLine } from '../../../src/core/tools/install.ts';

/** What is kept of an installer's output until it is known how it ends. */
const MAX_LINES = 200;

/** For `onLine` of an installation: tells its steps as they come, and what an installer has printed only where its way did not work. */
export function quietly(print: (line: string) => void): (line: string, kind: InstallLine) => void {
  let held: string[] = [];
  return (line, kind) => {
    if (kind === 'output') {
      held = [...held, line].slice(-MAX_LINES);
      return;
    }
    if (kind === 'failure') for (const each of held) print(each);
    held = [];
    print(line);
  };
}
