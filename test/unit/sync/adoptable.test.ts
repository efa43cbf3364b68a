import { expect, it } from 'vitest';
import { adoptableAlbums } from '../../../src/core/sync/reconcile/albums/adoptable.ts';

const photos = [
  { uuid: 'a', title: 'Lisbon', folders: [], assets: 3 },
  { uuid: 'b', title: 'Reykjavík', folders: ['Iceland'], assets: 2 },
  { uuid: 'c', title: 'Holiday', folders: [], assets: 1 },
  { uuid: 'd', title: 'Holiday', folders: [], assets: 1 },
  { uuid: 'e', title: 'Family', folders: [], assets: 4 },
  { uuid: 'f', title: 'Ours', folders: [], assets: 4 },
];
const owned = ['Lisbon', 'Iceland / Reykjavík', 'Holiday', 'Family', 'Family', 'Ours', 'Elsewhere'].map(
  (name, index) => ({
    id: String(index),
    name,
  }),
);

it('are those that one album on either side is called by, and none that is ours or has one already', () => {
  const found = (linked: readonly string[] = [], managed = ['5']) =>
    adoptableAlbums(photos, new Set(linked), owned, managed, ' / ').map(({ name }) => name);
  expect(found()).toEqual(['Iceland / Reykjavík', 'Lisbon']);
  expect(found(['a'])).toEqual(['Iceland / Reykjavík']);
  expect(found([], [])).toEqual(['Iceland / Reykjavík', 'Lisbon', 'Ours']);
});
