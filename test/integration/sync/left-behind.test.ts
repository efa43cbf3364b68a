import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overview } from '../../../src/core/engine/overview.ts';
import { makeOutbox, outboxFolder } from '../../../src/core/sync/outbox.ts';
import { inventoryAlone, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { killGroup, processesNaming } from '../../support/sync/processes.ts';
import { provisionTools } from '../../support/tools/provision.ts';

let programs: string;
/** The real osxphotos, but its exports never end. */
let hanging: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
  const { osxphotos } = await provisionTools();
  const script = `${inventoryAlone(osxphotos.path)}\n[ "$1" = export ] && { touch "${programs}/exporting"; sleep 600; }\nexec "${osxphotos.path}" "$@"`;
  hanging = await writeScript(programs, 'osxphotos', script);
});
afterAll(() => rm(programs, { recursive: true, force: true }));

const osxphotosOf = (bench: Bench) => processesNaming(join(bench.folder, 'home', 'export.db'));

/** A bench whose sync was killed in the middle of an export, without its osxphotos, and with an outbox from its upload. */
async function useKilledBench(): Promise<Bench> {
  await rm(join(programs, 'exporting'), { force: true });
  const bench = await useBench({
    fill: (library) => library.addAsset({ kind: 'photo' }),
    tools: { osxphotos: hanging },
  });
  const command = bench.startCli(['sync', '--json']);
  await expect.poll(() => readdir(programs)).toContain('exporting');
  // Its record names the child together with its start only a moment after the start.
  const record = join(bench.paths.runFolder, 'run.json');
  await expect.poll(() => readFile(record, 'utf8')).toMatch(/"started":"[^"]+","program":"[^"]*osxphotos"/);
  killGroup(command.pid);
  expect((await command.ended).exitCode).toBeNull();
  const outbox = outboxFolder(bench.paths.stagingFolder);
  await makeOutbox(outbox);
  await mkdir(join(outbox, '1'));
  await writeFile(join(outbox, '1', '000001.jpg'), 'linked');
  await mkdir(join(bench.paths.stagingFolder, '.outbox'));
  await writeFile(join(bench.paths.stagingFolder, '.outbox', 'a person’s own'), 'letters');
  expect(osxphotosOf(bench)).not.toEqual([]);
  return bench;
}

async function expectOrder(bench: Bench): Promise<void> {
  expect(osxphotosOf(bench)).toEqual([]);
  expect(await readdir(bench.paths.runFolder)).toEqual(['lock.sqlite']);
  const staging = bench.paths.stagingFolder;
  expect(await readdir(staging)).not.toContain(basename(outboxFolder(staging)));
}

/** What nobody of ours has made stays, whatever its name. */
async function expectOthersKept(bench: Bench): Promise<void> {
  expect(await readdir(join(bench.paths.stagingFolder, '.outbox'))).toEqual(['a person’s own']);
}

describe('what a killed sync left behind', () => {
  it('is put in order by the next command, whichever it is, and the next sync goes on', async () => {
    const bench = await useKilledBench();

    const before = Date.now();
    const status = (await bench.cli(['status', '--json'])).json<{
      running: unknown;
      lastRun: Record<string, string>;
    }>();

    expect(status.running).toBeNull();
    expect(status.lastRun).toMatchObject({ outcome: 'interrupted', reason: expect.stringContaining('cut off') });
    const { startedAt = '', endedAt = '' } = status.lastRun;
    expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
    // It ended when it died, not when that was noticed.
    expect(Date.parse(endedAt)).toBeLessThan(before);
    await expectOrder(bench);
    await expectOthersKept(bench);
    expect((await bench.cli(['logs'])).stdout).toContain('which an interrupted run had left behind');

    const { osxphotos } = await provisionTools();
    bench.change((settings) => ({ ...settings, tools: { ...settings.tools, osxphotos: osxphotos.path } }));
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: 1, complete: 1 } });
    expect((await bench.history()).map(({ outcome }) => outcome)).toEqual(['done', 'interrupted']);
  });

  it('is put in order by a look at the history', async () => {
    const bench = await useKilledBench();
    const [run] = (await bench.cli(['history', '--json'])).json<{ outcome: string }[]>();
    expect(run).toMatchObject({ outcome: 'interrupted' });
    await expectOrder(bench);
  });
});

it('leaves a sync alone that goes on', async () => {
  await rm(join(programs, 'exporting'), { force: true });
  const bench = await useBench({
    fill: (library) => library.addAsset({ kind: 'photo' }),
    tools: { osxphotos: hanging },
  });
  const command = bench.startCli(['sync', '--json']);
  await expect.poll(() => readdir(programs)).toContain('exporting');

  const status = (await bench.cli(['status', '--json'])).json<Pick<Overview, 'running' | 'lastRun'>>();
  expect(status).toMatchObject({ running: { pid: command.pid }, lastRun: { outcome: null } });
  expect(osxphotosOf(bench)).not.toEqual([]);

  command.signal('SIGINT');
  expect((await command.ended).exitCode).toBe(130);
  await expectOrder(bench);
});
