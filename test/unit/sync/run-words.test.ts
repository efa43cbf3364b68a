import { describe, expect, it } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { quote } from '../../../src/core/model/reasons.ts';
import { judgeOutcome } from '../../../src/core/sync/run-words.ts';

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
