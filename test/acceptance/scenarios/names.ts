import type { Scenario } from '../scenario.ts';

const MAX_NAME = `${'ü'.repeat(125)}a.jpg`;

/** What Immich, the tools or a shell may take for something else. */
const NAMES: readonly string[] = [
  '[2020-08-29] X.jpg',
  '[2019-2020] trip.jpg',
  '[].jpg',
  '[^a]n.jpg',
  '[x.jpg',
  'holiday [bold] and [/red] tags.jpg',
  '*?[a-z]{1,2}!~#.jpg',
  '{created.year} {uuid}.jpg',
  '-rf beach.jpg',
  '--help.jpg',
  "$(touch hacked) `id` ; & | 'single' \\back.jpg",
  '🎈 Birthday 🎂.jpg',
  'Café au lait.jpg'.normalize('NFC'),
  'Café noir.jpg'.normalize('NFD'),
  'تصویر.jpg',
  ' leading and trailing .jpg',
  '.hidden.jpg',
  '..jpg',
  'UPPER.JPG',
  'upper.jpg',
  'slash/and:colon.jpg',
  MAX_NAME,
  'Adam.edited.jpg',
  'IMG_1234(1).jpg',
  'XMP.xmp.jpg',
];

export const names: Scenario = {
  name: 'names',
  about: 'Names that have broken programs: the file arrives under its name, and its sidecar with it.',
  play: async (stage) => {
    await stage.library(async (library) => {
      const uuids: string[] = [];
      for (const [index, filename] of NAMES.entries())
        uuids.push(
          await library.addAsset({
            kind: 'photo',
            filename,
            caption: `Caption of ${index}`,
            keywords: [`Keyword ${index}`, '[brackets]', 'NFD é'.normalize('NFD')],
            location: { latitude: 38.7139, longitude: -9.1334 },
          }),
        );
      library.createAlbum('Names / with [brackets] *', { assets: uuids });
    });
    await stage.sync('first sync');
    const rows = await stage.judge('first sync');
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync'));
  },
};
