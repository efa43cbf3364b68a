import zoneOfPlace from '@photostructure/tz-lookup';
import type { CapturedAt } from '../records.ts';

// `2024:03:06 10:11:12.34+01:00` as EXIF writes it, or with dashes and a T as XMP and QuickTime do; seconds may be missing.
const PATTERN =
  /^\s*(\d{4})[:-](\d{2})[:-](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/;

/** `+05:30` in minutes; null for anything else. */
function offsetMinutes(offset: string | null | undefined): number | null {
  if (offset === 'Z') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset?.trim() ?? '');
  if (!match) return null;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Real server: zones are written `UTC-7` and `UTC+5:30`. */
function zoneName(minutes: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/**
 * Real server (3.1.0, exiftool-vendored 35): an offset that no zone on earth has, as those before standard time (+00:19), makes a date none; so does
 * -12:00, where nobody lives.
 */
export function isKnownOffset(offset: string): boolean {
  const minutes = offsetMinutes(offset);
  return minutes !== null && minutes % 15 === 0 && minutes > -12 * 60 && minutes <= 14 * 60;
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Real server (`hasGeo`): 0° 0′ is no place. */
export function placeOf({
  latitude,
  longitude,
}: Partial<Record<keyof Place, number | null | undefined>>): Place | null {
  if (latitude == null || longitude == null) return null;
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude };
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function aheadOfUtc(timeZone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const clock = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return clock - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The zone of a place by its name, for example `Asia/Tokyo`. */
export const zoneOf = ({ latitude, longitude }: Place): string => zoneOfPlace(latitude, longitude);

/**
 * Real server (2.7.5 and 3.1.0, `metadata.repository.ts`: `geoTz`): where the place is known and the zone is not, the local time is that of the
 * place; a date with an offset keeps its instant, one without its clock.
 */
export function inZoneOf(place: Place, { instant, local, timeZone, isOfFile }: CapturedAt): CapturedAt {
  const zone = zoneOf(place);
  if (isOfFile) return { instant, local, timeZone: zone, isOfFile };
  if (timeZone !== null)
    return { instant, local: new Date(instant.getTime() + aheadOfUtc(zone, instant)), timeZone: zone };
  const almost = new Date(local.getTime() - aheadOfUtc(zone, local));
  return { local, instant: new Date(local.getTime() - aheadOfUtc(zone, almost)), timeZone: zone };
}

/**
 * A date as metadata writes it. Without a zone in the text or in `offset`, the wall clock is taken for the server's own zone,
 * which is UTC here. Null when it is no date, for example `0000:00:00 00:00:00`, and where its offset is none that is known.
 */
export function parseCaptureDate(text: unknown, offset?: string | null): CapturedAt | null {
  const match = typeof text === 'string' ? PATTERN.exec(text) : null;
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const local = new Date(Date.UTC(...parts, milliseconds));
  if (Number(year) === 0 || Number(month) === 0 || Number.isNaN(local.getTime())) return null;
  if (zone !== undefined && !isKnownOffset(zone)) return null;
  const minutes = offsetMinutes(zone ?? offset);
  return {
    local,
    instant: new Date(local.getTime() - (minutes ?? 0) * 60_000),
    timeZone: minutes === null ? null : zoneName(minutes),
  };
}

/**
 * Real server (2.7.5 and 3.1.0): without any date in the metadata, the earlier of the two file dates counts; a place, or for a film UTC, gives
 * it the name of a zone and no more.
 */
export function fromFileDates(created: Date, modified: Date, timeZone: string | null = null): CapturedAt {
  const instant = created < modified ? created : modified;
  return { instant, local: instant, timeZone, isOfFile: true };
}
