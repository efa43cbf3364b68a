import type { Scenario } from '../scenario.ts';
import { afterNextSync } from '../verdict.ts';

export const first: Scenario = {
  name: 'first',
  about: 'A library of every kind is synced; a second, a third and a full sync find it so and change nothing.',
  play: async (stage) => {
    await stage.sample();
    await stage.sync('first sync');
    const rows = await stage.judge('first sync');
    await stage.sync('second sync');
    const again = await stage.judge('second sync');
    stage.note([...afterNextSync(rows, again), ...again]);
    const before = await stage.look();
    await stage.sync('third sync');
    stage.isUnchanged('third sync', before, await stage.look());
    await stage.sync('full sync', { args: ['--full'] });
    stage.isUnchanged('full sync', before, await stage.look());
  },
};
