/** What our property lists hold. A bigint becomes an integer and a number a real, since JavaScript cannot tell 1 from 1.0. */
export type PlistValue = string | boolean | bigint | number | Date | Buffer | { readonly [key: string]: PlistValue };

const HEADER = Buffer.from('bplist00', 'latin1');

/**
 * Writes a binary property list (format of CoreFoundation's CFBinaryPList.c), the form in which Photos keeps its model version and the
 * adjustments of an edited photo.
 */
export function encodeBinaryPlist(root: PlistValue): Buffer {
  const objects: Buffer[] = [];
  const references = 2; // bytes for one object reference: up to 65,535 objects
  const add = (value: PlistValue): number => {
    const index = objects.length;
    objects.push(Buffer.alloc(0));
    objects[index] = encodeObject(value, add, references);
    return index;
  };
  add(root);
  const offsets: number[] = [];
  let position = HEADER.length;
  for (const object of objects) {
    offsets.push(position);
    position += object.length;
  }
  const table = Buffer.alloc(offsets.length * 4);
  offsets.forEach((offset, index) => {
    table.writeUInt32BE(offset, index * 4);
  });
  const trailer = Buffer.alloc(32);
  trailer.writeUInt8(4, 6); // bytes for one offset
  trailer.writeUInt8(references, 7);
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(position), 24);
  return Buffer.concat([HEADER, ...objects, table, trailer]);
}

function encodeObject(value: PlistValue, add: (value: PlistValue) => number, references: number): Buffer {
  if (typeof value === 'boolean') return Buffer.of(value ? 0x09 : 0x08);
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'number') return real(0x23, value);
  if (value instanceof Date) return real(0x33, value.getTime() / 1000 - 978_307_200);
  if (Buffer.isBuffer(value)) return Buffer.concat([marker(0x40, value.length), value]);
  if (typeof value === 'string') {
    const ascii = /^[\x20-\x7e]*$/.test(value);
    return ascii
      ? Buffer.concat([marker(0x50, value.length), Buffer.from(value, 'latin1')])
      : Buffer.concat([marker(0x60, value.length), Buffer.from(value, 'utf16le').swap16()]);
  }
  const entries = Object.entries(value);
  const list = Buffer.alloc(entries.length * 2 * references);
  entries.forEach(([key], index) => {
    list.writeUInt16BE(add(key), index * references);
  });
  entries.forEach(([, item], index) => {
    list.writeUInt16BE(add(item), (entries.length + index) * references);
  });
  return Buffer.concat([marker(0xd0, entries.length), list]);
}

function marker(type: number, length: number): Buffer {
  return length < 15 ? Buffer.of(type | length) : Buffer.concat([Buffer.of(type | 15), integer(BigInt(length))]);
}

function integer(value: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(0x13, 0);
  bytes.writeBigInt64BE(value, 1);
  return bytes;
}

function real(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(type, 0);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
