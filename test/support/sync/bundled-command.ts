/** The `immich-sync` command in one file, as it is in the app: started from its sources it spends most of a short run on reading hundreds of them. */
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED_COMMAND, SOURCE } from './command-line.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
/** As far from the project's folder as its source is: it finds the Python scripts from there. */
const BUNDLE = join(PROJECT, 'test-results/commands/immich-sync.mjs');

/** Once before the tests. Where lines are counted, the sources are started. */
export async function bundleCommand(): Promise<void> {
  if (process.env.IMMICH_SYNC_COVERAGE) return;
  // Another run of the tests beside this one starts no half-written file.
  const building = `${BUNDLE}.${process.pid}`;
  await build({
    entryPoints: [SOURCE],
    outfile: building,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'silent',
    external: ['electron'],
    // Some packages are CommonJS and ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(import.meta.url);",
    },
  });
  await rename(building, BUNDLE);
  process.env[BUNDLED_COMMAND] = BUNDLE;
}
