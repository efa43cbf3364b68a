/** The app itself, started as a person starts it. */
import { setTimeout as wait } from 'node:timers/promises';
import { startPackagedApp, startPackagedCommand } from '../../support/electron-runtime/packaged.ts';
import { holdUploads, lookUntil, system, uploadsBegun } from '../bench.ts';
import { appProcesses } from '../readings/processes.ts';
import type { SmokeLine } from './index.ts';

/** Page names of windows: `popover`, `settings`, … */
const namesOf = (pages: readonly string[]) => pages.map((page) => /([^/]+)\.html/.exec(page)?.[1] ?? page).sort();

export const appLines: readonly SmokeLine[] = [
  {
    name: 'first start',
    expected: 'popover and assistant are loaded, and 12 seconds later no window tells of a hidden icon',
    needs: 'any',
    look: async (bench) => {
      const app = await startPackagedApp(await bench.freshHome());
      try {
        await lookUntil(app.pages, (pages) => pages.length > 0, 20_000);
        await wait(12_000);
        const pages = namesOf(await app.pages()).sort();
        const words = String(await app.evaluate('document.body.innerText'));
        return {
          asExpected: pages.join() === 'popover,setup' && words.includes('Welcome to Immich Sync'),
          seen: `windows: ${pages.join(', ')}; “${words.split('\n')[0]}”`,
        };
      } finally {
        await app.stop();
      }
    },
  },
  {
    name: 'a question while it syncs',
    expected:
      'asked to quit, the app shows its question; beside it the sync goes on, and `stop` is obeyed within 20 seconds',
    needs: 'any',
    look: async (bench) => {
      const home = await bench.readyHome();
      const release = holdUploads(home);
      const app = await startPackagedApp(home.app);
      try {
        await lookUntil(app.pages, (pages) => pages.length > 0, 20_000);
        await app.evaluate('void window.immichSync.call("sync.start", null)');
        await uploadsBegun(home);
        app.askToQuit();
        const pages = namesOf(await lookUntil(app.pages, (found) => namesOf(found).includes('question'), 10_000));
        const started = Date.now();
        const { exitCode } = await home.command('stop');
        const seconds = (Date.now() - started) / 1000;
        return {
          asExpected: pages.includes('question') && exitCode === 0 && seconds < 20,
          seen: `windows: ${pages.join(', ')}; \`stop\` ended with ${exitCode} after ${seconds.toFixed(1)} s`,
        };
      } finally {
        release();
        await app.stop();
      }
    },
  },
  {
    name: 'the app opens while a command runs',
    expected: 'the app starts beside `--cli logs --follow`, as a process of its own, and the command goes on',
    needs: 'any',
    look: async (bench) => {
      const options = await bench.freshHome();
      const command = startPackagedCommand(options, ['logs', '--follow']);
      try {
        await wait(2_000);
        const app = bench.packages.mac === null ? await startPackagedApp(options) : null;
        // `open` gives the app to macOS, which may take the command for it.
        if (bench.packages.mac !== null)
          await system('/usr/bin/open', '-a', bench.packages.mac.app, '--args', `--home=${options.home}`);
        const list = () => system('/bin/ps', '-axo', 'pid=,command=');
        const found = await lookUntil(
          async () => appProcesses(await list(), options.program),
          (processes) => processes.length > 0,
          20_000,
        );
        const goesOn = !command.hasEnded();
        if (app !== null) await app.stop();
        else for (const { pid } of found) process.kill(pid, 'SIGTERM');
        return {
          asExpected: found.length === 1 && goesOn,
          seen: `${found.length} process of the app; the command ${goesOn ? 'goes on' : 'has ended'}`,
        };
      } finally {
        await command.stop();
      }
    },
  },
];
