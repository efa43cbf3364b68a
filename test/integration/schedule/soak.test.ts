/** A day of a Mac on which nothing happens, in some seconds: whoever runs for months may not grow. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { KEY_VARIABLE } from '../../../src/core/secrets/environment.ts';
import { useBench } from '../../support/sync/bench.ts';
import type { IdleDay } from './idle-day.ts';

/** Bytes that the end of the day may hold more than its second hour: 200 for each look, a few kilobytes for each sync. */
const SLACK = 256 * 1024;

it('holds after 24 idle hours what it held after two', async () => {
  const bench = await useBench({
    fill: (library) => library.addMany(Array.from({ length: 6 }, () => ({ kind: 'photo' as const }))),
    settings: (settings) => ({ ...settings, schedule: { ...settings.schedule, everyHours: 1 } }),
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });

  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--expose-gc',
      join(import.meta.dirname, 'idle-day.ts'),
      join(bench.folder, 'home'),
    ],
    { env: { ...process.env, [KEY_VARIABLE]: bench.server.apiKey } },
  );
  const day = JSON.parse(stdout) as IdleDay;
  const [early, late] = [day.hours[1], day.hours[23]];
  if (early === undefined || late === undefined) throw new Error(`The day had ${day.hours.length} hours.`);
  console.log(
    `Two days in ${Math.round((performance.now() - startedAt) / 1000)} s, ${day.looks} looks, ${day.outcomes.length} syncs: ${JSON.stringify(early)} after two hours, ${JSON.stringify(late)} after 24.`,
  );

  expect(day).toMatchObject({ problems: [], children: [] });
  expect(day.looks).toBeGreaterThanOrEqual(24 * 60 - 24);
  expect(day.outcomes.length).toBeGreaterThanOrEqual(22);
  expect(new Set(day.outcomes)).toEqual(new Set(['nothing-new']));
  expect(late.files).toBeLessThanOrEqual(early.files);
  expect(late.resources).toBeLessThanOrEqual(early.resources);
  expect(late.memory - early.memory).toBeLessThan(SLACK);
});
