/**
 * `npm run test:python`: lint, form, types and tests of app/python, with the real osxphotos. All four run, whatever becomes of the ones before.
 * Where they cannot be had, that is said and passes, except in continuous integration.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { provisionPythonCheckers } from '../test/support/checkers/provision.ts';
import { realTools } from '../test/support/tools/real-tools.ts';

const REPOSITORY = resolve(import.meta.dirname, '..');
const python = await provision();
if (python !== null) {
  const program = (name: string) => join(dirname(python), name);
  const checks: readonly (readonly string[])[] = [
    [program('ruff'), 'check', '--quiet', 'app', 'test'],
    [program('ruff'), 'format', '--check', '--quiet', 'app', 'test'],
    [program('mypy'), '--cache-dir', 'node_modules/.cache/mypy', '--no-error-summary'],
    [python, '-B', '-m', 'pytest'],
  ];
  for (const [path = '', ...args] of checks) {
    const env = { ...process.env, RUFF_CACHE_DIR: 'node_modules/.cache/ruff' };
    const { status } = spawnSync(path, args, { cwd: REPOSITORY, stdio: 'inherit', env });
    if (status !== 0) process.exitCode = 1;
  }
}

async function provision(): Promise<string | null> {
  try {
    const tools = await realTools('osxphotos');
    if (!tools.ready) throw new Error(tools.why);
    return await provisionPythonCheckers(tools.osxphotos.path, (line) => console.log(line));
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`Python is not checked: ${(error as Error).message}`);
    return null;
  }
}
