/** “Check everything now” in the app: how far it is, what it found, and that a sync mends what was lost. */
import { expect, it } from 'vitest';
import type { CheckProgress } from '../../../src/shared/contract.ts';
import { until, withApp } from '../../support/sync/app.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';

it('tells how far it is, keeps what it found, and has what was lost uploaded again', async () => {
  const uuids: string[] = [];
  const bench = await useBench({
    fill: async (library) => {
      for (let index = 0; index < 4; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
    },
  });
  await bench.sync();
  await withApp(bench, { now: Date.now }, async (services) => {
    expect(services.state().lastCheck).toBeNull();
    const steps: (CheckProgress | null)[] = [];
    const stop = services.onState(() => void steps.push(services.state().checking));
    await services.handlers['check.start'](null);
    stop();
    expect(steps).toContainEqual({ files: { done: 4, total: 4 } });
    expect(services.state()).toMatchObject({
      checking: null,
      lastCheck: { assets: 4, complete: 4, lost: 0, thrownAway: 0, moved: 0, apart: 0 },
    });

    // More than a person deletes of so few: it was lost.
    const person = personIn(bench.server);
    const sha1 = contentsOf(manifestOf(bench), uuids[0] ?? '');
    await person.deleteForGood(sha1);
    await services.handlers['check.start'](null);
    expect(services.state().lastCheck).toMatchObject({ assets: 4, complete: 3, lost: 1 });
    await until(services, ({ coverage, status }) => coverage?.complete === 4 && status.state !== 'syncing');
    expect(await person.idOf(sha1)).toMatch(/./);
  });
}, 60_000);
