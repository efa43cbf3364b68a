import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../src/core/model/problem.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { type PastRun, retryAfter } from '../../../src/core/schedule/retry.ts';
import { anyProblem } from '../../support/any-problem.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-06-01T02:00:00Z');
const at = (minute: number) => START + minute * MINUTE;

const ended = (minute: number, outcome: PastRun['outcome'], code?: ProblemCode): PastRun => ({
  startedAt: at(minute),
  endedAt: at(minute),
  outcome,
  report: code === undefined ? null : ({ problems: [anyProblem(code)] } as unknown as RunReport),
});
const failed = (minute: number) => ended(minute, 'failed', 'server-unreachable');
const good = ended(-60, 'done');
const nextTry = (runs: readonly PastRun[], minute: number) => {
  const found = retryAfter(runs, at(minute));
  return found === null ? null : (found.nextTryAt - START) / MINUTE;
};

describe('trying again', () => {
  it('waits longer each time', () => {
    expect(nextTry([failed(0), good], 1)).toBe(5);
    expect(nextTry([failed(5), failed(0), good], 6)).toBe(20);
    expect(nextTry([failed(20), failed(5), failed(0), good], 21)).toBe(50);
    expect(nextTry([failed(50), failed(20), failed(5), failed(0), good], 51)).toBe(110);
  });

  it('tells since when and until when', () => {
    expect(retryAfter([failed(5), failed(0), good], at(6))).toEqual({
      since: at(0),
      until: at(360),
      nextTryAt: at(20),
    });
  });

  it('leaves it to the next due time after six hours', () => {
    expect(nextTry([failed(0), good], 361)).toBeNull();
  });

  it('tries again what the server broke off, in part too', () => {
    expect(nextTry([ended(0, 'partial', 'server-error'), good], 1)).toBe(5);
  });

  it('goes on soon after a crash or a quit, however long ago it began, and more slowly if that happens again', () => {
    expect(nextTry([ended(600, 'interrupted'), good], 600)).toBe(601);
    expect(nextTry([ended(0, 'interrupted', 'closed'), good], 1)).toBe(1);
    expect(nextTry([ended(1, 'interrupted'), ended(0, 'interrupted'), good], 2)).toBe(16);
  });

  it('leaves alone what a person stopped, what needs a person, and what went well', () => {
    expect(nextTry([ended(0, 'interrupted', 'stopped'), failed(-5)], 1)).toBeNull();
    expect(nextTry([ended(0, 'failed', 'key-refused')], 1)).toBeNull();
    expect(nextTry([good, failed(-100)], 1)).toBeNull();
    expect(nextTry([], 1)).toBeNull();
  });
});
