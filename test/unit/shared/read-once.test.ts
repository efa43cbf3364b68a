/** A text that is read while a module is loaded keeps the language of that moment, English: texts are read where they are drawn. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';
import { ENGLISH_STRINGS } from '../../../src/shared/strings.ts';

const source = join(import.meta.dirname, '../../../src');

type Path = readonly string[];
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
interface Member extends Node {
  readonly object: Node;
  readonly property: Node & { readonly name?: string; readonly value?: unknown };
  readonly computed: boolean;
}

const FUNCTIONS = { FunctionDeclaration: true, FunctionExpression: true, ArrowFunctionExpression: true };

const nodeAt = (path: Path): unknown =>
  path.reduce<unknown>(
    (node, name) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined),
    ENGLISH_STRINGS,
  );

/** Every text that a module reads outside of its functions. */
function readsAtLoad(file: string, code: string): readonly string[] {
  const known = new Map<string, Path>([['strings', []]]);
  const pathOf = (node: Node): Path | null => {
    if (node.type === 'Identifier') return known.get((node as Node & { name: string }).name) ?? null;
    if (node.type !== 'MemberExpression') return null;
    const { object, property, computed } = node as Member;
    const base = pathOf(object);
    const name = computed ? property.value : property.name;
    return base === null || typeof name !== 'string' ? null : [...base, name];
  };
  const found: string[] = [];
  let depth = 0;
  const enter = () => {
    depth += 1;
  };
  const leave = () => {
    depth -= 1;
  };
  const visitor: Record<string, (node: never) => void> = {
    VariableDeclarator: (node: { readonly id: Node; readonly init: Node | null }) => {
      const path = depth === 0 && node.init !== null ? pathOf(node.init) : null;
      if (path !== null && node.id.type === 'Identifier') known.set((node.id as Node & { name: string }).name, path);
    },
    MemberExpression: (node: Node) => {
      const path = depth === 0 ? pathOf(node) : null;
      // The name of the product is the same in every language.
      if (path !== null && path.join() !== 'product' && typeof nodeAt(path) === 'string')
        found.push(`${file}: ${path.join('.')}`);
    },
  };
  for (const name of Object.keys(FUNCTIONS)) {
    visitor[name] = enter;
    visitor[`${name}:exit`] = leave;
  }
  new Visitor(visitor as never).visit(parseSync(file, code).program);
  return found;
}

it('finds what a module reads when it is loaded', () => {
  const code = `const texts = strings.popover; const steps = [texts.stop]; const draw = () => texts.pause;
    export function title() { return strings.activity.title; }`;
  expect(readsAtLoad('a.ts', code)).toEqual(['a.ts: popover.stop']);
});

it('is in no module', () => {
  const files = ['renderer', 'main', 'shared'].flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('strings'))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => readsAtLoad(file, readFileSync(join(source, file), 'utf8')))).toEqual([]);
});
