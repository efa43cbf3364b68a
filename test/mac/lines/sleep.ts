/** That the Mac does not fall asleep by itself during a sync, whoever syncs. launchd's turn is in agent.ts. */
import {
  type RunningCommand,
  startPackagedApp,
  startPackagedCommand,
} from '../../support/electron-runtime/packaged.ts';
import { holdUploads, lookUntil, type ReadyHome, system, uploadsBegun } from '../bench.ts';
import type { Sight } from '../line.ts';
import { ownIdleAssertions, type SleepAssertion } from '../readings/sleep-assertions.ts';
import type { SmokeLine } from './index.ts';

export const HOLDS_OFF =
  'an assertion of ours against idle sleep in `pmset -g assertions` while it syncs, none before and after';

const look = async () => ownIdleAssertions(await system('/usr/bin/pmset', '-g', 'assertions'));
const told = (assertions: readonly SleepAssertion[]) =>
  assertions.length === 0 ? 'none' : assertions.map(({ program, kind }) => `${program} ${kind}`).join(', ');

/** Looks before, during and after a sync that waits for the server. */
export async function watchSync(home: ReadyHome, start: () => Promise<unknown>): Promise<Sight> {
  const before = await look();
  const release = holdUploads(home);
  await start();
  await uploadsBegun(home);
  const during = await lookUntil(look, (assertions) => assertions.length > 0, 5_000);
  await home.command('stop');
  release();
  const after = await lookUntil(look, (assertions) => assertions.length === 0, 30_000);
  return {
    asExpected: before.length === 0 && during.length > 0 && after.length === 0,
    seen: `before ${told(before)}; during ${told(during)}; after ${told(after)}`,
  };
}

export const sleepLines: readonly SmokeLine[] = [
  {
    name: 'a sync by the command holds off sleep',
    expected: HOLDS_OFF,
    needs: 'macOS',
    look: async (bench) => {
      const home = await bench.readyHome();
      let command: RunningCommand | undefined;
      try {
        return await watchSync(home, async () => {
          command = startPackagedCommand(home.app, ['sync']);
        });
      } finally {
        await command?.stop();
      }
    },
  },
  {
    name: 'a sync by the app holds off sleep',
    expected: HOLDS_OFF,
    needs: 'macOS',
    look: async (bench) => {
      const home = await bench.readyHome();
      const app = await startPackagedApp(home.app);
      try {
        await lookUntil(app.pages, (pages) => pages.length > 0, 20_000);
        return await watchSync(home, () => app.evaluate('void window.immichSync.call("sync.start", null)'));
      } finally {
        await app.stop();
      }
    },
  },
];
