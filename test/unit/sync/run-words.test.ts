import { describe, expect, it } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { quote } from '../../../src/core/model/reasons.ts';
import { OUTCOMES, TRIGGERS } from '../../../src/core/model/run-report.ts';
import { beginning, ending, isBeginning, isEnding, judgeOutcome } from '../../../src/core/sync/run-words.ts';
import { anyReport } from '../../support/any-report.ts';

describe('judgeOutcome', () => {
  const unreachable = makeProblem('server-unreachable', { server: 's', reason: quote('r') });
  it.each([
    [null, 0, true, 'done'],
    [null, 0, false, 'nothing-new'],
    [null, 2, false, 'partial'],
    [null, 2, true, 'partial'],
    [unreachable, 1, false, 'failed'],
    [unreachable, 1, true, 'partial'],
    [makeProblem('stopped'), 1, true, 'interrupted'],
  ] as const)('%o with %i problems and work %o is %s', (failure, problems, didWork, expected) => {
    expect(judgeOutcome(failure, problems, didWork)).toBe(expected);
  });
});

it('the first and the last line of a run are known by their words', () => {
  for (const trigger of TRIGGERS) expect(isBeginning(beginning(trigger, 0, true))).toBe(true);
  for (const outcome of OUTCOMES) expect(isEnding(ending(anyReport({ outcome })))).toBe(true);
  for (const other of ['Sync is paused.', 'Failed to read.', 'Stopped in Immich, verified.']) {
    expect(isBeginning(other)).toBe(false);
    expect(isEnding(other)).toBe(false);
  }
});
