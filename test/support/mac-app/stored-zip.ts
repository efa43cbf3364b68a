/** A small zip of files as they are, not compressed, as releases are read from; the same bytes for the same files. */
import { strToU8, zipSync } from 'fflate';

export function storedZip(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const entries = Object.entries(files).map(
    ([path, contents]) => [path, typeof contents === 'string' ? strToU8(contents) : new Uint8Array(contents)] as const,
  );
  // In local time, and a zip begins in 1980.
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 0, mtime: new Date(1980, 1, 1) }));
}
