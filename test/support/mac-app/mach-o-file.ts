/** The smallest Mach-O files that have what the tests look for: written as Apple's headers describe them, by other code than reads them. */

const PROCESSORS = { x86_64: 0x01000007, arm64: 0x0100000c } as const;
export type Architecture = keyof typeof PROCESSORS;

const SEGMENT_COMMAND = 0x19;
const UUID_COMMAND = 0x1b;

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value, index * 4);
  });
  return bytes;
}

/** A program for one processor: a header, a segment without contents, the identifier, then some code. @param uuid 32 digits, null for none */
export function machOProgram(architecture: Architecture, uuid: string | null): Buffer {
  const segment = Buffer.concat([
    words(SEGMENT_COMMAND, 72),
    Buffer.from('__PAGEZERO'.padEnd(16, '\0')),
    Buffer.alloc(48),
  ]);
  const identifier = uuid === null ? [] : [words(UUID_COMMAND, 24), Buffer.from(uuid, 'hex')];
  const commands = Buffer.concat([segment, ...identifier]);
  const header = words(0xfeedfacf, PROCESSORS[architecture], 0, 2, 1 + identifier.length / 2, commands.length, 0, 0);
  return Buffer.concat([header, commands, Buffer.from('code of this program')]);
}

/** A universal file, as `lipo -create` joins programs. @param wide with 64-bit offsets */
export function universalFile(programs: readonly (readonly [Architecture, Buffer])[], wide = false): Buffer {
  const alignment = 4096;
  const header = Buffer.alloc(alignment);
  header.writeUInt32BE(wide ? 0xcafebabf : 0xcafebabe, 0);
  header.writeUInt32BE(programs.length, 4);
  const parts: Buffer[] = [header];
  programs.forEach(([architecture, program], index) => {
    const start = parts.reduce((sum, { length }) => sum + length, 0);
    const entry = 8 + index * (wide ? 32 : 20);
    header.writeUInt32BE(PROCESSORS[architecture], entry);
    if (wide) {
      header.writeBigUInt64BE(BigInt(start), entry + 8);
      header.writeBigUInt64BE(BigInt(program.length), entry + 16);
    } else {
      header.writeUInt32BE(start, entry + 8);
      header.writeUInt32BE(program.length, entry + 12);
    }
    parts.push(program, Buffer.alloc(alignment - (program.length % alignment)));
  });
  return Buffer.concat(parts);
}
