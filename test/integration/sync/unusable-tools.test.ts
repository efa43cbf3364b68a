import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { outboxFolder } from '../../../src/core/sync/outbox.ts';
import {
  type BrokenProgram,
  inventoryAlone,
  writeProgram,
  writeScript,
} from '../../support/stand-ins/broken/programs.ts';
import { type Bench, manifestOf, openBench, useBench } from '../../support/sync/bench.ts';
import { albumsOn, checksumsOn, expectedAlbums, expectedChecksums } from '../../support/sync/compare.ts';
import { killGroup, processesNaming } from '../../support/sync/processes.ts';
import { expectRefusal } from '../../support/sync/refusal.ts';
import { provisionTools } from '../../support/tools/provision.ts';

type Tool = 'osxphotos' | 'immichGo';

const NAMES: Readonly<Record<Tool, string>> = { osxphotos: 'osxphotos', immichGo: 'immich-go' };

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

/** Puts a program in the place of a tool until the end of the test. */
async function replaceTool(bench: Bench, tool: Tool, path: string): Promise<void> {
  const real = await provisionTools();
  bench.change((settings) => ({ ...settings, tools: { ...settings.tools, [tool]: path } }));
  onTestFinished(() =>
    bench.change((settings) => ({ ...settings, tools: { ...settings.tools, [tool]: real[tool].path } })),
  );
}

describe('a tool that cannot be used', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({ fill: (library) => library.addAsset({ kind: 'photo' }) });
  });
  afterAll(() => bench.close());

  async function expectNothingDone(): Promise<void> {
    expect(bench.server.assets()).toEqual([]);
    expect((await bench.history())[0]).toMatchObject({ outcome: 'failed', report: { parts: { uploaded: 0 } } });
  }

  it.each(['osxphotos', 'immichGo'] as const)('says that it is not installed: %s', async (tool) => {
    await replaceTool(bench, tool, join(programs, 'nowhere', NAMES[tool]));
    await expectRefusal(bench, { code: 'tool-missing', exitCode: 5, says: `${NAMES[tool]} is not installed.` });
    await expectNothingDone();
  });

  it.each([
    ['osxphotos', 'old-osxphotos', 'osxphotos 0.68.2 is too old; 0.75.1 or newer is needed.'],
    ['immichGo', 'old-immich-go', 'immich-go 0.31.0 is too old; 0.32.0 or newer is needed.'],
  ] as const)('says that it is too old: %s', async (tool, kind, says) => {
    await replaceTool(bench, tool, await writeProgram(programs, kind, kind));
    await expectRefusal(bench, { code: 'tool-too-old', exitCode: 5, says });
    await expectNothingDone();
  });

  it.each([
    ['osxphotos', 'crashes', 'it stopped with exit code 1: ModuleNotFoundError'],
    ['immichGo', 'crashes', 'it stopped with exit code 1'],
    ['osxphotos', 'dies', 'it was ended by SIGKILL'],
    ['immichGo', 'dies', 'it was ended by SIGKILL'],
    ['osxphotos', 'silent', 'it does not say that it is osxphotos'],
    ['immichGo', 'is-another', 'it does not say that it is immich-go'],
  ] as const)('says that it does not start: %s %s', async (tool, kind: BrokenProgram, says) => {
    await replaceTool(bench, tool, await writeProgram(programs, `${NAMES[tool]}-${kind}`, kind));
    const result = await bench.cli(['sync', '--json']);
    expect(result.exitCode).toBe(5);
    expect(result.json()).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'tool-unusable', sentence: expect.stringContaining(says) }],
    });
    await expectNothingDone();
  });

  it('says that osxphotos stopped while it read the library', async () => {
    const path = await writeScript(
      programs,
      'osxphotos-inventory',
      'case "$1" in --version) echo "osxphotos, version 0.77.2";; *) echo "inventory: failed: KeyError: odd things happened" >&2; exit 1;; esac',
    );
    await replaceTool(bench, 'osxphotos', path);
    await expectRefusal(bench, {
      code: 'tool-failed',
      exitCode: 5,
      says: 'osxphotos stopped with an error (odd things happened).',
    });
    await expectNothingDone();
  });

  it('does not believe an inventory that breaks off without an end', async () => {
    const { osxphotos } = await provisionTools();
    const path = await writeScript(
      programs,
      'osxphotos-half',
      `case "$1" in run) "${osxphotos.path}" "$@" </dev/null | head -n 1;; *) exec "${osxphotos.path}" "$@";; esac`,
    );
    await replaceTool(bench, 'osxphotos', path);
    await expectRefusal(bench, { code: 'tool-failed', exitCode: 5, says: 'the inventory has no end' });
    await expectNothingDone();
  });

  it('says that osxphotos stopped while it exported', async () => {
    const { osxphotos } = await provisionTools();
    const path = await writeScript(
      programs,
      'osxphotos-export',
      `${inventoryAlone(osxphotos.path)}\ncase "$1" in export) kill -KILL $$;; *) exec "${osxphotos.path}" "$@";; esac`,
    );
    await replaceTool(bench, 'osxphotos', path);
    await expectRefusal(bench, {
      code: 'tool-failed',
      exitCode: 5,
      says: 'osxphotos stopped with an error (ended by SIGKILL).',
    });
    await expectNothingDone();
  });

  it('says that immich-go stopped before it uploaded anything', async () => {
    const path = await writeScript(
      programs,
      'immich-go-upload',
      'case "$1" in --version) echo "immich-go version 0.32.0";; *) echo "panic: runtime error: index out of range" >&2; exit 2;; esac',
    );
    await replaceTool(bench, 'immichGo', path);
    await expectRefusal(bench, {
      code: 'tool-failed',
      exitCode: 5,
      says: 'immich-go stopped with an error (panic: runtime error',
    });
    await expectNothingDone();
  });

  it('completes once all is mended', async () => {
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { assets: 1, complete: 1 } });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  });
});

it('keeps what arrived when immich-go is killed in the middle, and goes on from there', async () => {
  const bench = await useBench({
    fill: async (library) => {
      library.createAlbum('Holiday', {
        assets: await library.addMany(Array.from({ length: 8 }, () => ({ kind: 'photo' }))),
      });
    },
    settings: (settings) => ({ ...settings, upload: { ...settings.upload, concurrency: 1 } }),
  });
  const upload = { method: 'POST', path: '/assets' } as const;
  bench.server.faults.add({ kind: 'stall', match: upload, after: 3, times: 1 });
  const running = bench.sync();
  await expect.poll(() => bench.server.requests.count(upload), { interval: 20 }).toBe(4);
  for (const { group } of processesNaming(outboxFolder(bench.paths.stagingFolder))) killGroup(group);

  const report = await running;
  expect(report.coverage.complete).toBe(3);
  expect(report.outcome).toBe('partial');
  expect(report.problems.length).toBeGreaterThan(0);

  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { complete: 8 },
    parts: { uploaded: 5 },
  });
  expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  expect(albumsOn(bench.server)).toEqual(expectedAlbums(manifestOf(bench)));
});
