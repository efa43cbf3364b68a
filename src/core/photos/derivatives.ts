/**
 * The small pictures that Photos keeps of everything it shows, edits included: JPEG of a few hundred pixels below `resources/derivatives` of the
 * library (seen in libraries of Photos 9 and 11). They are on this Mac also when the original is only in iCloud.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isPhotosUuid } from '../model/uuid.ts';

/** The smallest first; below each, a folder for the first character of the UUID. Shared albums have folders of their own. */
const PLACES = ['', 'scopes/cloudsharing/'].flatMap((scope) => [
  { folder: `${scope}resources/derivatives/masters`, ending: '_4_5005_c.jpeg' },
  { folder: `${scope}resources/derivatives`, ending: '_1_105_c.jpeg' },
]);

/** More is no small picture. */
const MAX_BYTES = 2_000_000;

/**
 * @param library absolute path
 * @param uuid of the asset, in capitals
 * @returns the bytes of a JPEG; null when there is none, or it cannot be read
 */
export async function readDerivative(library: string, uuid: string): Promise<Buffer<ArrayBuffer> | null> {
  if (!isPhotosUuid(uuid)) return null;
  for (const { folder, ending } of PLACES) {
    const bytes = await readSmall(join(library, folder, uuid.charAt(0), `${uuid}${ending}`));
    if (bytes !== null) return bytes;
  }
  return null;
}

async function readSmall(path: string): Promise<Buffer<ArrayBuffer> | null> {
  try {
    // No link leads out of the library, and no pipe keeps us waiting.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size === 0 || stats.size > MAX_BYTES) return null;
      // Its length is known: `readFile` would ask for it again, and each question is a turn of another thread.
      const bytes = Buffer.alloc(stats.size);
      const { bytesRead } = await file.read(bytes, 0, stats.size, 0);
      return bytesRead === stats.size ? bytes : null;
    } finally {
      await file.close();
    }
  } catch {
    // No picture is no trouble: something else is shown in its place.
    return null;
  }
}
