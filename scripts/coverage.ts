/**
 * `npm run coverage`: which lines of src the tests run, by folder, as a table; fails where a folder has less than it had. Unit and integration tests
 * are counted by vitest, the processes beside them (commands that tests start, the app's main process in the end-to-end tests) by V8. What runs in a
 * window is counted where unit tests draw it, not in Electron. Takes a good deal longer than the tests alone.
 *
 * `npm run coverage -- test/unit test/integration/photos test/e2e/key.test.ts` measures these files alone; then nothing is held to a minimum.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  addBundle,
  addChildren,
  countLines,
  type FileCoverage,
  type ScriptCoverage,
  type SourceMap,
} from './coverage-of-lines.ts';

const REPOSITORY = resolve(import.meta.dirname, '..');
const FOLDER = join(REPOSITORY, 'coverage');
const CHILDREN = join(FOLDER, 'children');

/**
 * Percent of the lines that must be run. A few less than measured, since what a random or a timed test reaches differs. They may only go up:
 * those of 2026-11-26 are what the unit tests alone run, or some of the integration or end-to-end tests alone, whichever was most.
 */
const MINIMA: Readonly<Record<string, number>> = {
  core: 87,
  'core/agent': 94,
  'core/attach': 58,
  'core/channel': 96,
  'core/diagnostics': 95,
  'core/doctor': 82,
  'core/engine': 66,
  'core/find': 97,
  'core/forecast': 96,
  'core/hooks': 95,
  'core/immich': 92,
  'core/ledger': 84,
  'core/lock': 84,
  'core/log': 98,
  'core/model': 76,
  'core/photos': 91,
  'core/schedule': 88,
  'core/secrets': 92,
  'core/settings': 97,
  'core/sync': 72,
  'core/system': 91,
  'core/tool-updates': 94,
  'core/tools': 65,
  'core/updates': 97,
  main: 54,
  'main/adapters': 86,
  'main/cli': 46,
  'main/ipc': 84,
  'main/menu-bar': 76,
  'main/report': 98,
  'main/services': 71,
  'main/updates': 22,
  'main/windows': 43,
  renderer: 50,
  'renderer/activity': 76,
  'renderer/components': 64,
  'renderer/popover': 82,
  'renderer/question': 84,
  'renderer/settings': 52,
  'renderer/setup': 70,
  shared: 95,
  'shared/calls': 98,
  'shared/strings': 98,
  'shared/views': 98,
};

const chosen = process.argv.slice(2);
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(CHILDREN, { recursive: true });
// Some commands are run as another user.
chmodSync(CHILDREN, 0o777);
const isEndToEnd = (path: string) => path.startsWith('test/e2e');
const counted = chosen.filter((path) => !isEndToEnd(path));
const driven = chosen.filter(isEndToEnd);
const isAll = chosen.length === 0;
// Of what no test has loaded vitest knows the lines all the same.
const nothing = ['--passWithNoTests', 'none-of-them'];
test(['unit', 'integration'], ['--coverage', ...(isAll || counted.length > 0 ? counted : nothing)]);
if (isAll || driven.length > 0) test(['e2e'], driven);

if (!existsSync(join(FOLDER, 'coverage-final.json'))) process.exit(1);
const files = JSON.parse(readFileSync(join(FOLDER, 'coverage-final.json'), 'utf8')) as Record<string, FileCoverage>;
for (const script of childScripts()) {
  const path = fileURLToPath(script.url);
  const text = readFileSync(path, 'utf8');
  const file = files[path];
  if (file !== undefined) addChildren(file, script, text);
  else if (existsSync(`${path}.map`)) {
    const map = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMap;
    addBundle(script, text, map, (source) => files[resolve(dirname(path), source)] ?? null);
  }
}
writeFileSync(join(FOLDER, 'coverage-final.json'), JSON.stringify(files));
report();

/** What failed is told by vitest; what was run by then counts all the same. */
function test(projects: readonly string[], more: readonly string[]): void {
  const named = projects.flatMap((project) => ['--project', project]);
  const { status } = spawnSync('vitest', ['run', ...named, '--maxWorkers', '2', ...more], {
    cwd: REPOSITORY,
    stdio: 'inherit',
    env: { ...process.env, IMMICH_SYNC_COVERAGE: CHILDREN },
  });
  if (status !== 0) process.exitCode = 1;
}

/** Of our sources, and of the app's main process as it is built. */
function childScripts(): readonly ScriptCoverage[] {
  // Vitest clears the folder when it begins, and only processes that tests start make theirs again.
  if (!existsSync(CHILDREN)) return [];
  const ours = ['src', 'app/out/main'].map((folder) => new URL(`../${folder}/`, import.meta.url).href);
  return readdirSync(CHILDREN).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(CHILDREN, name), 'utf8')) as { readonly result: ScriptCoverage[] };
    return result.filter(({ url }) => ours.some((folder) => url.startsWith(folder)));
  });
}

function report(): void {
  const folders = new Map<string, { run: number; all: number }>();
  for (const [path, file] of Object.entries(files)) {
    const { run, all } = countLines(file);
    const folder = folderOf(relative(join(REPOSITORY, 'src'), path));
    const sum = folders.get(folder) ?? { run: 0, all: 0 };
    folders.set(folder, { run: sum.run + run, all: sum.all + all });
  }
  console.log('\n| folder of src | lines | run | minimum |\n| --- | --- | --- | --- |');
  for (const [folder, { run, all }] of [...folders].sort(([a], [b]) => a.localeCompare(b))) {
    const percent = (100 * run) / Math.max(1, all);
    const minimum = MINIMA[folder];
    console.log(`| \`${folder}\` | ${all} | ${percent.toFixed(0)}% | ${minimum === undefined ? '' : `${minimum}%`} |`);
    if (minimum === undefined || chosen.length > 0 || percent >= minimum) continue;
    console.error(`${folder}: ${percent.toFixed(1)}% of the lines are run, which is less than ${minimum}%.`);
    process.exitCode = 1;
  }
}

/** `core/sync/run.ts` is in `core/sync`, `main/shell.ts` in `main`. */
function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/');
}
