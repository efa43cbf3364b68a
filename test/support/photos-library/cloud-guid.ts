import { createHash } from 'node:crypto';

/** What iCloud calls an asset or an album: never its UUID, and the same again for the same UUID. */
export function cloudGuid(uuid: string): string {
  const hex = createHash('sha1').update(`iCloud ${uuid}`).digest('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
