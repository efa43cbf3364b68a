/** launchd's job. */
import { holdUploads, lookUntil, requireSuccess, system } from '../bench.ts';
import { readJobState } from '../readings/launchd-job.ts';
import type { SmokeLine } from './index.ts';
import { HOLDS_OFF, watchSync } from './sleep.ts';

interface AgentState {
  readonly label: string;
}

/** What launchd says of a job, for example `running`; null when it knows none. */
async function jobState(label: string): Promise<string | null> {
  const text = await system('/bin/launchctl', 'print', `gui/${process.getuid?.()}/${label}`).catch(() => null);
  return text === null ? null : (readJobState(text) ?? 'loaded');
}

/** A minute that comes soon, but late enough for the job to be loaded before it. */
function soon(): string {
  const time = new Date(Date.now() + 90_000);
  return `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
}

export const agentLines: readonly SmokeLine[] = [
  {
    name: 'a sync by the agent holds off sleep',
    expected: HOLDS_OFF,
    needs: 'macOS',
    look: async (bench) => {
      const home = await bench.readyHome();
      // Nothing starts by itself before the first sync; then there has to be something new.
      requireSuccess(await home.command('sync'), 'sync');
      await home.photos.addMany([{ kind: 'photo' }]);
      requireSuccess(await home.command('config', 'set', 'schedule.times', soon()), 'config set schedule.times');
      bench.atEnd(() => home.command('agent', 'remove'));
      home.demo.requests.clear();
      const sight = await watchSync(home, async () => {
        requireSuccess(await home.command('agent', 'install'), 'agent install');
      });
      await home.command('agent', 'remove');
      return sight;
    },
  },
  {
    name: 'agent install over a job that runs',
    expected: 'both installs end with 0 and the job is loaded after each; after `agent remove` launchd knows none',
    needs: 'macOS',
    look: async (bench) => {
      const home = await bench.readyHome();
      requireSuccess(await home.command('sync'), 'sync');
      await home.photos.addMany([{ kind: 'photo' }]);
      requireSuccess(await home.command('config', 'set', 'schedule.times', soon()), 'config set schedule.times');
      const release = holdUploads(home);
      bench.atEnd(() => home.command('agent', 'remove'));
      const first = await home.command('agent', 'install', '--json');
      requireSuccess(first, 'agent install');
      const { label } = JSON.parse(first.stdout) as AgentState;
      const running = await lookUntil(
        () => jobState(label),
        (state) => state === 'running',
        150_000,
      );
      const second = await home.command('agent', 'install', '--json');
      const loaded = await jobState(label);
      release();
      await home.command('agent', 'remove');
      const removed = await jobState(label);
      return {
        asExpected: running === 'running' && second.exitCode === 0 && loaded !== null && removed === null,
        seen: `first ${running}; second install ${second.exitCode}, then ${loaded ?? 'unknown to launchd'}; removed: ${removed ?? 'unknown to launchd'}`,
      };
    },
  },
];
