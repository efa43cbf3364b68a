import { readFileSync } from 'node:fs';
import type { AssetRecord, CapturedAt } from '../records.ts';
import { inZoneOf, type Place, placeOf } from './dates.ts';
import { parseXmp } from './xmp.ts';

/**
 * A date that a call has set, as the server reads it back from the sidecar once it has written it there. Real server (2.7.5 and 3.1.0): of the
 * date it writes the date alone; an `exif:OffsetTimeOriginal` that came with the upload stays and counts. Without one, a place in the
 * sidecar decides about the zone, whoever has put it there; only without both the date's own offset does. The instant is the same in any case.
 * @param set the place that a call has set; null for none
 */
export function asReadBack({ sidecarPath }: AssetRecord, date: CapturedAt, set: Place | null): CapturedAt {
  const sidecar = sidecarPath === null ? {} : parseXmp(readFileSync(sidecarPath, 'utf8'));
  const { capturedAt, hasZone } = sidecar;
  if (capturedAt !== undefined && hasZone === true) {
    const moved = capturedAt.local.getTime() - capturedAt.instant.getTime();
    return { ...date, local: new Date(date.instant.getTime() + moved), timeZone: capturedAt.timeZone };
  }
  const place = set ?? placeOf(sidecar);
  return place === null || (date.timeZone === null && !date.isOfFile) ? date : inZoneOf(place, date);
}
