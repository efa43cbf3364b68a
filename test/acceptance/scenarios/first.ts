import type { Scenario } from '../scenario.ts';

export const first: Scenario = {
  name: 'first',
  about: 'A library of every kind is synced; a second, a third and a full sync find it so and change nothing.',
  play: async (stage) => {
    await stage.sample();
    await stage.sync('first sync');
    const rows = await stage.judge('first sync');
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync'));
    const before = await stage.look();
    await stage.sync('third sync');
    stage.isUnchanged('third sync', before, await stage.look());
    await stage.sync('full sync', { args: ['--full'] });
    stage.isUnchanged('full sync', before, await stage.look());
  },
};
