/** SHA-1 of files, read where they are. The server knows every file by this checksum. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** SHA-1 of nothing: the checksum of an empty file, which is never uploaded. */
export const EMPTY_SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const BLOCK = 1024 * 1024;
/** What nobody reads into at the moment. A new megabyte for each file would have the garbage collected all the time. */
const spareBlocks: Buffer[] = [];

/**
 * Never follows a link, and reads regular files alone: neither library nor staging have others.
 * @param onBytes called with the size of each block read.
 * @returns the checksum in hexadecimal, and size and time (ms) of the very file that was read.
 * @throws the file system's error.
 */
export async function hashFile(
  path: string,
  onBytes?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<{ readonly sha1: string; readonly size: number; readonly modifiedAt: number }> {
  // A pipe would be waited for until somebody writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const block = spareBlocks.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
  try {
    const hash = createHash('sha1');
    const found = await file.stat();
    if (!found.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EFTYPE' });
    const expected = found.size;
    for (let total = 0; ; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, block.length);
      hash.update(block.subarray(0, bytesRead));
      if (bytesRead > 0) onBytes?.(bytesRead);
      total += bytesRead;
      // Asking once more whether the end is the end would be a fifth of the time that a small file takes.
      if (bytesRead === 0 || (bytesRead < block.length && total >= expected)) break;
    }
    // In nanoseconds: as a number, a time just below a full millisecond is rounded up to it, and then differs from the inventory's.
    const { size, mtimeNs } = await file.stat({ bigint: true });
    return { sha1: hash.digest('hex'), size: Number(size), modifiedAt: Number(mtimeNs / 1_000_000n) };
  } finally {
    spareBlocks.push(block);
    await file.close();
  }
}
