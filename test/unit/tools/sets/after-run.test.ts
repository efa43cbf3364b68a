import { describe, expect, it } from 'vitest';
import { becauseOf, makeProblem, type Problem } from '../../../../src/core/model/problem.ts';
import { quote } from '../../../../src/core/model/reasons.ts';
import type { Durations } from '../../../../src/core/model/run-report.ts';
import { afterRun } from '../../../../src/core/tools/sets/after-run.ts';
import type { SetInUse, SetState } from '../../../../src/core/tools/sets/set-in-use.ts';

const SET: SetInUse = {
  number: 2,
  tools: {
    osxphotos: { version: '0.78.0', folder: 'sets/2', pins: null },
    'immich-go': { version: '0.32.0', folder: '.', pins: null },
  },
  photosModels: [[13_000, 19_999]],
  since: 0,
  goodRuns: 0,
  badRuns: 0,
};
const FRESH: SetState = { inUse: SET, former: null, failed: [] };

const report = (inventory: number, ...problems: Problem[]) => ({
  problems,
  durations: { inventory } as Durations,
});
const failed = (tool: string) => report(1, makeProblem('tool-failed', { tool, reason: quote('it crashed') }));

/** What becomes of the set in these syncs, one after the other. */
function becomes(...reports: ReturnType<typeof report>[]) {
  let [state, givenUp] = [FRESH, false];
  for (const each of reports) {
    const next = afterRun(state, each, 7);
    state = next.state;
    givenUp ||= next.givenUp !== null;
  }
  return { state, givenUp };
}

describe('a set that is new in use', () => {
  it('is given up when two syncs in a row fail over its tool, and is remembered with the list', () => {
    expect(becomes(failed('osxphotos')).givenUp).toBe(false);
    expect(becomes(failed('osxphotos'), report(1), failed('osxphotos')).givenUp).toBe(false);
    const { state } = becomes(failed('osxphotos'), report(0), failed('osxphotos'));
    expect(state).toEqual({
      inUse: null,
      former: null,
      failed: [
        {
          number: 2,
          serial: 7,
          reason: becauseOf(makeProblem('tool-failed', { tool: 'osxphotos', reason: quote('it crashed') })),
        },
      ],
    });
  });

  it('is given up at once when its tool does not start', () => {
    expect(becomes(report(0, makeProblem('tool-unusable', { tool: 'osxphotos', reason: quote('x') }))).givenUp).toBe(
      true,
    );
  });

  it('is not blamed for a tool that is not its own, nor for anything else', () => {
    expect(becomes(failed('immich-go'), failed('immich-go')).givenUp).toBe(false);
    const offline = report(0, makeProblem('server-unreachable', { server: 'x', reason: quote('y') }));
    expect(becomes(offline, offline).state).toEqual(FRESH);
  });

  it('is blamed for a library that it does not read, and for words that nobody understands', () => {
    const tooNew = report(1, makeProblem('library-too-new', { reason: quote('x') }));
    const unknown = report(1, makeProblem('tool-unknown-output', { tool: 'osxphotos', count: 2 }));
    expect(becomes(tooNew, unknown).givenUp).toBe(true);
  });

  it('is no longer on trial after three good syncs, among which those without work do not count', () => {
    const good = report(2);
    expect(becomes(good, good, good, failed('osxphotos'), failed('osxphotos')).givenUp).toBe(false);
    expect(becomes(good, good, report(0), failed('osxphotos'), failed('osxphotos')).givenUp).toBe(true);
  });

  it('stays on trial with its immich-go until that has sent something', () => {
    const set = { ...SET, tools: { ...SET.tools, 'immich-go': { version: '0.33.0', folder: 'sets/2', pins: null } } };
    const nothingSent = report(2);
    const sent = { ...nothingSent, durations: { inventory: 2, upload: 5 } as Durations };
    const goodRuns = (...reports: readonly (typeof sent)[]) =>
      reports.reduce((state: SetState, each) => afterRun(state, each, 7).state, { ...FRESH, inUse: set }).inUse
        ?.goodRuns;
    expect(goodRuns(nothingSent, nothingSent, nothingSent)).toBe(0);
    expect(goodRuns(nothingSent, sent)).toBe(1);
  });

  it('leaves the place to the one before it', () => {
    const former = { ...SET, number: 1 };
    const bad = report(0, makeProblem('tool-missing', { tool: 'osxphotos' }));
    expect(afterRun({ ...FRESH, former }, bad, 7).state).toMatchObject({ inUse: former, former: null });
  });
});
