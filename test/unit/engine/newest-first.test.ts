import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewestFirst } from '../../../src/core/engine/newest-first.ts';
import { type Allowance, Pace } from '../../../src/core/engine/pace.ts';

const TWO: Allowance = { atATime: 2, rate: null };
const TEN_A_SECOND: Allowance = { atATime: 2, rate: { aSecond: 10, atOnce: 3 } };

describe('Pace', () => {
  it('lets as many go on as are allowed, and a further one when one has ended', () => {
    const pace = new Pace();
    expect([0, 1, 2].map((going) => pace.wait(TWO, going, 0))).toEqual([0, 0, null]);
  });

  it('lets some begin at once, the others at equal distances, and some at once again after a rest', () => {
    const pace = new Pace();
    const begins: number[] = [];
    for (let now = 0; now < 1_000; now += 10) {
      while (pace.wait(TEN_A_SECOND, 0, now) === 0) {
        pace.begun(TEN_A_SECOND, now);
        begins.push(now);
      }
    }
    expect(begins).toEqual([0, 0, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(pace.wait(TEN_A_SECOND, 0, 940)).toBe(60);
    for (let count = 0; count < 3; count += 1) {
      expect(pace.wait(TEN_A_SECOND, 0, 5_000)).toBe(0);
      pace.begun(TEN_A_SECOND, 5_000);
    }
    expect(pace.wait(TEN_A_SECOND, 0, 5_000)).toBe(100);
  });

  it('does not hold what began without bounds against what begins within them', () => {
    const pace = new Pace();
    for (let count = 0; count < 100; count += 1) pace.begun(TWO, 0);
    expect(pace.wait(TEN_A_SECOND, 0, 0)).toBe(0);
  });
});

describe('NewestFirst', () => {
  let allowance: Allowance;
  let begun: string[];
  let ends: Map<string, { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }>;
  let queue: NewestFirst<string>;
  const wanted = new AbortController().signal;
  const ask = (key: string, signal = wanted) =>
    queue.ask(key, signal, () => {
      begun.push(key);
      return new Promise((resolve, reject) => ends.set(key, { resolve, reject }));
    });
  const settled = () => vi.advanceTimersByTimeAsync(0);
  async function end(key: string): Promise<void> {
    ends.get(key)?.resolve(`${key}!`);
    await settled();
  }

  beforeEach(() => {
    vi.useFakeTimers();
    allowance = TWO;
    [begun, ends] = [[], new Map()];
    queue = new NewestFirst(() => allowance);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begins as many as are allowed, then the newest of those that wait', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((key) => ask(key));
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    await end('e');
    // Asked for again: it is the newest.
    const again = ask('c');
    await end('b');
    for (const key of ['c', 'd']) await end(key);
    expect(begun).toEqual(['a', 'b', 'e', 'd', 'c']);
    for (const key of ['c', 'd']) await end(key);
    expect(await Promise.all(all)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
    expect(await again).toBe('c!');
  });

  it('does once what is asked for several times, and anew what is asked for later', async () => {
    const shared = [ask('a'), ask('a'), ask('a')];
    expect(begun).toEqual(['a']);
    await end('a');
    expect(await Promise.all(shared)).toEqual(['a!', 'a!', 'a!']);
    void ask('a');
    expect(begun).toEqual(['a', 'a']);
  });

  it('begins nothing that all have given up, and tells those who did at once', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    for (const key of ['a', 'b']) void ask(key);
    const [dropped, shared, stays] = [ask('c', one.signal), ask('d', one.signal), ask('d', other.signal)];
    one.abort();
    expect([await dropped, await shared]).toEqual([null, null]);
    await end('a');
    await end('d');
    expect(await stays).toBe('d!');
    await end('b');
    expect(begun).toEqual(['a', 'b', 'd']);
    expect(await ask('e', one.signal)).toBeNull();
    // What was given up is asked for anew by whoever wants it later.
    void ask('c');
    expect(begun).toEqual(['a', 'b', 'd', 'c']);
  });

  it('goes on after a failure, which all who asked hear of', async () => {
    const failed = [ask('a'), ask('a')].map((asked) => asked.catch((error: Error) => error.message));
    for (const key of ['b', 'c']) void ask(key);
    ends.get('a')?.reject(new Error('broken'));
    expect(await Promise.all(failed)).toEqual(['broken', 'broken']);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('begins so many a second while that is allowed, and all the rest when there are no bounds any more', async () => {
    allowance = { atATime: 2, rate: { aSecond: 10, atOnce: 1 } };
    for (const key of ['a', 'b', 'c', 'd']) void ask(key).catch(() => undefined);
    expect(begun).toEqual(['a']);
    await end('a');
    await vi.advanceTimersByTimeAsync(99);
    expect(begun).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['a', 'd']);
    await end('d');
    allowance = TWO;
    await vi.advanceTimersByTimeAsync(100);
    expect(begun).toEqual(['a', 'd', 'c', 'b']);
  });

  it('begins nothing more when it is closed', async () => {
    allowance = { atATime: 1, rate: { aSecond: 10, atOnce: 1 } };
    const [going, waits] = [ask('a'), ask('b')];
    queue.close();
    expect(await waits).toBeNull();
    await end('a');
    expect(await going).toBe('a!');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun).toEqual(['a']);
  });
});
