import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { because } from '../../../src/core/model/reasons.ts';
import { readInventory } from '../../../src/core/photos/inventory.ts';
import type { InventoryRecord } from '../../../src/core/photos/inventory-record.ts';

const HEADER = {
  kind: 'library',
  path: '/a',
  photosVersion: '11.1',
  modelVersion: 19320,
  osxphotosVersion: '0.77.2',
  mended: false,
};
const ALBUM = {
  kind: 'album',
  uuid: 'A',
  cloudGuid: null,
  title: 'Summer',
  folders: [],
  keyAsset: null,
  assets: ['1'],
};
const END = { kind: 'end', assets: 0, albums: 1 };

let folder: string;
let programs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-failures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads the inventory of a program that prints these records (or lines), says `errors`, and ends with `exitCode`. */
async function read(
  lines: readonly (object | string)[],
  { errors = [], exitCode = 0 }: { readonly errors?: readonly string[]; readonly exitCode?: number } = {},
) {
  programs += 1;
  const program = join(folder, `osxphotos-${programs}`);
  const text = lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join('');
  const said = errors.map((line) => `${line}\n`).join('');
  await writeFile(
    program,
    `#!${process.execPath}\nprocess.stdout.write(${JSON.stringify(text)});\nprocess.stderr.write(${JSON.stringify(said)});\nprocess.exitCode = ${exitCode};\n`,
  );
  await chmod(program, 0o755);
  const records: InventoryRecord[] = [];
  const summary = await readInventory({
    osxphotos: program,
    scripts: '/scripts',
    library: '/a/My.photoslibrary',
    snapshot: '/run/photos/Photos.sqlite',
    runFolder: join(folder, 'run'),
    onRecord: (record) => records.push(record),
  });
  return { summary, records };
}

describe('an inventory (of a program that acts like osxphotos)', () => {
  it('is whole with header, counts and end; albums come with all their members', async () => {
    const { summary, records } = await read([HEADER, ALBUM, { kind: 'members', uuid: 'A', assets: ['2', '3'] }, END]);
    expect(summary).toMatchObject({ assets: 0, albums: 1 });
    expect(records).toEqual([HEADER, { ...ALBUM, assets: ['1', '2', '3'] }]);
  });

  it('passes on what could not be read, without counting it', async () => {
    const problem = { kind: 'unreadable', about: 'asset', uuid: 'X', filename: 'x.jpg', message: 'KeyError: 1' };
    const { summary, records } = await read([HEADER, problem, ALBUM, END]);
    expect(summary.unreadable).toEqual([problem]);
    expect(records).toEqual([HEADER, problem, ALBUM]);
  });

  it('keeps warnings about an untested macOS apart from lines that nobody knows', async () => {
    const warning =
      'WARNING: This module has only been tested with macOS versions [26.1]: you have Darwin, OS version: 28.0';
    const { summary } = await read([HEADER, ALBUM, END], {
      errors: [
        warning,
        'Processing albums.',
        // What macOS' own frameworks say.
        'objc[812]: Class A is implemented in both /B and /C. One of the two will be used.',
        '2026-11-25 02:00:01.234 Python[812:90211] Constraints: (',
        '    "<A:0x1>"',
        ')',
        'The moon is full.',
      ],
    });
    expect(summary).toMatchObject({ warnings: [warning], unknownLines: ['The moon is full.'] });
  });

  it.each([
    ['it has no end', [HEADER, ALBUM]],
    ['it is empty', []],
    ['the counts differ', [HEADER, END]],
    ['its last line is torn', [HEADER, ALBUM, JSON.stringify(END).slice(0, 10)]],
    ['there is something else in it', [HEADER, 'Processing albums.\n', ALBUM, END]],
    ['it goes on after its end', [HEADER, ALBUM, END, ALBUM]],
    ['it has two headers', [HEADER, HEADER, ALBUM, END]],
    ['it has no header', [ALBUM, END]],
    ['members come without their album', [HEADER, ALBUM, { kind: 'members', uuid: 'B', assets: [] }, END]],
  ])('is refused when %s', async (_what, lines) => {
    await expect(read(lines)).rejects.toMatchObject({ code: 'tool-failed' });
  });

  it('is refused, whole as it looks, when osxphotos says that it failed', async () => {
    await expect(
      read([HEADER, ALBUM, END], { errors: ['inventory: failed: ValueError: odd'], exitCode: 1 }),
    ).rejects.toMatchObject({
      code: 'tool-failed',
      problem: { sentence: expect.stringContaining('with an error (odd)') },
    });
  });

  describe('of a library of an unknown version', () => {
    const errors = [
      'osxphotos - WARNING - Unknown db / model version for /a: model_ver=20500; assuming latest version',
    ];

    it('is read with doubt when osxphotos makes do', async () => {
      const { summary } = await read([HEADER, ALBUM, END], { errors });
      expect(summary).toMatchObject({
        albums: 1,
        unknownLibrary: because('model-version', { model: 20_500 }),
        unknownLines: [],
      });
    });

    it('is read with doubt when osxphotos knows it and we do not', async () => {
      const { summary } = await read([{ ...HEADER, modelVersion: 280_000_000 }, ALBUM, END]);
      expect(summary.unknownLibrary).toEqual(because('model-version', { model: 280_000_000 }));
    });

    it('is refused when osxphotos fails over it, whatever it says then', async () => {
      const failing = [...errors, 'inventory: failed: OperationalError: no such table: ZASSET'];
      await expect(read([HEADER], { errors: failing, exitCode: 1 })).rejects.toMatchObject({ code: 'library-too-new' });
    });
  });

  it.each([
    ["PermissionError: [Errno 1] Operation not permitted: '/a/database/Photos.sqlite'", 'library-no-access'],
    ['inventory: failed: DatabaseError: database disk image is malformed', 'library-damaged'],
    ['inventory: failed: OSError: [Errno 28] No space left on device', 'disk-full'],
  ])('is refused with the cause: %s', async (line, code) => {
    await expect(read([], { errors: [line], exitCode: 1 })).rejects.toMatchObject({ code });
  });
});
