/** One file that cannot be brought to the server, with the real tools: it stops no other, and in the end a person decides about it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemainderEntry } from '../../../src/core/sync/remainder.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums, sha1Of } from '../../support/sync/compare.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const DAY = 24 * 3_600_000;

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

interface Poisoned {
  readonly bench: Bench;
  /** Of the file that makes trouble. */
  readonly sha1: string;
  readonly filename: string;
  /** Moves the clock of the runs, in days. */
  readonly pass: (days: number) => void;
}

/** Four photos in an album, of which the second will make trouble. */
async function openPoisoned(tools?: { readonly osxphotos: string }): Promise<Poisoned> {
  let now = Date.parse('2026-03-02T02:00:00Z');
  const bench = await useBench({
    fill: async (library) => {
      const assets = [];
      for (let count = 0; count < 4; count += 1) assets.push(await library.addAsset({ kind: 'photo' }));
      library.createAlbum('Holiday', { assets });
    },
    now: () => now,
    ...(tools === undefined ? {} : { tools }),
  });
  const { assets } = manifestOf(bench);
  const asset = assets.find(({ originalFilename }) => originalFilename === 'IMG_0002.JPG');
  if (asset === undefined) throw new Error('The library has no second photo.');
  return {
    bench,
    sha1: sha1Of(asset, 'original') ?? '',
    filename: asset.originalFilename,
    pass: (days) => {
      now += days * DAY;
    },
  };
}

const remainder = async (bench: Bench) =>
  (await bench.cli(['remainder', '--json'])).json<{ items: (RemainderEntry & { nextTryAt: string | null })[] }>().items;

describe('a file that the server always refuses', () => {
  it.each([
    [400, 'refused-by-server', 'upload-refused'],
    [413, 'refused-by-server', 'upload-refused'],
    [500, 'failing', 'upload-failed'],
  ] as const)('with %i stops no other and is told', async (status, reason, code) => {
    const { bench, sha1, filename } = await openPoisoned();
    const match = { method: 'POST', path: '/assets' };
    const order = bench.server.faults.add({ kind: 'refuse-contents', checksums: [sha1], status, match });
    expect(await bench.sync()).toMatchObject({
      outcome: 'partial',
      problems: [{ code, count: 1, about: [filename] }],
      parts: { uploaded: 3, failed: 1 },
      coverage: { complete: 3, absent: 1, reasons: { [reason]: 1 } },
    });
    expect(bench.server.albums()).toMatchObject([{ assets: { length: 3 } }]);
    order.remove();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 4 } });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
    expect(bench.server.albums()).toMatchObject([{ assets: { length: 4 } }]);
  });

  it('is tried less and less often, then a person decides', async () => {
    const { bench, sha1, filename, pass } = await openPoisoned();
    const match = { method: 'POST', path: '/assets' };
    const order = bench.server.faults.add({ kind: 'refuse-contents', checksums: [sha1], status: 400, match });
    const tries = () => bench.server.requests.count(match);
    const triesAt: number[] = [];
    let last = 0;
    for (let day = 0; day < 20; day += 1) {
      const { problems, outcome } = await bench.sync();
      const isTried = tries() > last;
      if (isTried) triesAt.push(day);
      last = tries();
      // It waits, and is told all the same.
      if (day === 3) {
        expect(outcome).toBe('partial');
        expect(problems).toMatchObject([{ code: 'waits-for-next-try', count: 1, about: [filename] }]);
      }
      if (day >= 4)
        expect(problems).toMatchObject([{ code: 'keeps-failing', count: 1, about: [filename], action: 'show-assets' }]);
      pass(1);
    }
    expect(triesAt).toEqual([0, 1, 2, 4, 8, 16]);

    expect(await remainder(bench)).toMatchObject([
      { filename, reason: 'refused-by-server', attempts: 6, detail: 'Ordered refusal 400' },
    ]);
    // Asked for by a person it is tried at once.
    expect((await bench.cli(['try-again', filename, '--json'])).json()).toEqual({
      choice: 'try-again',
      items: 1,
      unchanged: [],
    });
    await bench.sync();
    expect(tries()).toBe(last + 1);
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'partial' });
    expect(tries()).toBe(last + 2);

    expect((await bench.cli(['leave-out', filename])).stdout).toContain('Left out: 1 item.');
    expect((await bench.cli(['leave-out', filename])).stdout).toContain('is left out already.');
    expect((await bench.cli(['status', '--json'])).json()).toMatchObject({ problems: [] });
    expect(await bench.sync({ isFull: true })).toMatchObject({
      outcome: 'nothing-new',
      problems: [],
      coverage: { assets: 4, complete: 3, reasons: { 'left-out': 1 } },
    });
    expect(tries()).toBe(last + 2);

    // An edit of what is left out goes with it: nobody asked for it.
    const uuid = manifestOf(bench).assets.find((asset) => asset.originalFilename === filename)?.uuid ?? '';
    await bench.photos.editPhoto(uuid);
    expect(await bench.sync()).toMatchObject({ problems: [], coverage: { complete: 3, reasons: { 'left-out': 1 } } });
    expect(bench.server.assets()).toHaveLength(3);

    order.remove();
    expect((await bench.cli(['bring-back'])).stdout).toContain('No longer left out: 1 item.');
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      coverage: { complete: 4 },
      parts: { uploaded: 2, edits: 1 },
    });
    expect(await remainder(bench)).toEqual([]);
  });
});

describe('an asset at which osxphotos dies', () => {
  it('stops no other, and the next sync brings it when it can be exported', async () => {
    // The real osxphotos, ended by force when it opens the file: as a fault in a library that it uses would end it.
    const { osxphotos } = await provisionTools();
    const hook = join(programs, 'hook');
    await mkdir(hook);
    await writeFile(
      join(hook, 'sitecustomize.py'),
      [
        'import os, sys',
        'def look(event, arguments):',
        '    if event in ("open", "shutil.copyfile", "os.link") and "originals" in str(arguments[0]) and os.environ["POISON"] in open_names(arguments):',
        '        os.abort()',
        'def open_names(arguments):',
        '    return " ".join(str(argument) for argument in arguments)',
        'sys.addaudithook(look)',
      ].join('\n'),
    );
    const poison = join(programs, 'poison.txt');
    const program = await writeScript(
      programs,
      'osxphotos',
      `export PYTHONPATH="${hook}" POISON="$(cat "${poison}")"\nexec "${osxphotos.path}" "$@"`,
    );
    const { bench, sha1, filename, pass } = await openPoisoned({ osxphotos: program });
    const asset = manifestOf(bench).assets.find((candidate) => candidate.originalFilename === filename);
    await writeFile(poison, asset?.uuid ?? '');

    expect(await bench.sync()).toMatchObject({
      outcome: 'partial',
      problems: [{ code: 'export-failed', about: [filename] }],
      coverage: { complete: 3, absent: 1, reasons: { failing: 1 } },
    });
    expect(bench.server.albums()).toMatchObject([{ assets: { length: 3 } }]);
    expect(await remainder(bench)).toMatchObject([
      { filename, detail: 'not exported: osxphotos stopped with an error at it', attempts: 1 },
    ]);

    // While it waits for its next try it is told all the same.
    for (let day = 1; day < 3; day += 1) {
      pass(1);
      expect(await bench.sync()).toMatchObject({ outcome: 'partial', problems: [{ code: 'export-failed' }] });
    }
    pass(1);
    expect(await bench.sync()).toMatchObject({
      outcome: 'partial',
      problems: [{ code: 'waits-for-next-try', about: [filename] }],
    });

    await writeFile(poison, 'nothing');
    pass(1);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 4 } });
    expect(checksumsOn(bench.server)).toContain(sha1);
  });
});
