import { createPhotosLibrary, type PhotosLibrary } from './library.ts';
import type { AssetOptions, MediaSize } from './types.ts';

/** A name of exactly 255 bytes, the most that APFS and ext4 allow, of letters that take two bytes each. */
const MAX_NAME = `${'ü'.repeat(125)}a.jpg`;

/** File names that have broken programs, as they stand in Photos (a slash is stored as it is: Photos allows it). */
export const HOSTILE_NAMES: readonly string[] = [
  'rich [bold] and [/red] markup.jpg',
  ':smile: [link=file:///etc/passwd]x[/link].jpg',
  'two\nlines.jpg',
  'tab\there.jpg',
  'carriage\rreturn.jpg',
  'line\u2028separator.jpg',
  '🎈 Birthday 🎂.jpg',
  '👩‍👩‍👧‍👦.jpg',
  MAX_NAME,
  `${'x'.repeat(251)}.jpg`,
  'Café.jpg'.normalize('NFC'),
  'Café.jpg'.normalize('NFD'),
  '-rf.jpg',
  '--help',
  '*?[a-z]{1,2}!~#.jpg',
  '$(touch hacked) `id` ; & | "quotes" \'single\' \\back.jpg',
  'slash/and:colon.jpg',
  '{created.year} {uuid}.jpg',
  '..jpg',
  'no extension',
  '.hidden.jpg',
  ' leading and trailing .jpg ',
  'UPPER.JPG',
  'upper.jpg',
  'right\u202eto left.jpg',
  'تصویر.jpg',
  '<script>alert(1)</script>.jpg',
];

const TITLES: readonly string[] = ['[red]Red[/red]', 'a/b', 'Two\nlines', '🎈', '-x', '*', '"; DROP TABLE', 'e\u0301'];

/**
 * A library of trouble: one asset for every hostile name, two assets with one name and date, empty and damaged files, and albums, titles,
 * captions and keywords of the same sort.
 */
export async function createHostileLibrary(
  path: string,
  { seed = 1, media = 'small' }: { readonly seed?: number; readonly media?: MediaSize } = {},
): Promise<PhotosLibrary> {
  const library = await createPhotosLibrary({ path, seed, media });
  const folder = library.createFolder('Folder [/b] / with slash');
  const albums = TITLES.map((title) => library.createAlbum(title, { folder }));
  const list: AssetOptions[] = [
    ...HOSTILE_NAMES.map((filename, index): AssetOptions => {
      const text = TITLES[index % TITLES.length] ?? '';
      const album = albums[index % albums.length];
      return {
        kind: 'photo',
        filename,
        title: text,
        caption: `${text}\n${filename}`,
        keywords: [text],
        albums: album ? [album] : [],
      };
    }),
    { kind: 'photo', filename: 'twin.jpg', date: '2024-07-06T12:00:00+02:00' },
    { kind: 'photo', filename: 'twin.jpg', date: '2024-07-06T12:00:00+02:00' },
    { kind: 'photo', filename: 'empty.jpg', condition: 'empty' },
    { kind: 'photo', filename: 'damaged.jpg', condition: 'damaged' },
    { kind: 'movie', filename: 'damaged.mov', condition: 'damaged' },
    { kind: 'live', format: 'jpeg', edited: true, filename: MAX_NAME },
    { kind: 'live', format: 'jpeg', edited: true, filename: 'live [/b] \n *.jpg' },
  ];
  await library.addMany(list);
  return library;
}
