import { expect, it } from 'vitest';
import { judge } from '../../acceptance/judge.ts';
import type { Seen, SeenAsset } from '../../acceptance/server/reader.ts';
import { kindOf } from '../../acceptance/verdict.ts';
import type { ExpectedAsset, Manifest } from '../../support/photos-library/index.ts';

const part = (kind: ExpectedAsset['parts'][number]['kind'], sha1: string) =>
  ({ kind, path: `/${sha1}`, available: true, size: 9, sha1 }) as const;

const ASSET: ExpectedAsset = {
  uuid: 'A',
  cloudGuid: null,
  kind: 'live',
  media: 'photo',
  originalFilename: 'A.HEIC',
  capturedAt: '2024-05-01T23:30:00+02:00',
  favorite: true,
  hidden: false,
  trashed: false,
  shared: false,
  title: null,
  caption: 'Words',
  keywords: ['a/b'],
  live: true,
  edited: true,
  burst: 'none',
  burstId: null,
  latitude: 52.52,
  longitude: 13.405,
  albums: ['L'],
  parts: [part('original', 's1'), part('edited', 's2'), part('live-video', 's3')],
};
const MANIFEST: Manifest = {
  path: '/Library',
  assets: [ASSET],
  albums: [{ uuid: 'L', cloudGuid: null, title: 'Album', folders: ['Folder'], assets: ['A'] }],
  sharedAlbums: [],
  totals: {} as Manifest['totals'],
};

const seen = (id: string, more: Partial<SeenAsset> = {}): SeenAsset => ({
  id,
  checksum: id,
  name: 'A.HEIC',
  type: 'IMAGE',
  visibility: 'timeline',
  favorite: true,
  trashed: false,
  description: 'Words',
  tags: ['a/b'],
  instant: '2024-05-01T21:30:00Z',
  local: '2024-05-01T23:30:00',
  timeZone: 'UTC+2',
  latitude: 52.52004,
  longitude: 13.405,
  rating: null,
  film: null,
  updatedAt: '',
  ...more,
});
const film = seen('s3', { visibility: 'hidden', tags: [], favorite: false });
const ALBUM: Seen['albums'][number] = {
  id: 'l',
  name: 'Folder / Album',
  order: 'desc',
  cover: null,
  members: new Set(['s2']),
  updatedAt: '',
};
const STACK = { id: 'k', primary: 's2', members: new Set(['s1', 's2']) };
const RIGHT: Seen = { assets: [seen('s1', { film: 's3' }), seen('s2'), film], albums: [ALBUM], stacks: [STACK] };

const differences = (there: Seen) =>
  judge('', MANIFEST, there)
    .filter((row) => kindOf(row) === 'different')
    .map(({ field }) => field);
const withOriginal = (change: Partial<SeenAsset>): Seen => ({
  ...RIGHT,
  assets: [seen('s1', { film: 's3', ...change }), seen('s2'), film],
});

it('finds nothing different where everything is as Photos says', () => {
  expect(differences(RIGHT)).toEqual([]);
});

it.each([
  ['name: original', { name: 'B.HEIC' }],
  ['type: original', { type: 'VIDEO' }],
  ['trash: original', { trashed: true }],
  ['favourite: original', { favorite: false }],
  ['visibility: original', { visibility: 'archive' }],
  ['description: original', { description: '' }],
  ['tags: original', { tags: ['a', 'b'] }],
  ['date: original', { instant: '2024-05-01T20:30:00Z' }],
  ['local time: original', { local: '2024-05-02T23:30:00' }],
  ['zone: original', { timeZone: 'Asia/Tokyo' }],
  ['place: original', { latitude: 52.53 }],
  ['rating: original', { rating: 5 }],
  ['Live Photo: original', { film: null }],
] as const)('tells a different %s', (field, change) => {
  expect(differences(withOriginal(change))).toEqual([field]);
});

it.each<readonly [string, readonly string[], Partial<Seen>]>([
  ['a file that is missing', ['file: live-video'], { assets: [seen('s1'), seen('s2')] }],
  ['a file of nobody', ['file of nobody'], { assets: [...RIGHT.assets, seen('s9')] }],
  [
    'a film in the timeline',
    ['visibility: live-video'],
    { assets: [seen('s1', { film: 's3' }), seen('s2'), { ...film, visibility: 'timeline' }] },
  ],
  ['no stack', ['stack: files', 'stack: on top'], { stacks: [] }],
  ['the original on top', ['stack: on top'], { stacks: [{ ...STACK, primary: 's1' }] }],
  ['an album of another name', ['name'], { albums: [{ ...ALBUM, name: 'Album' }] }],
  ['an album without its member', ['members'], { albums: [{ ...ALBUM, members: new Set() }] }],
  ['an album with a stranger', ['members of others'], { albums: [{ ...ALBUM, members: new Set(['s1', 's2']) }] }],
])('tells %s', (_name, fields, change) => {
  expect(differences({ ...RIGHT, ...change })).toEqual(fields);
});
