import { describe, expect, it } from 'vitest';
import type { TakenAsset } from '../../../src/core/immich/client/asset-answers.ts';
import { matchTwins, spansOf, type TwinSeeker } from '../../../src/core/sync/twins.ts';

const NOTHING_KNOWN = { orientation: null, cameraMake: null, cameraModel: null, latitude: null, longitude: null };

const seeker = (changes: Partial<TwinSeeker> = {}): TwinSeeker => ({
  uuid: 'A',
  filename: 'IMG_0001.HEIC',
  media: 'photo',
  capturedAt: '2024-06-01T09:17:00.480+02:00',
  width: 4032,
  height: 3024,
  ...NOTHING_KNOWN,
  original: 'sha1',
  liveVideo: null,
  ...changes,
});

const candidate = (changes: Partial<TakenAsset> = {}): TakenAsset => ({
  id: 'phone',
  ownerId: 'me',
  filename: 'IMG_0001.HEIC',
  media: 'photo',
  capturedAt: '2024-06-01T07:17:00.000Z',
  width: 4032,
  height: 3024,
  ...NOTHING_KNOWN,
  sha1: 'phone-sha1',
  isExternal: false,
  isHidden: false,
  isTrashed: false,
  liveVideoId: null,
  ...changes,
});

const idsOf = (seekers: readonly TwinSeeker[], candidates: readonly TakenAsset[], taken: readonly string[] = []) =>
  matchTwins(seekers, candidates, { userId: 'me', taken: new Set(taken) }).map(({ uuid, twin }) => [uuid, twin.id]);

describe('the twin of a photo', () => {
  it.each([
    ['the same second, name and pixels', {}],
    ['another extension and case', { filename: 'img_0001.jpg' }],
    ['told as it lies', { width: 3024, height: 4032 }],
  ])('is found: %s', (_name, changes) => expect(idsOf([seeker()], [candidate(changes)])).toEqual([['A', 'phone']]));

  it.each([
    ['another second', { capturedAt: '2024-06-01T07:17:01.000Z' }],
    ['another name', { filename: 'IMG_0001 (1).HEIC' }],
    ['other pixels', { width: 1024, height: 768 }],
    ['pixels that the server does not know yet', { width: null, height: null }],
    ['a movie', { media: 'movie' as const }],
    ['a Live Photo', { liveVideoId: 'video' }],
    ['somebody else’s', { ownerId: 'partner' }],
    ['in the trash', { isTrashed: true }],
    ['the video of a Live Photo', { isHidden: true }],
    ['in a folder that the server only reads', { isExternal: true }],
  ])('is not taken for one: %s', (_name, changes) => expect(idsOf([seeker()], [candidate(changes)])).toEqual([]));

  it('is not guessed where two fit, on either side, nor when it is one of ours already', () => {
    expect(idsOf([seeker()], [candidate(), candidate({ id: 'again' })])).toEqual([]);
    expect(idsOf([seeker(), seeker({ uuid: 'B', original: 'other' })], [candidate()])).toEqual([]);
    expect(idsOf([seeker()], [candidate()], ['phone'])).toEqual([]);
    // One of ours is a second one that fits, too: which of the two is meant?
    expect(idsOf([seeker()], [candidate(), candidate({ id: 'ours' })], ['ours'])).toEqual([]);
  });

  it('of a Live Photo is one as well', () => {
    const live = seeker({ liveVideo: 'video-sha1' });
    expect(idsOf([live], [candidate()])).toEqual([]);
    expect(idsOf([live], [candidate({ liveVideoId: 'video' })])).toEqual([['A', 'phone']]);
  });
});

describe('what both sides tell of a picture', () => {
  const known = {
    capturedAt: '2024-06-01T09:17:00.480+02:00',
    orientation: 6,
    cameraMake: 'Apple',
    cameraModel: 'iPhone 14 Pro',
    latitude: 38.7,
    longitude: 179.9999,
  };
  const phone = { ...known, capturedAt: '2024-06-01T07:17:00.480Z' };
  const matches = (theirs: Partial<TakenAsset>, ours: Partial<TwinSeeker> = {}) =>
    idsOf([seeker({ ...known, ...ours })], [candidate({ ...phone, ...theirs })]).length === 1;

  it.each<[string, Partial<TakenAsset>]>([
    ['all the same', {}],
    ['nothing told', { ...NOTHING_KNOWN, capturedAt: '2024-06-01T07:17:00.000Z' }],
    ['names in another way', { cameraMake: 'APPLE  Inc.', cameraModel: 'iphone 14 pro' }],
    ['a rounded time', { capturedAt: '2024-06-01T07:17:00.479Z' }],
    ['a place some metres away, beyond the date line', { longitude: -179.9997 }],
    ['pixels that were turned themselves', { orientation: 1, width: 3024, height: 4032 }],
  ])('does not speak against a twin: %s', (_name, theirs) => expect(matches(theirs)).toBe(true));

  it.each<[string, Partial<TakenAsset>]>([
    ['another model', { cameraModel: 'iPhone 12' }],
    ['another make', { cameraMake: 'samsung' }],
    ['another fraction of the second', { capturedAt: '2024-06-01T07:17:00.380Z' }],
    ['another place', { latitude: 38.71 }],
    ['lying, not upright', { orientation: 1 }],
  ])('makes it another picture: %s', (_name, theirs) => expect(matches(theirs)).toBe(false));

  it('is compared as each side writes it: of "22" in a file, Photos may make 22 and Immich 220 milliseconds', () => {
    const theirs = { capturedAt: '2024-06-01T07:17:00.220Z' };
    expect(matches(theirs, { capturedAt: '2024-06-01T09:17:00.022+02:00' })).toBe(true);
    expect(matches(theirs, { capturedAt: '2024-06-01T09:17:00.021+02:00' })).toBe(false);
    // Before 1970, too.
    const before = { capturedAt: '1969-06-01T07:17:00.220Z' };
    expect(matches(before, { capturedAt: '1969-06-01T07:17:00.225Z' })).toBe(true);
    expect(matches(before, { capturedAt: '1969-06-01T07:17:00.780Z' })).toBe(false);
  });
});

describe('the spans of time to ask for', () => {
  const hour = 3_600_000;

  it('take together what is near, and reach a second further', () => {
    expect(spansOf([])).toEqual([]);
    expect(spansOf([5_000])).toEqual([{ from: 4_000, to: 6_000 }]);
    expect(spansOf([100 * hour, hour, 0, hour])).toEqual([
      { from: -1_000, to: hour + 1_000 },
      { from: 100 * hour - 1_000, to: 100 * hour + 1_000 },
    ]);
  });

  it('are never more than wanted, cut where the gaps are largest', () => {
    const times = Array.from({ length: 1_000 }, (_, day) => day * 24 * hour + (day > 500 ? 1_000 * hour : 0));
    expect(spansOf(times, 50)).toHaveLength(50);
    expect(spansOf(times, 2)).toEqual([
      { from: -1_000, to: 500 * 24 * hour + 1_000 },
      { from: (501 * 24 + 1_000) * hour - 1_000, to: (999 * 24 + 1_000) * hour + 1_000 },
    ]);
  });
});
