import type { Scenario } from '../scenario.ts';

export const hidden: Scenario = {
  name: 'hidden',
  about: 'Hidden pairs, edits and RAW files are archived stacks; they stay so, come out and go in again together.',
  play: async (stage) => {
    const uuids: string[] = [];
    const library = await stage.library(async (made) => {
      for (const options of [
        { kind: 'live' },
        { kind: 'live', edited: true },
        { kind: 'raw-jpeg' },
        { kind: 'photo', edited: true },
        { kind: 'movie', edited: true },
        { kind: 'photo' },
      ] as const)
        uuids.push(await made.addAsset({ ...options, hidden: true, caption: 'Hidden', keywords: ['Secret'] }));
      uuids.push(await made.addAsset({ kind: 'live', edited: true }), await made.addAsset({ kind: 'raw-jpeg' }));
      made.createAlbum('Some of them', { assets: uuids });
    });
    const judgeTwice = async (step: string) => {
      await stage.sync(step);
      const rows = await stage.judge(step);
      const next = `${step}, next sync`;
      await stage.sync(next);
      stage.noteNextSync(rows, await stage.judge(next));
      const before = await stage.look();
      await stage.sync(`${step}, full sync`, { args: ['--full'] });
      stage.isUnchanged(`${step}, full sync`, before, await stage.look());
    };
    await judgeTwice('hidden from the first');
    for (const uuid of uuids.slice(0, 3)) library.setHidden(uuid, false);
    for (const uuid of uuids.slice(6)) library.setHidden(uuid, true);
    library.setCaption(uuids[3] ?? '', 'Hidden, and another caption');
    await judgeTwice('hidden and shown later');
  },
};
