/**
 * `npm run lint:workflows`: what GitHub would run, checked for mistakes (actionlint) and for ways in (zizmor).
 * Where they cannot be had, that is said and passes, except in continuous integration.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { provisionActionlint, provisionPythonCheckers } from '../test/support/checkers/provision.ts';
import { realTools } from '../test/support/tools/real-tools.ts';

const REPOSITORY = resolve(import.meta.dirname, '..');
const say = (line: string) => console.log(line);

await check('actionlint', [], () => provisionActionlint(say));
// What is known of other repositories' actions is asked of GitHub otherwise.
await check('zizmor', ['--offline', '--quiet', '--pedantic', '.github'], async () => {
  const tools = await realTools('osxphotos');
  if (!tools.ready) throw new Error(tools.why);
  const program = join(dirname(await provisionPythonCheckers(tools.osxphotos.path, say)), 'zizmor');
  if (!existsSync(program)) throw new Error('zizmor needs Python 3.11 or newer.');
  return program;
});

async function check(name: string, args: readonly string[], provision: () => Promise<string>): Promise<void> {
  let program: string;
  try {
    program = await provision();
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`The workflows are not checked by ${name}: ${(error as Error).message}`);
    return;
  }
  if (spawnSync(program, args, { cwd: REPOSITORY, stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
