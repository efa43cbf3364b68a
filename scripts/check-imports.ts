/**
 * `npm run lint:imports`: holds src to its floors. A room (a folder of src/core, or a file beside them; else a folder of src) imports nothing but
 * rooms on the floors below its own, and no file imports itself by a circle of others. Type imports count like all others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { circlesOf, FLOORS, type Import, violationsOf } from './floors.ts';

const SOURCE = resolve(import.meta.dirname, '../src');

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
const imports = files.flatMap(importsOf);
const problems = [...violationsOf(imports, FLOORS), ...circlesOf(imports)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** What a file imports of src, by paths below it. */
function importsOf(from: string): readonly Import[] {
  const { module, errors } = parseSync(from, readFileSync(join(SOURCE, from), 'utf8'));
  if (errors.length > 0) throw new Error(`${from} cannot be read: ${errors[0]?.message}`);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    // `import('./x.ts')`: only those that name the file in place.
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => literalIn(from, start, end)),
  ];
  const paths = new Set(named.filter((name) => name?.startsWith('.')).map((name) => below(from, name ?? '')));
  return [...paths].filter((to) => /\.tsx?$/.test(to)).map((to) => ({ from, to }));
}

function literalIn(file: string, start: number, end: number): string | undefined {
  return /^['"](.*)['"]$/.exec(readFileSync(join(SOURCE, file), 'utf8').slice(start, end))?.[1];
}

function below(from: string, name: string): string {
  return relative(SOURCE, resolve(SOURCE, dirname(from), name));
}
