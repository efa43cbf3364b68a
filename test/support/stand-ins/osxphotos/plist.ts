/** Reads the one thing that is needed from a binary property list (format of CoreFoundation's CFBinaryPList.c): a whole number by its key. */

/** @returns null when the list holds no such key */
export function numberInPlist(plist: Uint8Array, key: string): number | null {
  const bytes = Buffer.from(plist);
  const trailer = bytes.subarray(-32);
  const offsetSize = trailer.readUInt8(6);
  const referenceSize = trailer.readUInt8(7);
  const table = Number(trailer.readBigUInt64BE(24));
  const positionOf = (index: number) => bytes.readUIntBE(table + index * offsetSize, offsetSize);

  const root = positionOf(Number(trailer.readBigUInt64BE(16)));
  const { count, start } = lengthAt(bytes, root);
  const reference = (index: number) => bytes.readUIntBE(start + index * referenceSize, referenceSize);
  for (let index = 0; index < count; index++) {
    const position = positionOf(reference(index));
    const name = lengthAt(bytes, position);
    const isAscii = bytes.readUInt8(position) >> 4 === 0x5;
    if (!isAscii || bytes.toString('latin1', name.start, name.start + name.count) !== key) continue;
    const value = positionOf(reference(count + index));
    return bytes.readUInt8(value) >> 4 === 0x1 ? Number(integerAt(bytes, value)) : null;
  }
  return null;
}

/** A collection's number of items, or a string's of letters, and where they begin. */
function lengthAt(bytes: Buffer, position: number): { readonly count: number; readonly start: number } {
  const short = bytes.readUInt8(position) & 0xf;
  if (short !== 0xf) return { count: short, start: position + 1 };
  const size = 1 << (bytes.readUInt8(position + 1) & 0xf);
  return { count: Number(integerAt(bytes, position + 1)), start: position + 2 + size };
}

function integerAt(bytes: Buffer, position: number): bigint {
  const size = 1 << (bytes.readUInt8(position) & 0xf);
  return size === 8 ? bytes.readBigInt64BE(position + 1) : BigInt(bytes.readUIntBE(position + 1, Math.min(size, 6)));
}
