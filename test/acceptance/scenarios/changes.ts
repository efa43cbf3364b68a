import { checksumsIn } from '../find.ts';
import type { Scenario } from '../scenario.ts';
import { inFormerZone } from '../verdict.ts';

export const changes: Scenario = {
  name: 'changes',
  about: 'Everything that can be changed in Photos is changed after the first sync; the next one brings it.',
  play: async (stage) => {
    const [photos, live]: [string[], string[]] = [[], []];
    let album = '';
    const library = await stage.library(async (made) => {
      for (let number = 1; number <= 12; number += 1)
        photos.push(
          await made.addAsset({
            kind: number % 4 === 0 ? 'movie' : 'photo',
            filename: `CHANGE_${number}.${number % 4 === 0 ? 'MOV' : 'JPG'}`,
            date: `2023-05-${String(number + 10)}T10:00:00+02:00`,
            timeZone: 'Europe/Berlin',
            location: { latitude: 52.52, longitude: 13.405 },
            caption: `Caption ${number}`,
            keywords: ['Before', `Number ${number}`],
            favorite: number === 2,
            hidden: number === 3,
          }),
        );
      for (const format of ['heic', 'jpeg'] as const) live.push(await made.addAsset({ kind: 'live', format }));
      album = made.createAlbum('Holiday', { assets: photos.slice(0, 6) });
      made.createAlbum('To be deleted', { assets: photos.slice(0, 2) });
    });
    await stage.sync('first sync');
    const before = checksumsIn(await stage.look());
    const photo = (number: number) => photos[number - 1] ?? '';
    library.setFavorite(photo(1), true);
    library.setFavorite(photo(2), false);
    library.setHidden(photo(3), false);
    library.setHidden(photo(4), true);
    library.setCaption(photo(5), 'Another caption, with “quotes”\nand a second line');
    library.setCaption(photo(6), null);
    library.setKeywords(photo(7), ['After', 'Places/Rome', 'Number 7']);
    library.setKeywords(photo(8), []);
    library.setDate(photo(9), '2001-02-03T04:05:06-08:00', 'America/Los_Angeles');
    library.setDate(photo(12), '2002-03-04T05:06:07+09:00', 'Asia/Tokyo');
    await library.editPhoto(photo(10));
    await library.editPhoto(live[0] ?? '');
    library.setHidden(live[1] ?? '', true);
    library.removeFromAlbum(album, [photo(1)]);
    library.addToAlbum(album, [photo(11), live[0] ?? '']);
    library.renameAlbum(album, 'Holidays of 2023');
    library.createAlbum('New', { folder: library.createFolder('Folder'), assets: [photo(5), photo(10)] });
    await library.addAsset({ kind: 'photo', filename: 'NEW.JPG', caption: 'New', keywords: ['New'], favorite: true });
    await stage.sync('changed in Photos');
    const judging = { others: before, except: inFormerZone(new Set(['CHANGE_9.JPG', 'CHANGE_12.MOV'])) };
    const rows = await stage.judge('changed in Photos', judging);
    await stage.sync('after the changes');
    stage.noteNextSync(rows, await stage.judge('after the changes', judging));
    const seen = await stage.look();
    await stage.sync('nothing new');
    stage.isUnchanged('nothing new', seen, await stage.look());
  },
};
