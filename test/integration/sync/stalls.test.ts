import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { processesNaming } from '../../support/sync/processes.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { provisionTools } from '../../support/tools/provision.ts';

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'immich-sync-programs-'));
});
afterAll(() => rm(programs, { recursive: true, force: true }));

/** The real osxphotos, but for one of its commands, which begins with `script`. */
async function osxphotosWith(command: 'run' | 'export', script: string): Promise<string> {
  const { osxphotos } = await provisionTools();
  return writeScript(
    programs,
    `osxphotos-${command}-${script.length}`,
    `case "$1" in ${command}) ${script};; esac\nexec "${osxphotos.path}" "$@"`,
  );
}

const fill: NonNullable<Parameters<typeof useBench>[0]>['fill'] = (library) => library.addAsset({ kind: 'live' });

describe('an osxphotos that hangs', () => {
  it.each(['run', 'export'] as const)('is stopped and explained, and the next sync goes on: %s', async (command) => {
    const hanging = await osxphotosWith(command, 'sleep 600');
    const bench = await useBench({ fill, tools: { osxphotos: hanging } });

    const report = await bench.sync({ stallAfter: 1500 });

    expect(report).toMatchObject({
      outcome: 'failed',
      coverage: { complete: 0 },
      problems: [{ code: 'tool-stalled' }],
    });
    expect(report.problems[0]?.sentence).toBe('osxphotos did nothing for a minute and was stopped.');
    expectPlainSentence(report.problems[0]);
    expect(processesNaming(bench.folder)).toEqual([]);

    const { osxphotos } = await provisionTools();
    bench.change((settings) => ({ ...settings, tools: { ...settings.tools, osxphotos: osxphotos.path } }));
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
  });
});

it('leaves an osxphotos alone that is silent while its copy of the database grows', async () => {
  const slow = await osxphotosWith(
    'run',
    'for i in 1 2 3 4 5 6 7 8 9 10; do echo $i >> "$TMPDIR/copy"; sleep 0.3; done',
  );
  const bench = await useBench({ fill, tools: { osxphotos: slow } });
  expect(await bench.sync({ stallAfter: 2500 })).toMatchObject({ outcome: 'done', problems: [] });
});
