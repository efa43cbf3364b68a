import { type ExifFacts, exifFields } from './exif.ts';
import { encodeTiff, type TiffField } from './tiff.ts';

/**
 * Writes an uncompressed Digital Negative with a Bayer mosaic (red first) of 8 bits, the least that the DNG specification 1.4 asks for.
 * @param rgb three bytes per pixel, row by row
 */
export function encodeDng(rgb: Buffer, width: number, height: number, facts: ExifFacts): Buffer {
  const mosaic = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = (y & 1) + (x & 1); // red, green, green, blue
      const value = rgb.readUInt8((y * width + x) * 3 + colour) / 255;
      mosaic.writeUInt8(Math.round(value ** 2.2 * 255), y * width + x); // raw data is linear
    }
  }
  const shorts = (tag: number, ...values: number[]): TiffField => ({ tag, value: { type: 'short', values } });
  const longs = (tag: number, ...values: number[]): TiffField => ({ tag, value: { type: 'long', values } });
  const bytes = (tag: number, ...values: number[]): TiffField => ({ tag, value: { type: 'byte', values } });
  const model = facts.camera?.model ?? 'Test camera';
  return encodeTiff([
    ...exifFields(facts),
    longs(0x00fe, 0), // the full picture, not a preview
    longs(0x0100, width),
    longs(0x0101, height),
    shorts(0x0102, 8),
    shorts(0x0103, 1), // uncompressed
    shorts(0x0106, 32_803), // colour filter array
    { tag: 0x0111, value: { type: 'data', bytes: mosaic } },
    shorts(0x0115, 1),
    longs(0x0116, height),
    longs(0x0117, mosaic.length),
    shorts(0x011c, 1),
    shorts(0x828d, 2, 2),
    bytes(0x828e, 0, 1, 1, 2),
    bytes(0xc612, 1, 4, 0, 0), // DNG version
    bytes(0xc613, 1, 1, 0, 0), // oldest reader
    { tag: 0xc614, value: { type: 'ascii', text: model } },
    longs(0xc61d, 255), // white level
    {
      tag: 0xc621, // XYZ to camera: that of sRGB
      value: {
        type: 'signed-rational',
        values: [32_404, -15_371, -4_985, -9_692, 18_760, 415, 556, -2_040, 10_572].map((value): [number, number] => [
          value,
          10_000,
        ]),
      },
    },
    {
      tag: 0xc628,
      value: {
        type: 'rational',
        values: [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      },
    }, // as shot: neutral
    shorts(0xc65a, 21), // daylight
  ]);
}
