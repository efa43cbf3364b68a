/** Seconds from 1970 to 2001: Core Data counts from 1 January 2001, UTC. */
export const CORE_DATA_EPOCH = 978_307_200;

/** A moment with the offset of the place it happened in. */
export interface LocalMoment {
  /** Whole or fractional seconds since 2001, UTC. */
  readonly coreData: number;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/**
 * Reads an ISO 8601 date with an offset, for example `2024-05-01T10:00:00+02:00` or `…Z`.
 * @throws RangeError if it is not one.
 */
export function parseLocalMoment(text: string): LocalMoment {
  const match = /(Z|([+-])(\d\d):(\d\d))$/.exec(text);
  const milliseconds = Date.parse(text);
  if (!match || Number.isNaN(milliseconds)) throw new RangeError(`Not an ISO date with an offset: ${text}`);
  const minutes = Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return {
    coreData: milliseconds / 1000 - CORE_DATA_EPOCH,
    offset: (match[2] === '-' ? -60 : 60) * minutes,
  };
}

/** `+02:00` for 7200 seconds. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}

/** The reverse of parseLocalMoment, to the second. */
export function localMomentText({ coreData, offset }: LocalMoment): string {
  const local = new Date((Math.floor(coreData) + CORE_DATA_EPOCH + offset) * 1000);
  return `${local.toISOString().slice(0, 19)}${offsetText(offset)}`;
}

/** The moment's wall-clock time in the form of EXIF, `2024:05:01 10:00:00`. */
export function exifDateText(moment: LocalMoment): string {
  return localMomentText(moment).slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}

/** Photos' name for a zone that it knows by its offset only, `GMT+0200`. */
export function offsetZoneName(offset: number): string {
  return `GMT${offsetText(offset).replace(':', '')}`;
}
