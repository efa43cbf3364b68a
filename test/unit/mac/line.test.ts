import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { describeResult, type Line, type LineResult, markdownTable, runLines, summarize } from '../../mac/line.ts';

const line = (name: string, look: Line<null>['look'], needs: Line<null>['needs'] = 'any'): Line<null> => ({
  name,
  expected: 'something',
  needs,
  look,
});

const LINES = [
  line('right', async () => ({ asExpected: true, seen: 'it' })),
  line('wrong', async () => ({ asExpected: false, seen: 'something else' })),
  line('broken', async () => {
    throw new Error('no such program');
  }),
  line('for ever', () => new Promise(() => {})),
  line('of a Mac', async () => ({ asExpected: true, seen: 'a menu bar' }), 'macOS'),
  line('last', async () => ({ asExpected: true, seen: 'it' })),
];

async function run(isMac: boolean): Promise<readonly LineResult[]> {
  const told: LineResult[] = [];
  const results = await runLines({
    lines: LINES,
    bench: null,
    isMac,
    limit: 50,
    onResult: (result) => told.push(result),
  });
  expect(told).toEqual(results);
  return results;
}

describe('the lines of the smoke test', () => {
  it('all run, whatever becomes of the others, and say what they saw', async () => {
    expect((await run(true)).map(({ name, outcome, seen }) => [name, outcome, seen])).toEqual([
      ['right', 'ok', 'it'],
      ['wrong', 'FAILED', 'something else'],
      ['broken', 'FAILED', 'no such program'],
      ['for ever', 'FAILED', 'nothing within 0 seconds'],
      ['of a Mac', 'ok', 'a menu bar'],
      ['last', 'ok', 'it'],
    ]);
  });

  it('that need a Mac say so elsewhere', async () => {
    expect((await run(false)).find(({ name }) => name === 'of a Mac')).toMatchObject({
      outcome: 'needs macOS',
      seen: 'not looked at',
    });
  });

  it('are summed up in one sentence, and in a table for GitHub', async () => {
    const results = await run(false);
    expect(summarize(results)).toBe('2 ok, 3 FAILED (wrong; broken; for ever), 1 need macOS');
    expect(markdownTable([{ name: 'a', outcome: 'ok', expected: 'x | y', seen: 'two\nlines' }])).toBe(
      '| | line | expected | seen |\n| --- | --- | --- | --- |\n| ok | a | x \\| y | two lines |\n',
    );
    expect(describeResult({ name: 'a', outcome: 'FAILED', expected: 'x', seen: 'y' })).toBe(
      'FAILED      a\n            expected  x\n            seen      y',
    );
  });

  it('do not end before what they wait for when they are quick enough', async () => {
    const slow = line('slow', async () => {
      await wait(1);
      return { asExpected: true, seen: 'late' };
    });
    const [result] = await runLines({ lines: [slow], bench: null, isMac: true, limit: 10_000, onResult: () => {} });
    expect(result?.outcome).toBe('ok');
  });
});
