import { describe, expect, it } from 'vitest';
import type { AssetCard } from '../../../src/core/find/card.ts';
import { pictureSource } from '../../../src/main/page-address.ts';
import { foundPage, photoCard } from '../../../src/main/services/found-view.ts';

const UUID = 'AB12CD34-0000-4000-8000-000000000001';
const part = { sha1: 'a', state: 'verified', reason: null, origin: 'uploaded', contents: null, details: null } as const;
const card: AssetCard = {
  uuid: UUID,
  filename: 'IMG_1.HEIC',
  capturedAt: '2025-07-12T21:14:00+01:00',
  media: 'photo',
  isLive: false,
  safety: 'verified',
  title: null,
  caption: 'Tejo',
  keywords: ['Summer'],
  isFavorite: true,
  isHidden: false,
  isWanted: true,
  albums: [['Travel', 'Lisbon']],
  albumsInImmich: [{ name: 'Travel / Lisbon', remoteId: 'album' }],
  verifiedAt: '2026-11-26T01:00:00.000Z',
  parts: [
    { ...part, kind: 'original', remoteId: 'one', observedAt: '2026-11-26T01:00:00.000Z' },
    { ...part, kind: 'edited', remoteId: 'two', observedAt: '2026-11-26T01:00:00.000Z' },
  ],
};

describe('what is found', () => {
  it('is told in short for the tiles', () => {
    expect(foundPage({ total: 7, cards: [card], next: 3 })).toEqual({
      total: 7,
      next: 3,
      items: [
        {
          uuid: UUID,
          filename: 'IMG_1.HEIC',
          capturedAt: '2025-07-12T21:14:00+01:00',
          media: 'photo',
          isLive: false,
          safety: 'verified',
        },
      ],
    });
  });

  it('is told in whole for one, and opens the file that is on top', () => {
    expect(photoCard(card)).toMatchObject({
      albums: ['Travel/Lisbon'],
      albumsInImmich: ['Travel / Lisbon'],
      remoteId: 'two',
    });
    const parts = card.parts.map((one) => (one.kind === 'edited' ? { ...one, remoteId: null } : one));
    expect(photoCard({ ...card, parts }).remoteId).toBe('one');
    expect(photoCard({ ...card, parts: [] }).remoteId).toBeNull();
  });
});

it.each([
  [`immich-sync://app/picture/${UUID}`, { from: 'photos', uuid: UUID }],
  [`immich-sync://app/picture/immich/${UUID.toLowerCase()}`, { from: 'immich', remoteId: UUID.toLowerCase() }],
  [`immich-sync://app/picture/immich/${UUID}`, null],
  [`immich-sync://app/picture/${UUID.toLowerCase()}`, null],
  [`immich-sync://app/picture/${UUID}/../settings.html`, null],
  ['immich-sync://app/picture/immich/../../settings.json', null],
  [`immich-sync://elsewhere/picture/${UUID}`, null],
  ['immich-sync://app/activity.html', null],
])('%s is the picture of %j', (address, source) => {
  expect(pictureSource(address)).toEqual(source);
});
