/**
 * The smoke test of the packaged app, for the macOS job: `npm run smoke`. It packs the app as it ships (signed ad hoc), and a probe, and goes
 * through its lines (test/mac/lines). Elsewhere the lines that need no Mac run against the package for Linux; the others say so.
 *
 * `--only TEXT` runs the lines whose names hold the text. `--dist FOLDER` takes what `npm run package` has put there, on a Mac, instead of packing
 * the app: its lines run on the app out of that disk image. Exit code 1 when a line is not as expected.
 */
import { appendFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDesktopSession } from '../support/electron-runtime/desktop-session.ts';
import { provisionElectron } from '../support/electron-runtime/provision.ts';
import { provisionTools } from '../support/tools/provision.ts';
import { Bench } from './bench.ts';
import { describeResult, markdownTable, runLines, summarize } from './line.ts';
import { LINES } from './lines/index.ts';
import { packForSmoke } from './pack.ts';

/** Milliseconds for a line: the agent's wait for a minute to come, and then for the end of a sync. */
const LIMIT = 300_000;

const { only, dist } = parseArgs({
  options: { only: { type: 'string', default: '' }, dist: { type: 'string' } },
}).values;
if (dist !== undefined && process.platform !== 'darwin')
  throw new Error('--dist needs a Mac: a disk image opens there alone.');
const lines = LINES.filter(({ name }) => name.includes(only));

// A Mac's temporary folder is behind a link; ps(1) shows the real path.
const folder = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync-smoke-package-')));
const [runtime, session, tools] = await Promise.all([provisionElectron(), startDesktopSession(), provisionTools()]);
const env = {
  ...session.env,
  HOME: process.env.HOME ?? folder,
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LANG: 'en_GB.UTF-8',
};
const bench = new Bench({
  packages: await packForSmoke(folder, runtime, dist === undefined ? null : resolve(dist)),
  env,
  tools,
});
try {
  const results = await runLines({
    lines,
    bench,
    isMac: process.platform === 'darwin',
    limit: LIMIT,
    onResult: (result) => console.log(`${describeResult(result)}\n`),
  });
  console.log(summarize(results));
  if (process.env.GITHUB_STEP_SUMMARY !== undefined)
    await appendFile(process.env.GITHUB_STEP_SUMMARY, markdownTable(results));
  process.exitCode = results.some(({ outcome }) => outcome === 'FAILED') ? 1 : 0;
} finally {
  await bench.end();
  await session.stop();
  await rm(folder, { recursive: true, force: true });
}
// What a line that took too long still waits for must not keep the job waiting.
process.exit();
