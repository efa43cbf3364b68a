import type { ExifFacts } from './exif.ts';
import { encodeExif } from './exif.ts';

const START_OF_IMAGE = Buffer.from([0xff, 0xd8]);

/** Puts EXIF into a JPEG that has none, right after its start, where cameras put it. */
export function withExif(jpeg: Buffer, facts: ExifFacts): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), encodeExif(facts)]);
  return Buffer.concat([START_OF_IMAGE, segment(0xe1, body), jpeg.subarray(2)]);
}

/** Makes a JPEG different without changing its picture. */
export function withComment(jpeg: Buffer, comment: string): Buffer {
  return Buffer.concat([START_OF_IMAGE, segment(0xfe, Buffer.from(comment, 'utf8')), jpeg.subarray(2)]);
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
