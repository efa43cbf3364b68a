import { describe, expect, it } from 'vitest';
import { SHOWN, type SpeedSample, speedLine, withSample } from '../../../src/renderer/activity/speed-graph.ts';

describe('the speed of the last minutes', () => {
  it('is drawn from left to right, the quickest at the top', () => {
    const samples = [
      { at: 0, speed: 0 },
      { at: SHOWN / 2, speed: 4 },
      { at: SHOWN, speed: 1 },
    ];
    expect(speedLine(samples, SHOWN, 100, 40)).toBe('0.0,40.0 50.0,0.0 100.0,30.0');
  });

  it('is no line before there are two moments, and none while nothing goes up', () => {
    expect(speedLine([], 0, 100, 40)).toBeNull();
    expect(speedLine([{ at: 0, speed: 1 }], 0, 100, 40)).toBeNull();
    expect(
      speedLine(
        [
          { at: 0, speed: 0 },
          { at: SHOWN, speed: 0 },
        ],
        SHOWN,
        100,
        40,
      ),
    ).toBeNull();
  });

  it('forgets what is older, and keeps each moment once', () => {
    let samples: readonly SpeedSample[] = [];
    for (let at = 0; at <= 2 * SHOWN; at += 1000) samples = withSample(samples, at, 5);
    expect(samples).toHaveLength(SHOWN / 1000);
    expect(withSample(samples, 2 * SHOWN, 9)).toHaveLength(samples.length);
    expect(withSample(samples, 2 * SHOWN + 1000, null)).toHaveLength(samples.length - 1);
  });
});
