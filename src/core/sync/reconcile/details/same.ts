/** When two values of a detail are the same, for Photos and for the server. Pure. */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export function isSameText(a: string, b: string): boolean {
  return a.normalize('NFC').trim() === b.normalize('NFC').trim();
}

/** About a metre. */
const SAME_PLACE = 1e-5;

export function isSamePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.latitude - b.latitude) < SAME_PLACE && Math.abs(a.longitude - b.longitude) < SAME_PLACE;
}

export function placeOf({ latitude, longitude }: Pick<RemoteAsset, 'latitude' | 'longitude'>): Place | null {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

export function showPlace(place: Place | null): string {
  return place === null ? '' : `${place.latitude}, ${place.longitude}`;
}

/** To the second, and with the offset where both have one: files and sidecars know no finer time. */
export function isSameDate(a: string, b: string): boolean {
  if (Math.floor(Date.parse(a) / 1000) !== Math.floor(Date.parse(b) / 1000)) return false;
  return a.endsWith('Z') || b.endsWith('Z') || a.slice(-6) === b.slice(-6);
}

/** True when a file says the same in texts, place, date and rating as at another look. */
export function isSaidTheSame(one: RemoteAsset, other: RemoteAsset): boolean {
  return (
    one.description === other.description &&
    one.capturedAt === other.capturedAt &&
    one.rating === other.rating &&
    isSamePlace(placeOf(one), placeOf(other))
  );
}
