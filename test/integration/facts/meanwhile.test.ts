/** What a person decides while a sync reads the library is kept, whichever process they decide it in. */
import { expect, it } from 'vitest';
import { useBench } from '../../support/sync/bench.ts';
import { runCommandNow } from '../../support/sync/command-line.ts';

it('a pause and a decision made during an inventory are kept, by the app that syncs and by a command', async () => {
  const bench = await useBench({ fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'photo' }]) });
  bench.server.faults.add({ kind: 'status', status: 400, match: { method: 'POST', path: '/assets' }, times: 1 });
  expect(await bench.sync()).toMatchObject({ outcome: 'partial', coverage: { complete: 1 } });
  await bench.photos.addAsset({ kind: 'photo' });
  const app = await bench.openEngine();
  let decided: number | null = null;
  let otherProcess: number | null = null;
  const report = await app.sync({
    trigger: 'command',
    dueAt: null,
    isFull: true,
    signal: new AbortController().signal,
    onProgress: ({ phase, assetsRead }) => {
      if (phase !== 'inventory' || assetsRead === 0 || decided !== null) return;
      app.schedule.pauseUntil(null);
      decided = app.decisions.remainder({ choice: 'leave-out', items: null }).count;
      // Waited for, so that the inventory is not over before it comes.
      otherProcess = runCommandNow(['--home', bench.paths.home ?? '', 'pause', '--for', '3h']);
    },
  });
  expect(otherProcess).toBe(0);
  expect(decided).toBe(1);
  expect(report).toMatchObject({ problems: [], coverage: { assets: 3, complete: 2, reasons: { 'left-out': 1 } } });
  expect(app.schedule.pause()?.until).not.toBeNull();
  expect((await bench.cli(['--json', 'remainder'])).json()).toMatchObject({ items: [{ reason: 'left-out' }] });
});
