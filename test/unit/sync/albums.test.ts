import { describe, expect, it } from 'vitest';
import { albumName, findLostAlbum, planAlbum } from '../../../src/core/sync/reconcile/albums.ts';

const member = (uuid: string, remoteId: string, enteredId: string | null = null) => ({ uuid, remoteId, enteredId });
const summary = (members: Parameters<typeof planAlbum>[0]) => {
  const { add, remove, note } = planAlbum(members);
  return { add: add.map(({ uuid }) => uuid), remove, note: note.map(({ uuid }) => uuid) };
};

describe('albumName', () => {
  it('joins folders and title, and leaves a slash in the title alone', () => {
    expect(albumName({ folders: ['Travel', 'Europe'], title: '2019-10/11 Paris' }, ' / ')).toBe(
      'Travel / Europe / 2019-10/11 Paris',
    );
    expect(albumName({ folders: [], title: 'Kids' }, ' / ')).toBe('Kids');
  });
});

describe('planAlbum', () => {
  it('adds what was never put in', () => {
    expect(summary([member('A', 'a'), member('B', 'b', 'b')])).toEqual({ add: ['A'], remove: [], note: [] });
  });

  it('puts an edit in the place of the original that we had put in', () => {
    expect(summary([member('A', 'edit', 'original')])).toEqual({ add: ['A'], remove: ['original'], note: [] });
  });

  it('adds twins of the same contents once', () => {
    expect(summary([member('A', 'same'), member('B', 'same')])).toEqual({ add: ['A'], remove: [], note: ['B'] });
  });

  it('keeps a file in the album that another member stands for', () => {
    expect(summary([member('A', 'edit', 'shared'), member('B', 'shared', 'shared')])).toEqual({
      add: ['A'],
      remove: [],
      note: [],
    });
  });
});

describe('findLostAlbum', () => {
  const intent = { name: 'Kids', existing: ['older'] };
  it('finds the album that a cut-off run made, and no other of that name', () => {
    expect(
      findLostAlbum(
        intent,
        [
          { id: 'older', name: 'Kids' },
          { id: 'ours', name: 'Kids' },
        ],
        [],
      ),
    ).toBe('ours');
    expect(findLostAlbum(intent, [{ id: 'older', name: 'Kids' }], [])).toBeNull();
    expect(findLostAlbum(intent, [{ id: 'managed', name: 'Kids' }], ['managed'])).toBeNull();
    expect(findLostAlbum(intent, [{ id: 'ours', name: 'Other' }], [])).toBeNull();
  });
});
