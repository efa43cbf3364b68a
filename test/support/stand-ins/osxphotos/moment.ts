/** A photo's date as osxphotos gives it: the instant, in the zone that it was taken in. */

/** Seconds from 1970 to 2001, where Core Data begins to count. */
const CORE_DATA_EPOCH = 978_307_200;

export interface Moment {
  /** Seconds since 1970 with a fraction to the microsecond. */
  readonly instant: number;
  /** Seconds east of UTC at that instant. */
  readonly offset: number;
}

/** Python's dates end with the year 9999 and begin with the year 1. */
const FIRST = Date.parse('0001-01-02T00:00:00Z') / 1000;
const LAST = Date.UTC(9999, 11, 31) / 1000;

/** @param timestamp seconds since 2001; null and dates that Python does not know become 1970, as in osxphotos */
export function photosMoment(timestamp: number | null, offset: number | null, zone: string | null): Moment {
  const instant = (timestamp ?? Number.NaN) + CORE_DATA_EPOCH;
  if (!(instant > FIRST && instant < LAST)) return { instant: 0, offset: 0 };
  return { instant, offset: (zone === null ? null : offsetIn(zone, instant)) ?? offset ?? 0 };
}

/** Null for a name that is no zone, such as `GMT-0700`. */
function offsetIn(zone: string, instant: number): number | null {
  if (!/^[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+$/.test(zone)) return null;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name =
      format.formatToParts(new Date(instant * 1000)).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  } catch {
    return null;
  }
}

function parts({ instant, offset }: Moment) {
  const microseconds = BigInt(Math.round(instant * 1e6)) + BigInt(offset) * 1_000_000n;
  const fraction = Number(((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const wall = new Date(Number((microseconds - BigInt(fraction)) / 1000n)).toISOString();
  return { wall: wall.slice(0, 19), fraction };
}

function offsetText(offset: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  const seconds = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${seconds}`;
}

/** `2024-05-01T10:00:00.123+02:00`; an offset with seconds (local mean times of old photos) is rounded to the minute. */
export function isoMilliseconds(moment: Moment): string {
  const whole = { ...moment, offset: Math.round(moment.offset / 60) * 60 };
  const { wall, fraction } = parts(whole);
  return `${wall}.${String(Math.floor(fraction / 1000)).padStart(3, '0')}${offsetText(whole.offset)}`;
}

/** As Python's `isoformat()`: microseconds only when there are some. */
export function isoFull(moment: Moment): string {
  const { wall, fraction } = parts(moment);
  return `${wall}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}${offsetText(moment.offset)}`;
}

/** The wall clock's `2024-05-01T10:00:00`. */
export function isoWall(moment: Moment): string {
  return parts(moment).wall;
}
