import { chmod, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CheckResult } from '../../../src/core/doctor/check.ts';
import { acquireRunLock } from '../../../src/core/lock/run-lock.ts';
import type { Problem } from '../../../src/core/model/problem.ts';
import { type Bench, openBench } from '../../support/sync/bench.ts';
import { startCommand } from '../../support/sync/command-line.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../../support/sync/small-disk.ts';

let bench: Bench;
/** Home, ledger and settings as the first sync left them. */
let home: string;
let ledger: string;
let settings: string;
let good: { readonly ledger: Buffer; readonly settings: Buffer };

beforeAll(async () => {
  bench = await openBench({ fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'live' }]) });
  home = bench.paths.home ?? '';
  ({ ledgerFile: ledger, settingsFile: settings } = bench.paths);
  expect(await bench.sync()).toMatchObject({ outcome: 'done' });
  good = { ledger: await readFile(ledger), settings: await readFile(settings) };
});
afterAll(() => bench.close());

/** Begins with sound files; what the test leaves is removed after it. */
async function refresh(): Promise<void> {
  for (const name of await readdir(home)) if (/^(ledger|settings)\b/.test(name)) await rm(join(home, name));
  await writeFile(ledger, good.ledger);
  await writeFile(settings, good.settings);
}

const beside = async (name: string) => (await readdir(home)).filter((file) => file.startsWith(name)).sort();

/** The command's exit code and the problem that it tells. */
async function failing(args: readonly string[]) {
  const result = await bench.cli([...args, '--json']);
  const problem = result.json<{ problems: readonly Problem[] }>().problems[0];
  expectPlainSentence(problem);
  return { exitCode: result.exitCode, code: problem?.code, sentence: problem?.sentence };
}

/** The next sync builds the ledger anew, tells what it had to do, and nothing is on the server twice. */
async function expectRebuilt(problems: readonly object[] = [{ code: 'ledger-replaced' }]): Promise<void> {
  const uploads = bench.server.assets().length;
  expect(await bench.sync()).toMatchObject({
    coverage: { assets: 2, complete: 2 },
    parts: { uploaded: 0, verified: 3 },
    problems,
  });
  expect(bench.server.assets()).toHaveLength(uploads);
}

describe('a ledger', () => {
  it.each<[string, (file: string) => Promise<void>]>([
    ['that is no database', (file) => writeFile(file, 'this is not a database, by no means. '.repeat(200))],
    ['that was cut off in the middle', async (file) => truncate(file, ((await stat(file)).size / 2) | 0)],
    ['that lost its beginning', (file) => overwrite(file, 0, 4096)],
  ])('%s is kept, and built anew', async (_name, damage) => {
    await refresh();
    await damage(ledger);
    const damaged = await readFile(ledger);

    const { exitCode } = await bench.cli(['status', '--json']);

    expect(exitCode).toBe(0);
    const [aside = '', ...others] = (await beside('ledger.sqlite.damaged-')).filter((name) => !name.endsWith('-wal'));
    expect(others).toEqual([]);
    expect(await readFile(join(home, aside))).toEqual(damaged);
    expect((await bench.cli(['logs'])).stdout).toContain(`The ledger was damaged and was kept as ${join(home, aside)}`);
    await expectRebuilt();
  });

  it('whose rows are damaged is set aside when that is met, and built anew by the next sync', async () => {
    await refresh();
    await overwriteTable(ledger, 'parts');
    expect(await failing(['sync', '--full'])).toMatchObject({ exitCode: 5, code: 'ledger-damaged' });
    expect((await beside('ledger.sqlite.damaged-')).length).toBeGreaterThan(0);
    await expectRebuilt();
  });

  it.each<[command: readonly string[], table: string]>([
    [['status'], 'coverage_counts'],
    [['status'], 'runs'],
    [['history'], 'runs'],
    [['remainder'], 'covered_assets'],
    [['trash'], 'left_out'],
    [['former-edits'], 'former_parts'],
    [['albums'], 'albums'],
    [['plan'], 'parts'],
    [['verify'], 'proofs'],
    [['leave-out', '1'], 'covered_assets'],
    [['confirm-library'], 'meta'],
    [['pause'], 'meta'],
  ])(
    '%j that meets damaged rows of %s says so in a sentence, and the backup takes their place',
    async (command, table) => {
      await refresh();
      await bench.sync();
      await overwriteTable(ledger, table);
      expect(await failing(command)).toMatchObject({
        exitCode: 5,
        code: 'ledger-damaged',
        sentence: expect.stringMatching(/the backup of .+ took its place, without the history of syncs since then\.$/),
      });
      expect((await bench.cli([...command, '--json'])).stdout).not.toContain('ledger-damaged');
      await expectRebuilt();
    },
  );

  it('whose damage no command has met yet is found by the doctor', async () => {
    await refresh();
    await bench.sync();
    const ledgerCheck = async () => {
      const { checks } = (await bench.cli(['doctor', '--json'])).json<{ checks: readonly CheckResult[] }>();
      return checks.find(({ id }) => id === 'ledger');
    };
    expect(await ledgerCheck()).toMatchObject({
      problem: null,
      finding: expect.stringMatching(/^Undamaged; last backup /),
    });
    await overwriteTable(ledger, 'album_entries');
    const found = await ledgerCheck();
    expect(found).toMatchObject({ problem: { code: 'ledger-damaged' } });
    expectPlainSentence(found?.problem ?? undefined);
    expect(await ledgerCheck()).toMatchObject({ problem: null });
    await expectRebuilt();
  });

  it('that is damaged while a sync uses it is left to that sync', async () => {
    await refresh();
    await bench.sync();
    await overwriteTable(ledger, 'runs');
    const lock = await acquireRunLock(bench.paths.runFolder, { trigger: 'test' });
    try {
      expect(await failing(['history'])).toMatchObject({ exitCode: 75, code: 'ledger-damaged-in-use' });
    } finally {
      lock.release();
    }
    expect(await beside('ledger.sqlite.damaged-')).toEqual([]);
    expect(await failing(['history'])).toMatchObject({ exitCode: 5, code: 'ledger-damaged' });
  });

  it('that another process has replaced is used from then on, by an app that has had it open too', async () => {
    await refresh();
    await bench.sync();
    const app = await bench.openEngine();
    expect(app.records.history(10)).toHaveLength(2);
    await overwriteTable(ledger, 'runs');
    expect(await failing(['history'])).toMatchObject({ code: 'ledger-damaged' });
    app.schedule.pauseUntil(null);
    expect((await bench.cli(['status', '--json'])).json()).toMatchObject({ pause: { until: null } });
    app.schedule.resume();
    await expectRebuilt();
    expect(app.records.history(1)).toMatchObject([{ outcome: 'partial' }]);
  });

  it('that is empty is built anew, and the log says so', async () => {
    await refresh();
    await truncate(ledger, 0);
    expect((await bench.cli(['status', '--json'])).exitCode).toBe(0);
    expect((await bench.cli(['logs'])).stdout).toContain('The ledger was empty.');
    await expectRebuilt([]);
  });

  it('of a newer version is refused by every command, and not touched', async () => {
    await refresh();
    const database = new DatabaseSync(ledger);
    database.exec('PRAGMA user_version = 999');
    database.close();
    const newer = await readFile(ledger);
    const files = await beside('ledger');
    for (const command of [['status'], ['history'], ['sync']])
      expect(await failing(command)).toEqual({
        exitCode: 5,
        code: 'ledger-newer',
        sentence: `The ledger ${ledger} was written by a newer version of Immich Sync.`,
      });
    expect(await readFile(ledger)).toEqual(newer);
    expect(await beside('ledger')).toEqual(files);
  });

  it('that may only be read is refused before anything is done, and not touched', async () => {
    await refresh();
    await chmod(ledger, 0o400);
    const requests = bench.server.requests.count();
    expect(await failing(['sync'])).toMatchObject({
      exitCode: 5,
      code: 'ledger-unusable',
      sentence: `The ledger ${ledger} cannot be used (this user has no permission to use it).`,
    });
    expect(bench.server.requests.count()).toBe(requests);
    expect(await readFile(ledger)).toEqual(good.ledger);
    await chmod(ledger, 0o600);
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', coverage: { complete: 2 } });
  });
});

describe('a settings file', () => {
  it.each([
    ['that is no JSON', () => 'server = https://photos.example.org'],
    ['that was cut off in the middle', () => good.settings.subarray(0, good.settings.length / 2)],
    ['that is empty', () => ''],
  ])('%s is kept, and defaults are used', async (_name, contents) => {
    await refresh();
    await writeFile(settings, contents());
    const damaged = await readFile(settings);

    const result = await bench.cli(['status', '--json']);

    expect({ exitCode: result.exitCode, ...result.json() }).toMatchObject({ exitCode: 3, missing: ['server'] });
    const [aside = ''] = (await beside('settings.')).filter((name) => name.endsWith('.broken.json'));
    expect(await readFile(join(home, aside))).toEqual(damaged);
    expect((await bench.cli(['logs'])).stdout).toContain(`It was kept as ${join(home, aside)}`);
  });

  it('of a newer version is refused by every command, and not touched', async () => {
    await refresh();
    await writeFile(settings, '{"schemaVersion": 999, "server": {"address": "x"}}');
    for (const command of [['status'], ['sync'], ['config', 'set', 'schedule.times', '03:00']]) {
      const problem = await failing(command);
      expect(problem).toMatchObject({ exitCode: 3, code: 'settings-unreadable' });
      expect(problem.sentence).toContain('it was written by a newer version of Immich Sync');
    }
    expect(await readFile(settings, 'utf8')).toContain('"schemaVersion": 999');
    expect(await beside('settings.')).toEqual(['settings.json']);
  });

  it('that may only be read is used, and a change is refused', async () => {
    await refresh();
    await chmod(settings, 0o400);
    expect((await bench.cli(['status', '--json'])).exitCode).toBe(0);
    expect(await failing(['config', 'set', 'schedule.times', '03:00'])).toMatchObject({
      exitCode: 3,
      code: 'settings-not-saved',
    });
    expect(await readFile(settings)).toEqual(good.settings);
  });
});

const noDisk = whyNoSmallDisk();
describe.skipIf(noDisk !== null)(noDisk === null ? 'on a full disk' : `on a full disk (left out: ${noDisk})`, () => {
  it('settings and ledger stay as they are, and every command says why', async () => {
    const small = join(await mountSmallDisk(2), 'home');
    await mkdir(small);
    await writeFile(join(small, 'settings.json'), good.settings);
    await writeFile(join(small, 'ledger.sqlite'), good.ledger);
    await writeFile(join(small, 'filler'), Buffer.alloc(4_000_000)).catch(() => undefined);
    const run = async (args: readonly string[]) => {
      const result = await startCommand(['--home', small, ...args, '--json']).ended;
      const problem = result.json<{ problems: readonly Problem[] }>().problems[0];
      expectPlainSentence(problem);
      return { exitCode: result.exitCode, code: problem?.code, sentence: problem?.sentence };
    };

    expect(await run(['config', 'set', 'schedule.times', '03:00'])).toEqual({
      exitCode: 3,
      code: 'settings-not-saved',
      sentence: `The settings could not be saved in ${join(small, 'settings.json')}: its disk is full.`,
    });
    expect(await run(['status'])).toMatchObject({
      exitCode: 5,
      code: 'disk-full',
      sentence: expect.stringMatching(/^There is not enough free space on the disk of .+: \d+ MB more is needed\.$/),
    });

    expect(await readFile(join(small, 'settings.json'))).toEqual(good.settings);
    expect(await readFile(join(small, 'ledger.sqlite'))).toEqual(good.ledger);
  });
});

/** The first pages of a table and its indexes, where its rows are found from. */
async function overwriteTable(file: string, table: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  const roots = database.prepare('SELECT rootpage FROM sqlite_master WHERE tbl_name = ? AND rootpage > 0').all(table);
  const size = Number(database.prepare('PRAGMA page_size').get()?.page_size);
  database.close();
  for (const { rootpage } of roots) await overwrite(file, (Number(rootpage) - 1) * size, size);
}

async function overwrite(file: string, start: number, length: number): Promise<void> {
  const handle = await open(file, 'r+');
  onTestFinished(() => handle.close().catch(() => undefined));
  await handle.write(Buffer.alloc(length, 0x5a), 0, length, start);
  await handle.close();
}
