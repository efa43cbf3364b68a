import { describe, expect, it } from 'vitest';
import {
  albumName,
  findLostAlbum,
  planAlbum,
  planLook,
  wantedOrder,
} from '../../../src/core/sync/reconcile/albums/rule.ts';

const member = (uuid: string, remoteId: string, enteredId: string | null = null) => ({
  uuid,
  remoteId,
  enteredId,
  capturedAt: '2024-05-01T10:00:00+02:00',
});
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
          { id: 'older', name: 'Kids', size: 0 },
          { id: 'ours', name: 'Kids', size: 0 },
        ],
        [],
      ),
    ).toBe('ours');
    expect(findLostAlbum(intent, [{ id: 'older', name: 'Kids', size: 0 }], [])).toBeNull();
    expect(findLostAlbum(intent, [{ id: 'managed', name: 'Kids', size: 0 }], ['managed'])).toBeNull();
    expect(findLostAlbum(intent, [{ id: 'ours', name: 'Other', size: 0 }], [])).toBeNull();
    expect(findLostAlbum(intent, [{ id: 'of a person', name: 'Kids', size: 1 }], [])).toBeNull();
  });
});

describe('wantedOrder', () => {
  const times = (...hours: readonly number[]) =>
    hours.map((hour) => ({ capturedAt: `2024-05-01T${String(hour).padStart(2, '0')}:00:00+02:00` }));

  it.each([
    ['oldest first', times(1, 2, 2, 5), 'asc'],
    ['newest first', times(5, 2, 1), 'desc'],
    ['by hand', times(1, 5, 2), null],
    ['one member', times(1), null],
    ['all of one moment', times(1, 1), null],
    ['none', [], null],
  ] as const)('%s', (_name, members, order) => {
    expect(wantedOrder(members)).toBe(order);
  });

  it('goes by the moment and not by the clock of the place', () => {
    const members = ['2024-05-01T10:00:00+09:00', '2024-05-01T09:00:00+02:00'].map((capturedAt) => ({ capturedAt }));
    expect(wantedOrder(members)).toBe('asc');
  });
});

describe('planLook', () => {
  const members = [
    { ...member('A', 'a'), capturedAt: '2024-05-01T10:00:00Z' },
    { ...member('B', 'b'), capturedAt: '2024-05-02T10:00:00Z' },
  ];

  it('says what Photos has changed since the last sync, and nothing else', () => {
    expect(planLook({ keyAsset: 'B', members }, null)).toEqual({ order: 'asc', cover: 'b' });
    expect(planLook({ keyAsset: 'B', members }, { order: 'asc', cover: 'b' })).toEqual({});
    expect(planLook({ keyAsset: null, members }, { order: 'desc', cover: 'a' })).toEqual({ order: 'asc' });
    expect(planLook({ keyAsset: 'not in it', members }, { order: 'asc', cover: null })).toEqual({});
  });
});
