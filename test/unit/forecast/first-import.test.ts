import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DOCUMENT, tables, withTables } from '../../bench/first-import.ts';

it('docs/first-import.md has the numbers that the program gives; node test/bench/first-import.ts writes them', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  for (const content of Object.values(tables())) expect(document).toContain(content);
  expect(withTables(document)).toBe(document);
});
