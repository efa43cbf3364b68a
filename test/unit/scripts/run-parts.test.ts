/** What `npm test` is made of: every part runs, and one that fails hides no other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/run-parts.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parts-'));
  const scripts = {
    lint: 'echo "lint ran"',
    types: 'echo "types ran"; exit 2',
    unit: 'echo "unit ran"',
    // What vitest's reporter leaves, see scripts/failed-tests.ts.
    'test:named':
      'mkdir -p "$(dirname "$FAILED_TESTS_FILE")"; echo "some.test.ts > adds up" > "$FAILED_TESTS_FILE"; exit 1',
    // Each ends once the other has begun.
    left: ': > left; until [ -e right ]; do sleep 0.05; done; echo left begun; echo left ended',
    right: ': > right; until [ -e left ]; do sleep 0.05; done; echo right begun; echo right ended',
    // Ctrl-C, as the script itself gets it.
    interrupted: 'kill -INT "$RUNNER"; exit 1',
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'parts', private: true, scripts }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('runs the parts behind one that fails, sums up and fails', async () => {
  const { exitCode, output } = await run('types', 'lint', 'unit');
  expect(exitCode).toBe(1);
  expect(output).toMatch(/types ran[\s\S]*lint ran[\s\S]*unit ran[\s\S]*Summary/);
  expect(output).toMatch(/types\s+FAILED\s+0:\d\d\s+\(exit code 2\)/);
  expect(output).toMatch(/unit\s+passed/);
  expect(output).toContain('1 of 3 failed: types');
});

it('names the failed tests behind everything else', async () => {
  const { output } = await run('test:named', 'unit');
  expect(output).toMatch(/unit ran[\s\S]*Summary[\s\S]*Failed in test:named:\nsome\.test\.ts > adds up\n+$/);
});

it('passes when every part does', async () => {
  const { exitCode, output } = await run('lint', 'unit');
  expect(exitCode).toBe(0);
  expect(output).not.toContain('failed');
});

it('runs those joined by + at the same time, and keeps what each has printed together', async () => {
  const { exitCode, output } = await run('left+right+types', 'unit');
  expect(exitCode).toBe(1);
  expect(output).toContain('▶ left\nleft begun\nleft ended\n');
  expect(output).toContain('▶ right\nright begun\nright ended\n');
  expect(output).toMatch(/types ran[\s\S]*unit ran/);
  expect(output).toContain('1 of 4 failed: types');
});

it('starts nothing more after Ctrl-C', async () => {
  const { exitCode, output } = await run('lint', 'interrupted', 'unit');
  expect(exitCode).toBe(130);
  expect(output).not.toContain('unit ran');
  expect(output).toMatch(/unit\s+not run/);
});

async function run(
  ...parts: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const child = spawn('sh', ['-c', 'export RUNNER=$$; exec "$@"', 'sh', process.execPath, SCRIPT, ...parts], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  return { exitCode, output };
}
