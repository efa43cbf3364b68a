import { crc32 } from 'node:zlib';

/** Where the first chunk (IHDR, always 25 bytes) of a PNG ends. */
const AFTER_HEADER = 8 + 25;

/** Adds chunks after a PNG's header, for example `eXIf` with a TIFF structure. */
export function withChunk(png: Buffer, type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), length, typed, check, png.subarray(AFTER_HEADER)]);
}
