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

/**
 * Its copy of the database grows for as long as the program lives, however slowly that gets on: a sign of life that no busy machine takes
 * away. Lines of `sh`, before the `exec` of the program; a file that is opened once does not come back when its folder is removed.
 */
const GROWING = '(exec 3>>"$TMPDIR/copy"; while kill -0 $$; do echo >&3; sleep 0.2; done) >/dev/null 2>&1 &';

/** The real osxphotos, but for what each of these commands begins with. */
async function osxphotosWith(beginnings: Readonly<Record<'run' | 'export', string>>): Promise<string> {
  const { osxphotos } = await provisionTools();
  return writeScript(
    await mkdtemp(join(programs, 'one-')),
    'osxphotos',
    `case "$1" in
run) ${beginnings.run}
exec "${osxphotos.path}" "$@" </dev/null
;;
export) ${beginnings.export}
;;
esac
exec "${osxphotos.path}" "$@"`,
  );
}

const fill: NonNullable<Parameters<typeof useBench>[0]>['fill'] = (library) => library.addAsset({ kind: 'live' });

describe('an osxphotos that hangs', () => {
  it.each(['run', 'export'] as const)('is stopped and explained, and the next sync goes on: %s', async (command) => {
    const hanging = await osxphotosWith({ run: GROWING, export: GROWING, [command]: 'sleep 600' });
    const bench = await useBench({ fill, tools: { osxphotos: hanging } });

    const report = await bench.sync({ stallAfter: 1500 });

    expect(report).toMatchObject({
      outcome: 'failed',
      coverage: { assets: command === 'run' ? 0 : 1, complete: 0 },
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
  const slow = await osxphotosWith({ run: `${GROWING}\nsleep 7`, export: GROWING });
  const bench = await useBench({ fill, tools: { osxphotos: slow } });
  expect(await bench.sync({ stallAfter: 5000 })).toMatchObject({ outcome: 'done', problems: [] });
});
