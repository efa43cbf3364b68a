import { beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { MAX_OF_A_KIND } from '../../../src/core/model/run-item.ts';
import { album, asset, part, sha1Of } from '../../support/inventory-records.ts';

const scope = { includeHidden: true, includeShared: false, includeUnpickedBursts: false };
let ledger: Ledger;
let run: number;
/** The contents of a part are made of its path. */
const contents = (path: string) => sha1Of(path);
const names = (...kinds: Parameters<Ledger['runItems']['items']>[1]) =>
  ledger.runItems.items(run, kinds, 10).map(({ filename }) => filename);

beforeEach(() => {
  ledger = new Ledger(':memory:');
  const writer = ledger.writeInventory();
  writer.addAsset(asset('A', { capturedAt: '2024-03-06T10:00:00+01:00' }));
  writer.addAsset(
    asset('B', {
      capturedAt: '2024-03-05T10:00:00+01:00',
      edited: true,
      live: true,
      parts: [
        part('original', { path: '/library/B.jpg' }),
        part('live-video', { path: '/library/B.mov' }),
        part('edited', { path: '/library/B-edited.jpg' }),
      ],
    }),
  );
  writer.addAlbum(album('Sea', ['A', 'B']));
  writer.commit();
  for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, contents(found.path));
  run = ledger.history.startRun('schedule', null, 1_000);
});

describe('what a run did, by name', () => {
  it('has each photo once, however many files it has, the oldest first', () => {
    const { runItems } = ledger;
    runItems.noteContents(run, 'uploaded', ['/library/A.jpg', '/library/B.mov', '/library/B.jpg'].map(contents));
    runItems.noteContents(run, 'uploaded', [contents('/library/B-edited.jpg')]);
    expect(names('new', 'edit')).toEqual(['B.JPG', 'A.JPG']);
    expect(runItems.counts(run)).toEqual(new Map([['new', 2]]));
    expect(runItems.items(run, ['new'], 1, true).map(({ uuid }) => uuid)).toEqual(['A']);
  });

  it('tells an edit of what was there before from a new photo, whichever of its files came first', () => {
    ledger.runItems.noteContents(run, 'uploaded', [contents('/library/B-edited.jpg')]);
    expect([names('new'), names('edit')]).toEqual([[], ['B.JPG']]);
    ledger.runItems.noteContents(run, 'uploaded', [contents('/library/B.jpg')]);
    expect([names('new'), names('edit')]).toEqual([['B.JPG'], []]);
  });

  it('has what was lost and uploaded again as lost, not as new', () => {
    ledger.runItems.noteContents(run, 'lost', [contents('/library/A.jpg')]);
    ledger.runItems.noteContents(run, 'uploaded', [contents('/library/A.jpg'), contents('/library/B.jpg')]);
    expect([names('lost'), names('new')]).toEqual([['A.JPG'], ['B.JPG']]);
  });

  it('has the details that were set, but not those that came with a new photo', () => {
    const { runItems } = ledger;
    const change = (uuid: string, details: Parameters<typeof runItems.noteChanged>[1]['details']) =>
      runItems.noteChanged(run, { uuid, filename: `${uuid}.JPG`, details });
    runItems.noteContents(run, 'uploaded', [contents('/library/B.jpg')]);
    change('A', ['favorites']);
    change('A', ['dates', 'favorites']);
    change('A', []);
    change('B', ['favorites']);
    expect(runItems.items(run, ['changed'], 10)).toEqual([
      { uuid: 'A', filename: 'A.JPG', details: ['favorites', 'dates'] },
    ]);
  });

  it('adds up what became of an album', () => {
    const sea = { uuid: 'Sea', name: 'Sea', isNew: false, added: 0, removed: 0, isArranged: false };
    ledger.runItems.noteAlbum(run, { ...sea, isNew: true, added: 2 });
    ledger.runItems.noteAlbum(run, { ...sea, name: 'The sea', added: 1, removed: 1, isArranged: true });
    expect(ledger.runItems.albums(run)).toEqual([
      { uuid: 'Sea', name: 'The sea', isNew: true, added: 3, removed: 1, isArranged: true },
    ]);
  });

  it('of more than is kept takes nothing for an edit or a change that came new, and nothing for new that was lost', () => {
    const writer = ledger.writeInventory();
    const many = Array.from({ length: MAX_OF_A_KIND + 5 }, (_, index) => `M${String(index).padStart(4, '0')}`);
    for (const uuid of many)
      writer.addAsset(
        asset(uuid, {
          edited: true,
          parts: [
            part('original', { path: `/library/${uuid}.jpg` }),
            part('edited', { path: `/library/${uuid}-edited.jpg` }),
          ],
        }),
      );
    writer.commit();
    for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, contents(found.path));
    const files = many.flatMap((uuid) => [`/library/${uuid}.jpg`, `/library/${uuid}-edited.jpg`]).map(contents);
    const { runItems } = ledger;
    for (let at = 0; at < files.length; at += 400) runItems.noteContents(run, 'uploaded', files.slice(at, at + 400));
    for (const uuid of many) runItems.noteChanged(run, { uuid, filename: `${uuid}.JPG`, details: ['favorites'] });
    expect(runItems.counts(run)).toEqual(new Map([['new', MAX_OF_A_KIND]]));

    const next = ledger.history.startRun('schedule', null, 2_000);
    runItems.noteContents(next, 'lost', files);
    runItems.noteContents(next, 'uploaded', files);
    expect(runItems.counts(next)).toEqual(new Map([['lost', MAX_OF_A_KIND]]));
  });

  it('is bounded, and goes with its run', () => {
    const writer = ledger.writeInventory();
    const many = Array.from({ length: MAX_OF_A_KIND + 5 }, (_, index) => asset(`M${index}`));
    for (const record of many) writer.addAsset(record);
    writer.commit();
    for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, contents(found.path));
    const sha1s = many.map(({ uuid }) => contents(`/library/${uuid}.jpg`));
    ledger.runItems.noteContents(run, 'uploaded', sha1s.slice(0, 900));
    ledger.runItems.noteContents(run, 'uploaded', sha1s);
    expect(ledger.runItems.counts(run).get('new')).toBe(MAX_OF_A_KIND);
    const [KEPT, later] = [2 * 366 * 24 * 3_600_000, 2_000];
    ledger.history.startRun('schedule', null, KEPT + later);
    expect(ledger.runItems.counts(run).size).toBe(0);
  });
});
