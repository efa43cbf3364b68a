import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askVersionOnce } from '../../../src/core/tools/version-memory.ts';
import { writeProgram } from '../../support/stand-ins/broken/programs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'version-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the memory of versions', () => {
  it('stands being written by many questions at once', async () => {
    const memory = join(folder, 'tools', 'versions.json');
    const programs = await Promise.all(
      Array.from({ length: 8 }, (_, index) => writeProgram(folder, `osxphotos-${index}`, 'new-osxphotos')),
    );
    const answers = await Promise.all(programs.map((program) => askVersionOnce('osxphotos', program, memory)));
    expect(answers.map(({ version }) => version)).toEqual(programs.map(() => '0.99.0'));
    expect(Object.keys(JSON.parse(readFileSync(memory, 'utf8'))).length).toBeGreaterThan(0);
  });
});
