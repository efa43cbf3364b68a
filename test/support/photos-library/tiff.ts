/** One field of a TIFF directory: EXIF, DNG and TIFF files share this form. */
export interface TiffField {
  readonly tag: number;
  readonly value: TiffValue;
}

type TiffValue =
  | { readonly type: 'byte' | 'short' | 'long'; readonly values: readonly number[] }
  | { readonly type: 'ascii'; readonly text: string }
  | { readonly type: 'undefined'; readonly bytes: Buffer }
  /** Numerator and denominator of each. */
  | { readonly type: 'rational'; readonly values: readonly (readonly [number, number])[] }
  | { readonly type: 'signed-rational'; readonly values: readonly (readonly [number, number])[] }
  /** Another directory, pointed to. */
  | { readonly type: 'directory'; readonly fields: readonly TiffField[] }
  /** Picture data somewhere in the file, pointed to. */
  | { readonly type: 'data'; readonly bytes: Buffer };

const TYPE_CODES = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, undefined: 7, 'signed-rational': 10 } as const;

/** Writes a whole TIFF structure, little-endian, with one main directory. Offsets count from its first byte. */
export function encodeTiff(fields: readonly TiffField[]): Buffer {
  const header = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]);
  return Buffer.concat([header, encodeDirectory(fields, header.length, 'little')]);
}

/**
 * Writes a directory with everything it points to.
 * @param start where its first byte will lie, counted from what offsets are counted from
 */
export function encodeDirectory(fields: readonly TiffField[], start: number, order: 'little' | 'big'): Buffer {
  const sorted = [...fields].sort((one, other) => one.tag - other.tag);
  const head = Buffer.alloc(2 + sorted.length * 12 + 4);
  const short = (value: number, offset: number): number =>
    order === 'little' ? head.writeUInt16LE(value, offset) : head.writeUInt16BE(value, offset);
  const long = (value: number, offset: number): number =>
    order === 'little' ? head.writeUInt32LE(value, offset) : head.writeUInt32BE(value, offset);
  short(sorted.length, 0);
  const tail: Buffer[] = [];
  let position = start + head.length;
  const place = (bytes: Buffer): number => {
    const at = position;
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    tail.push(padded);
    position += padded.length;
    return at;
  };
  sorted.forEach(({ tag, value }, index) => {
    const at = 2 + index * 12;
    short(tag, at);
    if (value.type === 'directory' || value.type === 'data') {
      short(TYPE_CODES.long, at + 2);
      long(1, at + 4);
      long(place(value.type === 'data' ? value.bytes : encodeDirectory(value.fields, position, order)), at + 8);
      return;
    }
    const { bytes, count } = encodeValue(value, order);
    short(TYPE_CODES[value.type], at + 2);
    long(count, at + 4);
    if (bytes.length <= 4) bytes.copy(head, at + 8);
    else long(place(bytes), at + 8);
  });
  return Buffer.concat([head, ...tail]);
}

function encodeValue(
  value: Exclude<TiffValue, { type: 'directory' } | { type: 'data' }>,
  order: 'little' | 'big',
): { bytes: Buffer; count: number } {
  if (value.type === 'ascii') {
    const bytes = Buffer.from(`${value.text}\0`, 'latin1');
    return { bytes, count: bytes.length };
  }
  if (value.type === 'undefined') return { bytes: value.bytes, count: value.bytes.length };
  const little = order === 'little';
  if (value.type === 'rational' || value.type === 'signed-rational') {
    const bytes = Buffer.alloc(value.values.length * 8);
    value.values.forEach((fraction, index) => {
      fraction.forEach((number, half) => {
        const at = index * 8 + half * 4;
        if (value.type === 'signed-rational') little ? bytes.writeInt32LE(number, at) : bytes.writeInt32BE(number, at);
        else little ? bytes.writeUInt32LE(number, at) : bytes.writeUInt32BE(number, at);
      });
    });
    return { bytes, count: value.values.length };
  }
  const size = { byte: 1, short: 2, long: 4 }[value.type];
  const bytes = Buffer.alloc(value.values.length * size);
  value.values.forEach((number, index) => {
    little ? bytes.writeUIntLE(number, index * size, size) : bytes.writeUIntBE(number, index * size, size);
  });
  return { bytes, count: value.values.length };
}
