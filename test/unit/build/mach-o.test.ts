import { describe, expect, it } from 'vitest';
import { readIdentifiers, writeIdentifiers } from '../../../build/mach-o.ts';
import { machOProgram, universalFile } from '../../support/mac-app/mach-o-file.ts';

const INTEL = '4c4c44ae55553144a1c7458ead24ed10';
const APPLE = '4c4c444955553144a1c7458ead24ed11';

const seen = (file: Buffer) => readIdentifiers(file).map(({ architecture, uuid }) => [architecture, uuid]);
/** Other bytes for each architecture. */
const other = (architecture: string) => Buffer.alloc(16, architecture);

describe('the identifier of a Mach-O program', () => {
  it('is found in a program for one processor, written as dwarfdump writes it', () => {
    expect(seen(machOProgram('arm64', INTEL))).toEqual([['arm64', '4C4C44AE-5555-3144-A1C7-458EAD24ED10']]);
  });

  it.each([false, true])('is found for each processor of a universal file (64-bit offsets: %s)', (wide) => {
    const programs = [
      ['x86_64', machOProgram('x86_64', INTEL)],
      ['arm64', machOProgram('arm64', APPLE)],
    ] as const;
    expect(seen(universalFile(programs, wide))).toEqual([
      ['x86_64', '4C4C44AE-5555-3144-A1C7-458EAD24ED10'],
      ['arm64', '4C4C4449-5555-3144-A1C7-458EAD24ED11'],
    ]);
  });

  it('is all that is replaced', () => {
    const before = universalFile([
      ['x86_64', machOProgram('x86_64', INTEL)],
      ['arm64', machOProgram('arm64', APPLE)],
    ]);
    const file = Buffer.from(before);
    writeIdentifiers(file, other);
    expect(seen(file)).toEqual([
      ['x86_64', '7838365F-3634-7838-365F-36347838365F'],
      ['arm64', '61726D36-3461-726D-3634-61726D363461'],
    ]);
    for (const { offset } of readIdentifiers(before)) before.copy(file, offset, offset, offset + 16);
    expect(file.equals(before)).toBe(true);
  });

  it('is missing loudly', () => {
    expect(() => readIdentifiers(machOProgram('arm64', null))).toThrow('no LC_UUID');
    for (const none of ['', '#!/bin/sh\nexec true\n'.repeat(4), '\x7fELF'.padEnd(64)])
      expect(() => readIdentifiers(Buffer.from(none, 'latin1'))).toThrow('no 64-bit Mach-O program');
    expect(() => readIdentifiers(machOProgram('arm64', INTEL).subarray(0, 60))).toThrow('no LC_UUID');
  });
});
