import { existsSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { type Bench, openBench } from '../../support/sync/bench.ts';
import { realTools } from '../../support/tools/real-tools.ts';

const LIBRARIES = resolve(import.meta.dirname, '../../../../shared/photos-libraries');
const tools = await realTools('osxphotos', 'immichGo');

const EXPECTED = [
  {
    name: 'Test-26.1',
    report: {
      coverage: {
        assets: 14,
        complete: 8,
        incomplete: 2,
        absent: 4,
        reasons: { 'disk-not-connected': 1, 'file-missing': 5 },
      },
      parts: { known: 14, verified: 14, uploaded: 14, alreadyThere: 0, failed: 0 },
      albums: { managed: 8, created: 8, assetsAdded: 12, assetsRemoved: 0 },
    },
  },
  {
    name: 'Test-Media-Types-15.7.2',
    report: {
      coverage: { assets: 16 },
      parts: { known: 16, verified: 16, uploaded: 16, alreadyThere: 0, failed: 0 },
    },
  },
] as const;

describe.each(EXPECTED)('the real library $name', ({ name, report: expected }) => {
  const source = join(LIBRARIES, `${name}.photoslibrary`);
  const missing = existsSync(source)
    ? tools.ready
      ? null
      : tools.why
    : 'the real libraries are not beside this checkout';

  describe.skipIf(missing !== null)(missing === null ? 'with the real tools' : `left out: ${missing}`, () => {
    let bench: Bench;
    let first: RunReport;
    beforeAll(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'immich-sync-bench-'));
      const library = join(folder, `${name}.photoslibrary`);
      await cp(source, library, { recursive: true, preserveTimestamps: true });
      bench = await openBench({ folder, library });
      const result = await bench.cli(['sync', '--json']);
      expect(result.exitCode).toBe(0);
      first = result.json();
    });
    afterAll(() => bench.close());

    it('is synced whole, with the numbers that are known of it', () => {
      expect(first).toMatchObject({ outcome: 'done', reason: null, problems: [], ...expected });
      const { assets, complete, incomplete, absent } = first.coverage;
      expect(complete + incomplete + absent).toBe(assets);
    });

    it('has nothing new the second time, and is not read again', async () => {
      const result = await bench.cli(['sync', '--json']);
      expect(result.exitCode).toBe(0);
      const second = result.json<RunReport>();
      expect(second).toMatchObject({
        outcome: 'nothing-new',
        coverage: first.coverage,
        parts: { uploaded: 0, alreadyThere: 0 },
      });
      expect(second.durations).toMatchObject({ inventory: 0, hash: 0, export: 0 });
    });
  });
});
