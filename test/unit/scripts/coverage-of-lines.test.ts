/** A real process, counted by V8 as Node runs TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import {
  addBundle,
  addChildren,
  countLines,
  type FileCoverage,
  type ScriptCoverage,
  type SourceMap,
} from '../../../scripts/coverage-of-lines.ts';

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

/** Two of them on line 3, of which the first decides. */
const STATEMENTS = [
  [2, 0],
  [3, 2],
  [3, 19],
  [4, 2],
  [7, 2],
  [9, 0],
  [9, 30],
  [10, 0],
] as const;

const RUN = ['2:0', '3:2', '4:2', '9:0', '10:0'];

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'greet.ts'), SOURCE);
  return folder;
}

/** What V8 says of a program when it has run. */
function run(path: string): ScriptCoverage {
  const reports = `${path}-reports`;
  execFileSync(process.execPath, ['--no-warnings', path], { env: { ...process.env, NODE_V8_COVERAGE: reports } });
  const [name = ''] = readdirSync(reports);
  const { result } = JSON.parse(readFileSync(join(reports, name), 'utf8')) as { result: ScriptCoverage[] };
  const script = result.find(({ url }) => url === pathToFileURL(path).href);
  if (script === undefined) throw new Error('V8 says nothing of the program');
  return script;
}

function uncounted(): FileCoverage {
  const entries = STATEMENTS.map(([line, column], id) => [String(id), { start: { line, column } }] as const);
  return { statementMap: Object.fromEntries(entries), s: Object.fromEntries(entries.map(([id]) => [id, 0])) };
}

const wasRun = ({ statementMap, s }: FileCoverage): readonly string[] =>
  Object.entries(statementMap)
    .filter(([id]) => (s[id] ?? 0) > 0)
    .map(([, { start }]) => `${start.line}:${start.column}`);

it('counts the lines that a process has run', () => {
  const path = join(makeFolder(), 'greet.ts');
  const file = uncounted();
  addChildren(file, run(path), SOURCE);
  expect(wasRun(file)).toEqual(RUN);
  expect(countLines(file)).toEqual({ run: 5, all: 6 });
});

it('counts the same lines where they are run in a bundle, behind other files', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'first.ts'), 'export const first = (): number => 1;\nfirst();\n');
  writeFileSync(join(folder, 'main.ts'), `import './first.ts';\nimport './greet.ts';\n`);
  const bundle = join(folder, 'out', 'main.cjs');
  await build({
    entryPoints: [join(folder, 'main.ts')],
    outfile: bundle,
    bundle: true,
    format: 'cjs',
    sourcemap: 'external',
  });
  const map = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMap;
  const file = uncounted();
  addBundle(run(bundle), readFileSync(bundle, 'utf8'), map, (source) => (source === '../greet.ts' ? file : null));
  expect(wasRun(file)).toEqual(RUN);
});
