import { expect, test } from 'vitest';
import { ProblemError } from '../../src/core/model/problem.ts';
import { quote } from '../../src/core/model/reasons.ts';
import {
  growingDelays,
  isTransientStatus,
  parseRetryAfter,
  patienceOf,
  pauseAfter,
  TransientFault,
  withPatience,
} from '../../src/core/patience.ts';

const fault = (retryAfter: number | null = null) =>
  new TransientFault(
    'server-unreachable',
    { server: 'https://photos.example.org', reason: quote('busy') },
    { retryAfter },
  );

/** Fails as often as there are errors, then succeeds; notes what was waited. */
function trouble(errors: readonly Error[]) {
  const waits: number[] = [];
  const left = [...errors];
  const work = async (tries: number) => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return tries;
  };
  const rules = {
    delays: [10, 20, 40],
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  return { waits, done: withPatience(work, rules) };
}

test('tries again, after growing waits, what may pass', async () => {
  const { waits, done } = trouble([fault(), fault()]);
  expect(await done).toBe(2);
  expect(waits).toEqual([10, 20]);
});

test('gives up after the last wait, with the last failure', async () => {
  const last = fault();
  const { waits, done } = trouble([fault(), fault(), fault(), last, fault()]);
  await expect(done).rejects.toBe(last);
  expect(waits).toEqual([10, 20, 40]);
});

test('does not repeat what would fail again', async () => {
  const refused = new ProblemError('key-refused');
  const { waits, done } = trouble([fault(), refused]);
  await expect(done).rejects.toBe(refused);
  expect(waits).toEqual([10]);
});

test('waits as long as the server asks for, unless that is too long', async () => {
  const { waits, done } = trouble([fault(7_000), fault(5)]);
  await done;
  expect(waits).toEqual([7_000, 20]);
  expect(pauseAfter(1, fault(3_600_000), [10])).toBeNull();
});

test('a stop ends a wait at once', async () => {
  const stop = new AbortController();
  const waiting = withPatience(() => Promise.reject(fault(200_000)), {
    delays: [60_000],
    wait: patienceOf(60).wait,
    signal: stop.signal,
  });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
});

test.each([
  [undefined, null],
  ['', null],
  ['soon', null],
  ['3', 3_000],
  ['0', 0],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
])('Retry-After: %s', (header, milliseconds) => {
  expect(parseRetryAfter(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(milliseconds);
});

test.each([
  [180_000, [5_000, 20_000, 80_000, 75_000]],
  [600_000, [5_000, 20_000, 80_000, 120_000, 120_000, 120_000, 120_000, 15_000]],
  [2_000, [2_000]],
  [0, []],
])('waits that take %i ms together', (total, delays) => {
  expect(growingDelays(5_000, total)).toEqual(delays);
});

test('knows which answers may be others in a moment', () => {
  expect([408, 429, 500, 502, 503, 504].every(isTransientStatus)).toBe(true);
  expect([400, 401, 403, 404, 413, 501, 507].some(isTransientStatus)).toBe(false);
});
