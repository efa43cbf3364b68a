/** What osxphotos needs of macOS, in the environment that was installed for these tests: only a Mac can tell whether it loads. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { baseEnvironment, runChild } from '../../../src/core/tools/child.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const MODULES = ['osxmetadata', 'Photos', 'photoscript', 'AppKit', 'Quartz', 'osxphotos'];

it.runIf(process.platform === 'darwin')(`loads ${MODULES.join(', ')} (macOS only)`, async () => {
  const { osxphotos } = await provisionTools();
  const cwd = await mkdtemp(join(tmpdir(), 'frameworks-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const script = `import importlib\nfor name in ${JSON.stringify(MODULES)}: importlib.import_module(name); print(name)`;
  const loaded: string[] = [];
  const outcome = await runChild({
    program: join(dirname(osxphotos.path), 'python'),
    args: ['-I', '-c', script],
    env: baseEnvironment(),
    cwd,
    onStdout: (line) => loaded.push(line),
  });
  expect({ loaded, exitCode: outcome.exitCode, errors: outcome.exitCode === 0 ? [] : outcome.lastErrors }).toEqual({
    loaded: MODULES,
    exitCode: 0,
    errors: [],
  });
});
