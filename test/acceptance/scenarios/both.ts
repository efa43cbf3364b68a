import { checksumOf, held } from '../find.ts';
import type { Scenario } from '../scenario.ts';

export const both: Scenario = {
  name: 'both',
  about: 'What was changed in Immich alone stays; what was changed on both sides is as Photos says.',
  play: async (stage) => {
    const uuids: string[] = [];
    let [album, kept] = ['', ''];
    const library = await stage.library(async (made) => {
      for (let number = 1; number <= 6; number += 1)
        uuids.push(
          await made.addAsset({ kind: 'photo', filename: `BOTH_${number}.JPG`, caption: 'First', keywords: ['Ours'] }),
        );
      album = made.createAlbum('Both', { assets: uuids });
      kept = made.createAlbum('Renamed in Immich', { assets: uuids.slice(0, 2) });
    });
    await stage.sync('first sync');
    const sums = uuids.map((uuid) => checksumOf(library, uuid));
    const sum = (number: number) => sums[number - 1] ?? '';
    const uuid = (number: number) => uuids[number - 1] ?? '';
    const { person } = stage;
    // In Immich alone.
    await person.setAsset(sum(1), { description: 'Written in Immich' });
    await person.setAsset(sum(2), { isFavorite: true });
    await person.addTag(sum(3), 'Theirs');
    await person.removeFromAlbum('Both', sum(4));
    await person.archive(sum(5));
    await person.renameAlbum('Renamed in Immich', 'A name from Immich');
    // On both sides.
    await person.setAsset(sum(6), { description: 'Immich’s words' });
    library.setCaption(uuid(6), 'Photos’ words');
    await person.renameAlbum('Both', 'Both, by Immich');
    library.renameAlbum(album, 'Both, by Photos');
    // In Photos alone, on assets that were changed in Immich elsewhere.
    library.setKeywords(uuid(3), ['Ours', 'New']);
    library.setFavorite(uuid(1), true);
    await stage.settle();
    for (const step of ['changed on both sides', 'the next sync']) {
      await stage.sync(step);
      const seen = await stage.look();
      const is = (number: number, field: 'description' | 'favorite' | 'visibility' | 'tags', wanted: string) =>
        stage.is(step, `BOTH_${number}.JPG`, field, [wanted, String(held(seen, sum(number))?.[field] ?? 'absent')]);
      is(1, 'description', 'Written in Immich');
      is(1, 'favorite', 'true');
      is(2, 'favorite', 'true');
      is(3, 'tags', 'New,Ours,Theirs');
      is(5, 'visibility', 'archive');
      is(6, 'description', 'Photos’ words');
      const names = seen.albums.map(({ name }) => name);
      stage.is(step, 'albums', 'names', ['A name from Immich, Both, by Photos', names.join(', ')]);
      const members = seen.albums.find(({ name }) => name.startsWith('Both'))?.members;
      stage.is(step, 'album Both', 'taken out in Immich', ['5', String(members?.size ?? 0)]);
    }
    const before = await stage.look();
    library.setFavorite(uuid(4), true);
    library.addToAlbum(kept, [uuid(3)]);
    await stage.sync('one more change in Photos');
    const seen = await stage.look();
    stage.is('one more change in Photos', 'BOTH_4.JPG', 'favourite', [
      'true',
      String(held(seen, sum(4))?.favorite ?? 'absent'),
    ]);
    stage.is('one more change in Photos', 'album renamed in Immich', 'members', [
      '3',
      String(seen.albums.find(({ name }) => name === 'A name from Immich')?.members.size ?? 0),
    ]);
    stage.is('one more change in Photos', 'account', 'files', [
      String(before.assets.length),
      String(seen.assets.length),
    ]);
  },
};
