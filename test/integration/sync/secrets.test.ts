import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { provisionKeyring, startKeyring } from '../../support/keyring.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { PROGRAM } from '../../support/sync/command-line.ts';
import { type SamplerReport, startSampler } from '../../support/sync/secret-sampler.ts';

const keyrings = provisionKeyring();

/** A server and a library of some size, everything logged. */
function secretBench(secret: string): Promise<Bench> {
  return useBench({
    fill: async (library) => {
      const uuids = await library.addMany(
        Array.from({ length: 20 }, (_, index) => ({ kind: index % 4 === 0 ? 'live' : 'photo' })),
      );
      library.createAlbum('Holiday', { assets: uuids });
    },
    server: { key: { secret } },
    settings: (settings) => ({ ...settings, log: { level: 'debug' } }),
  });
}

/** Every file below the folder that holds the text, also those of databases and logs. */
async function filesHolding(folder: string, needle: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(needle)) found.push(path);
  }
  return found;
}

/** The sampler must have seen all the programs that a run starts, or its silence means nothing. */
function expectToolsSeen({ commands, passes }: SamplerReport): void {
  const seen = (...words: readonly string[]) =>
    commands.some((command) => words.every((word) => command.includes(word)));
  expect(passes).toBeGreaterThan(50);
  expect(seen('osxphotos', 'inventory.py')).toBe(true);
  expect(seen('immich-go', 'upload')).toBe(true);
}

describe.runIf(process.platform === 'linux')('the API key (looked for in /proc, which only Linux has)', () => {
  it('is seen in no other process and in no file, during a sync and after it', async () => {
    const secret = randomBytes(30).toString('hex');
    const bench = await secretBench(secret);
    const stopSampler = await startSampler(secret, bench.paths.home ?? '');
    const command = bench.startCli(['sync']);
    const result = await command.ended;
    const quiet = await bench.cli(['sync', '--json']);
    const doctor = await bench.cli(['doctor', '--json']);
    const refused = await bench.cli(['sync', '--json', '--full'], {
      environment: { IMMICH_SYNC_API_KEY: `${secret}0` },
    });
    const report = await stopSampler();

    expect(result.exitCode).toBe(0);
    expect(bench.server.assets()).toHaveLength(25);
    expect([quiet.exitCode, refused.exitCode]).toEqual([0, 4]);
    expectToolsSeen(report);
    // It came in through the environment of the command itself, and goes no further.
    const elsewhere = report.sightings.filter(
      ({ command: line, where }) => where === 'command line' || !line.includes(PROGRAM),
    );
    expect(elsewhere).toEqual([]);
    expect(report.sightings.some(({ pid }) => pid === command.pid)).toBe(true);
    expect(report.files).toEqual([]);
    expect(await filesHolding(bench.folder, secret)).toEqual([]);
    for (const { stdout, stderr } of [result, quiet, doctor, refused]) expect(stdout + stderr).not.toContain(secret);
    expect(await readFile(bench.paths.logFile, 'utf8')).toContain('in Immich, verified');
  });

  it.runIf(keyrings.ready)(
    `is seen in no process at all when it is kept in the keychain${keyrings.ready ? '' : ` (left out: ${keyrings.reason})`}`,
    async () => {
      const keyring = await startKeyring();
      onTestFinished(() => keyring.stop());
      const secret = randomBytes(30).toString('hex');
      const bench = await secretBench(secret);
      const environment = { ...keyring.environment, IMMICH_SYNC_API_KEY: '' };
      const stopSampler = await startSampler(secret, bench.paths.home ?? '');
      const login = await bench.cli(['login'], { environment, input: `${secret}\n` });
      const result = await bench.cli(['sync', '--json'], { environment });
      const report = await stopSampler();

      expect({ login: login.exitCode, stderr: login.stderr }).toEqual({ login: 0, stderr: '' });
      expect(login.stdout).toContain('The key is saved in the keychain of this desktop');
      expect(result.exitCode).toBe(0);
      expect(result.json()).toMatchObject({ outcome: 'done', problems: [] });
      expectToolsSeen(report);
      expect(report.sightings).toEqual([]);
      expect(report.files).toEqual([]);
      expect(await filesHolding(bench.folder, secret)).toEqual([]);
      expect(login.stdout + result.stdout + result.stderr).not.toContain(secret);
    },
  );
});
