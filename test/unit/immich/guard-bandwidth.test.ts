import { expect, test } from 'vitest';
import { limitBandwidth } from '../../../src/core/immich/guard-bandwidth.ts';

test('spreads bytes so that the rate is kept, and saves up short waits', () => {
  const bandwidth = limitBandwidth(1_000_000);
  let now = 5_000;
  let waited = 0;
  for (let sent = 0; sent < 2_000_000; sent += 4_000) {
    const wait = bandwidth.wait(4_000, now);
    expect(wait === 0 || wait >= 10).toBe(true);
    now += wait;
    waited += wait;
  }
  expect(waited).toBeGreaterThan(1_985);
  expect(waited).toBeLessThanOrEqual(2_000);
});

test('does not make up for time in which nothing was sent', () => {
  const bandwidth = limitBandwidth(1_000);
  expect(bandwidth.wait(1_000, 0)).toBe(1_000);
  expect(bandwidth.wait(1_000, 60_000)).toBe(1_000);
});

test('two uploads share one limit', () => {
  const bandwidth = limitBandwidth(1_000);
  expect([bandwidth.wait(500, 0), bandwidth.wait(500, 0)]).toEqual([500, 1_000]);
});
