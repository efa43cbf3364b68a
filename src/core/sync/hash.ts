/** SHA-1 of files, read where they are. The server knows every file by this checksum. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** SHA-1 of nothing: the checksum of an empty file, which is never uploaded. */
export const EMPTY_SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const BLOCK = 1024 * 1024;

/**
 * @param onBytes called with the size of each block read.
 * @returns the checksum in hexadecimal, and size and time (ms) of the very file that was read.
 * @throws the file system's error.
 */
export async function hashFile(
  path: string,
  onBytes?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<{ readonly sha1: string; readonly size: number; readonly modifiedAt: number }> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha1');
    const block = Buffer.allocUnsafe(BLOCK);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, BLOCK);
      if (bytesRead === 0) break;
      hash.update(bytesRead === BLOCK ? block : block.subarray(0, bytesRead));
      onBytes?.(bytesRead);
    }
    const { size, mtimeMs } = await file.stat();
    return { sha1: hash.digest('hex'), size, modifiedAt: Math.floor(mtimeMs) };
  } finally {
    await file.close();
  }
}
