/** One disk for everything, filled up at every step of a sync and to different degrees: nothing is lost, and with room it continues. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/model/problem.ts';
import { inventoryAlone, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../../support/sync/small-disk.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const noDisk = whyNoSmallDisk();
const STEPS = ['start', 'inventory', 'export', 'upload'] as const;
/** Kilobytes that are left: nothing, a few pages of the ledger, a few pictures. */
const LEFT = [0, 16, 256];
/** Milliseconds that a sync on a full disk may take longer than one on an empty one: less than anything that is waited for. */
const MAX_LONGER = 45_000;

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

/** Leaves so many kilobytes on the disk. Written in small pieces: what does not fit as a whole would leave more. */
const fill = (disk: string, left: number) =>
  `dd if=/dev/zero of="${disk}/filler" bs=4k 2>/dev/null; truncate -s -${left}K "${disk}/filler"`;

describe.skipIf(noDisk !== null)(noDisk === null ? 'a disk' : `a disk (left out: ${noDisk})`, () => {
  it.each(STEPS)(
    'that is full from this step on is told of, and nothing is lost: %s',
    { timeout: 300_000 },
    async (step) => {
      const disk = await mountSmallDisk(400);
      const { osxphotos, immichGo } = await provisionTools();
      const filling = async (left: number) => {
        const at = (condition: string, program: string) =>
          `${condition} && { ${fill(disk, left)}; }\nexec "${program}" "$@"`;
        const command = { start: 'none', inventory: 'run', export: 'export', upload: 'upload' }[step];
        return {
          osxphotos: await writeScript(
            programs,
            'osxphotos',
            `${step === 'export' ? inventoryAlone(osxphotos.path) : ''}\n${at(`[ "$1" = ${command} ]`, osxphotos.path)}`,
          ),
          immichGo: await writeScript(programs, 'immich-go', at(`[ "$1" = ${command} ]`, immichGo.path)),
        };
      };
      // On another disk.
      const photos = await useBench({ fill: (made) => made.addAsset({ kind: 'photo' }) });
      const bench = await useBench({ folder: join(disk, 'bench'), library: photos.libraryPath });
      const outcomes: string[] = [];
      const usual = await timed(() => bench.cli(['sync', '--json']));
      expect(usual.result.exitCode).toBe(0);
      for (const left of LEFT) {
        await photos.photos.addAsset({ kind: 'live' });
        const tools = await filling(left);
        bench.change((settings) => ({ ...settings, tools: { ...settings.tools, ...tools } }));
        if (step === 'start') await writeScript(programs, 'fill', fill(disk, left)).then((path) => execFileSync(path));

        outcomes.push(`${left}: ${await tryToSync(bench, usual.milliseconds)}`);

        await rm(join(disk, 'filler'), { force: true });
        await expectLedgerTrue(bench);
      }
      console.log(`Full from "${step}" on, kilobytes left and what came of it: ${outcomes.join(', ')}.`);
      expect(outcomes.filter((outcome) => outcome.endsWith('disk-full')).length).toBeGreaterThan(0);

      bench.change((settings) => ({
        ...settings,
        tools: { ...settings.tools, osxphotos: osxphotos.path, immichGo: immichGo.path },
      }));
      expect(await bench.sync()).toMatchObject({ problems: [], coverage: { assets: 1 + LEFT.length, absent: 0 } });
      expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(photos)));
    },
  );
});

/** @returns what came of it: `done`, or the code of the one thing that was wrong, which is in plain words */
async function tryToSync(bench: Bench, usual: number): Promise<string> {
  const { result, milliseconds } = await timed(() => bench.cli(['sync', '--json']));
  // No program of it waits for what will not come any more. What a busy machine takes longer, it takes with the usual sync, too.
  expect(milliseconds).toBeLessThan(2 * usual + MAX_LONGER);
  const { outcome, problems } = result.json<{ outcome: string; problems: readonly Problem[] }>();
  const [problem] = problems;
  if (problem === undefined) {
    expect({ outcome, exitCode: result.exitCode }).toEqual({
      outcome: expect.stringMatching(/^(done|nothing-new)$/),
      exitCode: 0,
    });
    return 'done';
  }
  expectPlainSentence(problem);
  expect({ code: problem.code, exitCode: result.exitCode, sentence: problem.sentence }).toEqual({
    code: 'disk-full',
    exitCode: 5,
    sentence: expect.stringMatching(/^There is not enough free space on the disk of .+: \d+ MB more is needed\.$/),
  });
  return problem.code;
}

/** What the ledger takes for verified is on the server; with room again it can be read. */
async function expectLedgerTrue(bench: Bench): Promise<void> {
  const { parts } = (await bench.cli(['status', '--json'])).json<{ parts: { verified: number } }>();
  expect(parts.verified).toBeLessThanOrEqual(bench.server.assets().length);
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - startedAt };
}
