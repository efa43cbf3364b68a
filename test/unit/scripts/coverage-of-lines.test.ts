/** A real process, counted by V8 as Node runs TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { addChildren, countLines, type ScriptCoverage } from '../../../scripts/coverage-of-lines.ts';

const SOURCE = `interface Unused { readonly name: string }
const greet = (name: string): string => {
  if (name === '') return 'nobody';
  return \`Hello, \${name}\`;
};
function never(): void {
  greet('');
}
if (process.argv.length > 9) never();
greet('Ä' as string);
`;

it('counts the lines that a process has run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'greet.ts');
  writeFileSync(path, SOURCE);
  const reports = join(folder, 'reports');
  execFileSync(process.execPath, ['--no-warnings', path], { env: { ...process.env, NODE_V8_COVERAGE: reports } });
  const [name = ''] = readdirSync(reports);
  const { result } = JSON.parse(readFileSync(join(reports, name), 'utf8')) as { result: ScriptCoverage[] };
  const script = result.find(({ url }) => url === pathToFileURL(path).href);
  if (script === undefined) throw new Error('V8 says nothing of the program');

  // Two of them on line 3, of which the first decides.
  const statements = [
    [2, 0],
    [3, 2],
    [3, 19],
    [4, 2],
    [7, 2],
    [9, 0],
    [9, 30],
    [10, 0],
  ] as const;
  const entries = statements.map(([line, column], id) => [String(id), { start: { line, column } }] as const);
  const file = { statementMap: Object.fromEntries(entries), s: Object.fromEntries(entries.map(([id]) => [id, 0])) };
  addChildren(file, script, SOURCE);
  const wasRun = entries
    .filter(([id]) => (file.s[id] ?? 0) > 0)
    .map(([, { start }]) => `${start.line}:${start.column}`);
  expect(wasRun).toEqual(['2:0', '3:2', '4:2', '9:0', '10:0']);
  expect(countLines(file)).toEqual({ run: 5, all: 6 });
});
