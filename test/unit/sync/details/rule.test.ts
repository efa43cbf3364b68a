import { describe, expect, it } from 'vitest';
import type { RemoteAsset } from '../../../../src/core/immich/client/asset-answers.ts';
import { arrived, baseOfUpload, beforeOf } from '../../../../src/core/sync/reconcile/details/arrival.ts';
import {
  type Details,
  decideDetails,
  fillDetails,
  isToBeSet,
  NOTHING_TO_SET,
  onlyAdding,
} from '../../../../src/core/sync/reconcile/details/rule.ts';
import { unite, wantedDetails } from '../../../../src/core/sync/reconcile/details/wanted.ts';

const details = (changes: Partial<Details> = {}): Details => ({
  favorite: false,
  visibility: 'timeline',
  description: '',
  keywords: [],
  capturedAt: '2024-05-01T10:00:00+02:00',
  place: null,
  ...changes,
});

const remote = (changes: Partial<RemoteAsset> = {}): RemoteAsset => ({
  id: 'id',
  isFavorite: false,
  visibility: 'timeline',
  description: '',
  capturedAt: '2024-05-01T08:00:00.000Z',
  isFileDate: false,
  timeZone: 'UTC+2',
  latitude: null,
  longitude: null,
  tags: [],
  stack: null,
  rating: null,
  isTrashed: false,
  ...changes,
});

const PLACE = { latitude: 38.7, longitude: -9.1 };

describe('what Immich shall say of a file', () => {
  it.each([
    [38.7, -9.1, PLACE],
    [0, -9.1, { latitude: 0, longitude: -9.1 }],
    [0, 0, null],
    [null, null, null],
  ])('has the place %s, %s unless that is none for Immich', (latitude, longitude, place) => {
    const source = {
      favorite: false,
      hidden: false,
      title: null,
      caption: null,
      keywords: [],
      capturedAt: '2024-05-01T10:00:00+02:00',
    };
    const rules = {
      hiddenAs: 'archive',
      titles: false,
      favoriteRating: false,
      tagParent: null,
      leader: 'photos',
    } as const;
    expect(wantedDetails({ ...source, latitude, longitude }, rules).place).toEqual(place);
  });
});

describe('several assets with the same contents', () => {
  it('are a favourite if any is, hidden only if all are, and have all keywords', () => {
    const one = details({ favorite: true, visibility: 'archive', keywords: ['Sea'] });
    const other = details({ keywords: ['Sand', 'Sea'] });
    expect(unite([one, other])).toMatchObject({ favorite: true, visibility: 'timeline', keywords: ['Sand', 'Sea'] });
    expect(unite([one, one])).toMatchObject({ visibility: 'archive' });
  });

  it('have the texts of the first, and another’s only where it has none', () => {
    const first = details({ description: 'Mine', capturedAt: '2020-01-01T00:00:00Z' });
    const second = details({ description: 'Theirs', place: PLACE });
    expect(unite([first, second])).toMatchObject({
      description: 'Mine',
      place: PLACE,
      capturedAt: '2020-01-01T00:00:00Z',
    });
    expect(unite([details(), second]).description).toBe('Theirs');
  });

  it('take nothing along when one of them goes', () => {
    const decision = decideDetails(
      details({ visibility: 'archive' }),
      details({ favorite: true, description: 'Both', keywords: ['Sea'] }),
      remote({ isFavorite: true, description: 'Both', tags: ['Sea'] }),
      'photos',
    );
    expect(isToBeSet(decision)).toBe(true);
    expect(isToBeSet(onlyAdding(decision))).toBe(false);
  });
});

describe('what was set', () => {
  const wanted = details({ description: 'New', keywords: ['Old', 'New'], place: PLACE });
  const before = remote({ description: 'Old', tags: ['Old'] });
  const decision = { ...NOTHING_TO_SET, description: 'New', addKeywords: ['New'], place: PLACE };

  it('has arrived when it is seen', () => {
    const now = remote({ description: 'New', tags: ['Old', 'New'], ...PLACE });
    expect(arrived(wanted, [beforeOf(before, decision)], now)).toEqual({ base: wanted, lost: 0 });
  });

  it('did not stick where everything is as before, and is set again', () => {
    const { base, lost } = arrived(wanted, [beforeOf(before, decision)], before);
    expect(lost).toBe(3);
    expect(decideDetails(wanted, base, before, 'photos')).toMatchObject({
      description: 'New',
      addKeywords: ['New'],
      place: PLACE,
      conflicts: [],
    });
  });

  it('is left as a person has made it since', () => {
    const now = remote({ description: 'A person’s', tags: ['Old', 'New'], ...PLACE });
    const { base, lost } = arrived(wanted, [beforeOf(before, decision)], now);
    expect(lost).toBe(0);
    expect(isToBeSet(decideDetails(wanted, base, now, 'photos'))).toBe(false);
  });

  it('is lost where a keyword that was taken is there again', () => {
    const taken = beforeOf(before, { ...NOTHING_TO_SET, removeKeywords: ['Old'] });
    const { base, lost } = arrived(details(), [taken], before);
    expect(lost).toBe(1);
    expect(decideDetails(details(), base, before, 'photos').removeKeywords).toEqual(['Old']);
    expect(arrived(details(), [taken], remote()).lost).toBe(0);
  });

  it('is lost where it is as it was before any of several calls', () => {
    const calls = ['Oldest', 'Older'].map((description) =>
      beforeOf(remote({ description }), { ...NOTHING_TO_SET, description: 'New' }),
    );
    for (const description of ['Oldest', 'Older'])
      expect(arrived(details({ description: 'New' }), calls, remote({ description })).lost).toBe(1);
    expect(arrived(details({ description: 'New' }), calls, remote({ description: 'A person’s' })).lost).toBe(0);
  });

  it('is judged only by what was set', () => {
    const untouched = { ...NOTHING_TO_SET, addKeywords: ['New'] };
    const now = remote({ description: 'Old', tags: ['Old', 'New'] });
    expect(
      arrived(details({ description: 'Else', keywords: ['Old', 'New'] }), [beforeOf(before, untouched)], now).lost,
    ).toBe(0);
  });
});

describe('a place that is set', () => {
  it('has the date said again behind it, but not over one that a person has set', () => {
    const [wanted, synced] = [details({ place: PLACE }), details()];
    expect(decideDetails(wanted, synced, remote(), 'photos').capturedAt).toBe(wanted.capturedAt);
    const theirs = remote({ capturedAt: '2011-01-01T00:00:00.000Z' });
    expect(decideDetails(wanted, synced, theirs, 'photos')).toMatchObject({ place: PLACE, capturedAt: null });
  });
});

describe('keywords', () => {
  it('that a person had given stay when Photos drops them', () => {
    const given = decideDetails(details({ keywords: ['Sea'] }), details(), remote({ tags: ['Sea'] }), 'photos');
    expect(given).toMatchObject({ addKeywords: [], theirs: ['Sea'] });
    const dropped = decideDetails(
      details(),
      details({ keywords: ['Sea'], theirs: ['Sea'] }),
      remote({ tags: ['Sea'] }),
      'photos',
    );
    expect(dropped.removeKeywords).toEqual([]);
  });

  it('are not taken where they are not', () => {
    expect(decideDetails(details(), details({ keywords: ['Sea'] }), remote(), 'photos').removeKeywords).toEqual([]);
  });
});

describe('a file that came with our sidecar', () => {
  const uploaded = details({ description: 'Ours', keywords: ['Sea'], place: PLACE });

  it('gets at once what did not arrive with it', () => {
    const there = remote({ description: 'OLYMPUS DIGITAL CAMERA' });
    const decision = decideDetails(uploaded, baseOfUpload(uploaded, there, true), there, 'photos');
    expect(decision).toMatchObject({ description: 'Ours', addKeywords: ['Sea'], place: PLACE, conflicts: [] });
  });

  it('keeps later what a person may have written meanwhile', () => {
    const there = remote({ description: 'A person’s', tags: ['Sea'], ...PLACE });
    expect(isToBeSet(decideDetails(uploaded, baseOfUpload(uploaded, there, false), there, 'photos'))).toBe(false);
  });
});

describe('a file that was on the server before us', () => {
  const photos = details({ visibility: 'archive', description: 'Ours', place: PLACE, favorite: true });

  it('gets what it lacks, its place and its archive included', () => {
    expect(fillDetails(photos, remote(), { hideFound: true })).toMatchObject({
      favorite: true,
      visibility: 'archive',
      description: 'Ours',
      place: PLACE,
      // Said again, because the server works the zone out anew from a place.
      capturedAt: photos.capturedAt,
    });
  });

  it('keeps what it has', () => {
    const there = remote({ description: 'Theirs', latitude: 1, longitude: 2, capturedAt: '2011-01-01T00:00:00.000Z' });
    expect(fillDetails(photos, there, { hideFound: false })).toMatchObject({
      visibility: null,
      description: null,
      place: null,
      capturedAt: null,
    });
  });

  it('gets a date where the server has none but that of the file', () => {
    const there = { capturedAt: '2026-11-01T00:00:00.000Z', latitude: 1, longitude: 2 };
    const of = (isFileDate: boolean) => fillDetails(photos, remote({ ...there, isFileDate }), { hideFound: false });
    expect([of(true).capturedAt, of(false).capturedAt]).toEqual([photos.capturedAt, null]);
  });

  it('keeps its date where only its place is filled in', () => {
    const there = remote({ capturedAt: '2011-01-01T00:00:00.000Z' });
    expect(fillDetails(photos, there, { hideFound: true })).toMatchObject({ place: PLACE, capturedAt: null });
  });
});
