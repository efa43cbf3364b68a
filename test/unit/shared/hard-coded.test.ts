/** No component and no command has a text of its own: what is written there would be English for everybody. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/renderer');

/** Attributes that are read, or read aloud. */
const READ = new Set(['label', 'title', 'placeholder', 'alt', 'hint', 'aria-label', 'aria-description']);

/** Words, and not a dash, a digit or a name that is the same in every language. */
const isText = (text: string): boolean => /\p{L}{2}/u.test(text);

function textsIn(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const note = (text: string) => {
    if (isText(text)) found.push(`${file}: ${text.trim()}`);
  };
  new Visitor({
    JSXText: ({ value }) => note(value),
    JSXAttribute: ({ name, value }) => {
      if (value?.type === 'Literal' && name.type === 'JSXIdentifier' && READ.has(name.name)) note(String(value.value));
    },
    JSXExpressionContainer: ({ expression }) => {
      if (expression.type === 'ConditionalExpression')
        for (const branch of [expression.consequent, expression.alternate])
          if (branch.type === 'Literal' && / /.test(String(branch.value))) note(String(branch.value));
    },
  }).visit(parseSync(file, source).program);
  return found;
}

it('finds a text in the markup and in what is read aloud', () => {
  expect([...textsIn('a.tsx', 'const a = <p title="Two words">One {b} · 3</p>;')].sort()).toEqual([
    'a.tsx: One',
    'a.tsx: Two words',
  ]);
});

it('is in no component', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => textsIn(file, readFileSync(join(folder, file), 'utf8')))).toEqual([]);
});

const commands = join(import.meta.dirname, '../../../src/main/cli');

/** English in every language: a manual page is generated in English, shells keep what completes. */
const ENGLISH_FILES = new Set(['man-page.ts', 'completion.ts']);

/** Two words beside each other, or one that begins a sentence; not a command to copy. */
const isSaid = (text: string): boolean =>
  !/^`?immich-sync /.test(text.trim()) && /\p{L}{2}[.,:;…]? +\p{L}{2}|^\s*\p{Lu}\p{Ll}/u.test(text);

function sayingsIn(file: string, source: string): readonly string[] {
  const found: string[] = [];
  const note = (text: string) => {
    if (isSaid(text)) found.push(`${file}: ${text.trim()}`);
  };
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') note(value);
    },
    TemplateElement: ({ value }) => note(value.cooked ?? ''),
  }).visit(parseSync(file, source).program);
  return found;
}

it('finds what a command says by itself', () => {
  const source = 'print(a ? "Nothing" : "none left", `one ${' + 'n} files of`, "in-place"); command("only <name...>");';
  expect(sayingsIn('a.ts', source)).toEqual(['a.ts: Nothing', 'a.ts: none left', 'a.ts: files of']);
});

it('is in no command', () => {
  const files = readdirSync(commands, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !ENGLISH_FILES.has(file),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => sayingsIn(file, readFileSync(join(commands, file), 'utf8')))).toEqual([]);
});

it('has no style that knows left from right: some languages begin on the other side', () => {
  const physical = /(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)|^\s*(?:left|right):|float:/;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));
  const found = files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (physical.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
