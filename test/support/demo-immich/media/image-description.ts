/** EXIF tag 0x010e of the first directory. */
const IMAGE_DESCRIPTION = 0x010e;
const MARK = Buffer.from('Exif\0\0', 'latin1');

/**
 * The description in a JPEG's EXIF letter by letter: exifr leaves out one that is only blanks, and for the real server blanks are one.
 * Null where there is none, or no EXIF that can be read.
 */
export function imageDescriptionOf(file: Buffer): string | null {
  const tiff = file.subarray(Math.max(0, file.subarray(0, 65_536).indexOf(MARK)) + MARK.length);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  try {
    if (!little && tiff.toString('latin1', 0, 2) !== 'MM') return null;
    const directory = long(4);
    for (let index = 0; index < short(directory); index += 1) {
      const entry = directory + 2 + index * 12;
      if (short(entry) !== IMAGE_DESCRIPTION) continue;
      const length = long(entry + 4);
      const start = length <= 4 ? entry + 8 : long(entry + 8);
      return tiff.toString('utf8', start, start + length).replace(/\0+$/, '');
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}
