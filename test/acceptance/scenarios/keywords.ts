import type { Scenario } from '../scenario.ts';

const ASSETS = 40;

export const keywords: Scenario = {
  name: 'keywords',
  about: 'Keywords, captions, dates and favourites of 40 assets are changed while the server still works on them.',
  play: async (stage) => {
    const uuids: string[] = [];
    const library = await stage.library(async (made) => {
      for (let number = 1; number <= ASSETS; number += 1)
        uuids.push(await made.addAsset({ kind: 'photo', filename: `RACE_${number}.JPG`, keywords: ['Start'] }));
    });
    // Not waited for: the server's jobs of the upload continue while the next sync sets details.
    const { exitCode } = await stage.program.run(['sync', '--json']);
    stage.is('first sync', 'the sync', 'exit code', ['0', String(exitCode)]);
    for (const [index, uuid] of uuids.entries()) {
      library.setKeywords(uuid, ['Start', 'Second', `Own ${index}`, 'Deep/er']);
      library.setCaption(uuid, `Caption ${index}`);
      if (index % 3 === 0) library.setFavorite(uuid, true);
      if (index % 4 === 0) library.setDate(uuid, '2010-10-10T10:10:10+03:00', 'Asia/Riyadh');
    }
    await stage.sync('changed at once');
    const rows = await stage.judge('changed at once');
    await stage.sync('next sync');
    stage.noteNextSync(rows, await stage.judge('next sync'));
    const before = await stage.look();
    await stage.sync('third sync');
    stage.isUnchanged('third sync', before, await stage.look());
  },
};
