/** Names and turns of phrase that were given up do not come back. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** Each with what is written instead. */
const GIVEN_UP: readonly (readonly [RegExp, string])[] = [
  [/\b(?:MOST|LONGEST|LARGEST)_[A-Z]/, 'MAX_…'],
  [/\b(?:FEWEST|SHORTEST|SMALLEST|LEAST)_[A-Z]/, 'MIN_…'],
  [/\bputInOrder\b/, 'recover'],
  [/\bORDER_OWED\b/, 'RECONCILE_PENDING'],
  [/\btellLost\b/, 'reportLost'],
  [/\bspare_repetitions\b/, 'apply_performance_patches'],
  [/\bHeldLibrary\b/, 'LibrarySession'],
  [/\bAbilities\b/, 'Capabilities'],
  [/\bmanner:/, 'apiVersion'],
  [/\b(?:one|list|version|address|addresses|script|those|that|user|server|answer) of before\b/i, 'earlier, previous'],
  [/\bgoes on (?:already|where|over there)\b/, 'in progress, continues'],
  [/\bmend[A-Z]/, 'repair…'],
  [/\b(?:action|choice): 'retry'/, 'try-again'],
];

it('no file has one', () => {
  const listed = execFileSync('git', ['ls-files', 'src', 'app/python', 'scripts', 'build'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((path) => /\.(?:tsx?|py)$/.test(path));
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((path) => {
    const text = readFileSync(join(PROJECT, path), 'utf8');
    return GIVEN_UP.filter(([name]) => name.test(text)).map(([name, now]) => `${path}: ${name.source}, now ${now}`);
  });
  expect(found).toEqual([]);
});
