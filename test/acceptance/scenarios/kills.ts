import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

/** After how many files on the server the program is killed, one run after the other. */
const KILLED_AT = [1, 10, 25, 40] as const;

export const kills: Scenario = {
  name: 'kills',
  about:
    'The first sync is killed again and again, with everything it has started; continued, it ends complete, nothing twice.',
  play: async (stage) => {
    await stage.sample();
    for (const files of KILLED_AT) {
      const command = stage.program.start(['sync', '--json']);
      let hasEnded = false;
      const ended = command.ended.then(() => {
        hasEnded = true;
      });
      while (!hasEnded && (await stage.count()) < files) await wait(50);
      // The command leads a process group of its own: its tools go with it, as when a Mac loses its power.
      if (!hasEnded) process.kill(-command.pid, 'SIGKILL');
      await ended;
      stage.is(`killed at ${files}`, 'the sync', 'killed', ['yes', hasEnded ? 'yes' : 'no']);
    }
    await stage.sync('continued');
    const rows = await stage.judge('continued');
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync'));
    const before = await stage.look();
    await stage.sync('third sync');
    stage.isUnchanged('third sync', before, await stage.look());
  },
};
