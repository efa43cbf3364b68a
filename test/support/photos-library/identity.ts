/**
 * What iCloud does to identities: on each Mac of an account the assets and albums have UUIDs of their own, and share `ZCLOUDASSETGUID` and
 * `ZCLOUDGUID` (seen in two libraries of one account: 21 of 22 assets, none by its UUID). Here both are made of one UUID, the origin, that the
 * seed decides.
 */
import { createHash } from 'node:crypto';

/** Which Mac of the account a library is on. */
export type Mac = 'first' | 'second';

/** How to tell the UUIDs of the second Mac: no other UUID of this generator says that it is of version 5. */
const VERSION_DIGIT = 14;
const SECOND = '5';

/** The UUID that something has in the library on this Mac. */
export function localUuid(origin: string, mac: Mac): string {
  return mac === 'first'
    ? origin
    : `${swapped(origin)}${origin.slice(8, VERSION_DIGIT)}${SECOND}${origin.slice(VERSION_DIGIT + 1)}`;
}

/** The origin of a UUID in a library on any Mac. */
export function originOf(uuid: string): string {
  if (uuid.charAt(VERSION_DIGIT) !== SECOND) return uuid;
  return `${swapped(uuid)}${uuid.slice(8, VERSION_DIGIT)}4${uuid.slice(VERSION_DIGIT + 1)}`;
}

/** Another beginning, because Photos' folders go by the first digit; done twice it is the first one again. */
function swapped(uuid: string): string {
  const digits = (Number.parseInt(uuid.slice(0, 8), 16) ^ 0xa5a5_a5a5) >>> 0;
  return digits.toString(16).toUpperCase().padStart(8, '0');
}

/** The GUID in iCloud; never equal to a UUID of either Mac. */
export function cloudGuid(origin: string): string {
  const hex = createHash('sha1').update(`iCloud ${origin}`).digest('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `A${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
