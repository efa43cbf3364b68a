/** docs/mac-checklist.md and the smoke test know of one another. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { LINES } from '../../mac/lines/index.ts';

const CHECKLIST = resolve(import.meta.dirname, '../../../docs/mac-checklist.md');

it('each line of the smoke test has one name and is in the checklist, and the checklist names no other', async () => {
  const names = LINES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const text = await readFile(CHECKLIST, 'utf8');
  const named = [...text.matchAll(/\(job: “([^”]+)”\)/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual([...names].sort());
});
