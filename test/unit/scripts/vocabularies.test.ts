/** A list of words is defined once: who says it again, as a type or as a list, would have to change with it and does not know. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../../../src');

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly literal?: Node;
}

/** Names of properties are chosen among, not defined: `Pick<Address, 'proxy' | 'url'>`. */
const CHOOSING: ReadonlySet<string> = new Set(['Pick', 'Omit', 'Exclude', 'Extract']);

/** Each list of two and more words in a file, as often as it is there, in the order of the alphabet: `asc|desc`. */
function vocabulariesOf(file: string, code: string): readonly string[] {
  const found: string[] = [];
  const chosen = new Set<unknown>();
  const keep = (members: readonly (Node | undefined | null)[]) => {
    const words = members.map((member) => (member?.type === 'TSLiteralType' ? member.literal?.value : member?.value));
    if (words.length > 1 && words.every((word) => typeof word === 'string' && /^[a-z]/i.test(word)))
      found.push([...new Set(words)].sort().join('|'));
  };
  const visitor: Record<string, (node: never) => void> = {
    TSTypeReference: (node: {
      readonly typeName: { readonly name?: string };
      readonly typeArguments?: { readonly params: readonly Node[] } | null;
    }) => {
      if (CHOOSING.has(node.typeName.name ?? '')) for (const each of node.typeArguments?.params ?? []) chosen.add(each);
    },
    TSInterfaceHeritage: (node: {
      readonly expression: { readonly name?: string };
      readonly typeArguments?: { readonly params: readonly Node[] } | null;
    }) => {
      if (CHOOSING.has(node.expression.name ?? ''))
        for (const each of node.typeArguments?.params ?? []) chosen.add(each);
    },
    TSUnionType: (node: { readonly types: readonly Node[] }) => {
      if (chosen.has(node)) return;
      keep(node.types.filter(({ type }) => type !== 'TSNullKeyword' && type !== 'TSUndefinedKeyword'));
    },
    ArrayExpression: (node: { readonly elements: readonly (Node | null)[] }) => keep(node.elements),
  };
  new Visitor(visitor).visit(parseSync(file, code).program);
  return found;
}

it('is found as a type and as a list, in any order, and not where properties are chosen', () => {
  const code = `
    type Order = 'desc' | 'asc' | null;
    const ORDERS = ['asc', 'desc'] as const;
    interface Way extends Pick<Address, 'proxy' | 'url'> {}
    type Rest = Omit<Address, 'name' | 'port'>;
    const ends = ['', '-wal'];`;
  expect(vocabulariesOf('a.ts', code)).toEqual(['asc|desc', 'asc|desc']);
});

it('none is said twice', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  expect(files.length).toBeGreaterThan(300);
  const where = new Map<string, string[]>();
  for (const file of files)
    for (const words of vocabulariesOf(file, readFileSync(join(SOURCE, file), 'utf8')))
      where.set(words, [...(where.get(words) ?? []), file]);
  expect(where.size).toBeGreaterThan(100);
  expect([...where].filter(([, files]) => files.length > 1)).toEqual([]);
});
