import { describe, expect, it } from 'vitest';
import { albumRows, withChoice } from '../../../src/renderer/settings/album-tree.ts';

const album = (uuid: string, title: string, ...folders: readonly string[]) => ({ uuid, title, folders, assets: 3 });

describe('albumRows', () => {
  it('puts albums below their folders, folders first, each by name', () => {
    const rows = albumRows(
      [
        album('b', 'Album 10'),
        album('a', 'Album 9'),
        album('l', 'Lisbon', 'Travel', 'Europe'),
        album('k', 'Kyoto', 'Travel'),
        album('x', 'Lisbon', 'Archive'),
      ],
      'en',
    );
    expect(rows.map(({ title, depth, assets }) => [title, depth, assets])).toEqual([
      ['Archive', 0, null],
      ['Lisbon', 1, 3],
      ['Travel', 0, null],
      ['Europe', 1, null],
      ['Lisbon', 2, 3],
      ['Kyoto', 1, 3],
      ['Album 9', 0, 3],
      ['Album 10', 0, 3],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    expect(rows.find(({ title }) => title === 'Travel')?.uuids).toEqual(['l', 'k']);
  });
});

describe('withChoice', () => {
  it('ticks and unticks all albums of a row', () => {
    expect([...withChoice(new Set(['a']), ['a', 'b'], true)]).toEqual(['a', 'b']);
    expect([...withChoice(new Set(['a', 'b', 'c']), ['a', 'b'], false)]).toEqual(['c']);
  });
});
