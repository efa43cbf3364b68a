/**
 * The identifiers (LC_UUID) in Mach-O programs, Apple's format of executables. Layouts: `mach-o/fat.h` and `mach-o/loader.h` of Apple's
 * cctools. Read are 64-bit programs for one processor and universal ones that hold several.
 */

/** Magic numbers of universal files, big-endian as everything in their header. The second has 64-bit offsets. */
const UNIVERSAL = 0xcafebabe;
const UNIVERSAL_64 = 0xcafebabf;
/** Of a 64-bit program, little-endian as both of Apple's processors. */
const PROGRAM_64 = 0xfeedfacf;

const HEADER_LENGTH = 32;
const LC_UUID = 0x1b;
/** `cpu_type_t`: what `lipo -archs` calls them. */
const ARCHITECTURES: ReadonlyMap<number, string> = new Map([
  [0x01000007, 'x86_64'],
  [0x0100000c, 'arm64'],
]);

export interface ProgramIdentifier {
  readonly architecture: string;
  /** In capitals, as `dwarfdump --uuid` prints it. */
  readonly uuid: string;
  /** Where its 16 bytes begin in the file. */
  readonly offset: number;
}

/**
 * @returns one for each architecture that the file holds.
 * @throws {Error} for what is no such program, or has no identifier.
 */
export function readIdentifiers(file: Buffer): readonly ProgramIdentifier[] {
  return programOffsets(file).map((start) => readIdentifier(file, start));
}

/** Replaces the identifiers in place. A signature of the file is void afterwards. @param uuid 16 bytes for an architecture */
export function writeIdentifiers(file: Buffer, uuid: (architecture: string) => Buffer): void {
  for (const { architecture, offset } of readIdentifiers(file)) uuid(architecture).copy(file, offset, 0, 16);
}

export function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function programOffsets(file: Buffer): readonly number[] {
  const magic = file.length < 8 ? 0 : file.readUInt32BE(0);
  if (magic !== UNIVERSAL && magic !== UNIVERSAL_64) return [0];
  const count = file.readUInt32BE(4);
  return Array.from({ length: count }, (_, index) =>
    magic === UNIVERSAL ? file.readUInt32BE(8 + index * 20 + 8) : Number(file.readBigUInt64BE(8 + index * 32 + 8)),
  );
}

function readIdentifier(file: Buffer, start: number): ProgramIdentifier {
  if (file.length < start + HEADER_LENGTH || file.readUInt32LE(start) !== PROGRAM_64)
    throw new Error('This is no 64-bit Mach-O program.');
  const processor = file.readUInt32LE(start + 4);
  const commands = file.readUInt32LE(start + 16);
  let offset = start + HEADER_LENGTH;
  for (let command = 0; command < commands && offset + 24 <= file.length; command += 1) {
    if (file.readUInt32LE(offset) === LC_UUID)
      return {
        architecture: ARCHITECTURES.get(processor) ?? `0x${processor.toString(16)}`,
        uuid: formatUuid(file.subarray(offset + 8, offset + 24)),
        offset: offset + 8,
      };
    offset += file.readUInt32LE(offset + 4);
  }
  throw new Error('This Mach-O program has no LC_UUID.');
}
