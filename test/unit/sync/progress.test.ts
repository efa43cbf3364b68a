import { expect, it, onTestFinished, vi } from 'vitest';
import type { Progress } from '../../../src/core/model/progress.ts';
import { ProgressTracker } from '../../../src/core/sync/progress.ts';

/** A tracker whose clock is moved by hand. */
function track() {
  let clock = 1_000;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
  onTestFinished(() => now.mockRestore());
  let last: Progress | null = null;
  const tracker = new ProgressTracker((progress) => {
    last = progress;
  });
  return { tracker, last: () => last, forward: (milliseconds: number) => (clock += milliseconds) };
}

it('tells how long the reading takes', () => {
  const { tracker, last, forward } = track();
  tracker.enter('hash', { filesToHash: 100, bytesToHash: 100e6 });
  for (let file = 0; file < 20; file += 1) {
    forward(1_000);
    tracker.set({ filesHashed: file + 1, bytesHashed: (file + 1) * 1e6 });
  }
  expect(last()?.secondsLeft).toBeCloseTo(80, 0);
  expect(last()?.bytesPerSecond).toBeNull();
});

it('tells the speed of the moment, and a time that one large file does not upset', () => {
  const { tracker, last, forward } = track();
  tracker.enter('transfer', { filesToUpload: 1_000, bytesToUpload: 1e9 });
  for (let file = 0; file < 300; file += 1) {
    forward(1_000);
    tracker.set({ filesUploaded: file + 1, bytesUploaded: (file + 1) * 1e6 });
  }
  expect(last()).toMatchObject({ bytesPerSecond: 1e6 });
  const steady = last()?.secondsLeft ?? 0;
  expect(steady).toBeCloseTo(700, -1);
  for (let second = 0; second < 6; second += 1) {
    forward(1_000);
    tracker.set({ bytesUploaded: 300e6 + second });
  }
  expect(last()?.bytesPerSecond).toBeLessThan(1e3);
  expect(last()?.secondsLeft).toBeLessThan(1.05 * steady);
});

it('tells the last numbers before a standstill, too, and nothing after its end', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told: number[] = [];
  const tracker = new ProgressTracker(({ filesUploaded }) => told.push(filesUploaded));
  tracker.enter('transfer', { filesToUpload: 7, bytesToUpload: 7 });
  for (let file = 0; file < 3; file += 1) tracker.add('filesUploaded');
  expect(told).toEqual([0]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([0, 3]);
  tracker.add('filesUploaded');
  tracker.add('filesUploaded');
  tracker.end();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([0, 3, 4]);
});

it('tells that nothing goes up any more while no byte arrives, and the speed again when they do', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const speeds: (number | null)[] = [];
  const tracker = new ProgressTracker(({ bytesPerSecond }) => speeds.push(bytesPerSecond));
  tracker.enter('transfer', { filesToUpload: 2, bytesToUpload: 100e6 });
  const send = () => {
    for (let step = 0; step < 20; step += 1) {
      vi.advanceTimersByTime(500);
      tracker.add('bytesUploaded', 5e5);
    }
  };
  send();
  expect(speeds.at(-1)).toBe(1e6);
  vi.advanceTimersByTime(10_000);
  expect(speeds.at(-1)).toBe(0);
  send();
  expect(speeds.at(-1)).toBe(1e6);
  tracker.enter('reconcile');
  expect(speeds.at(-1)).toBeNull();
  const told = speeds.length;
  vi.advanceTimersByTime(60_000);
  expect(speeds).toHaveLength(told);
});

it('begins anew with each step', () => {
  const { tracker, last, forward } = track();
  tracker.enter('hash', { filesToHash: 10, bytesToHash: 10 });
  forward(5_000);
  tracker.set({ filesHashed: 10, bytesHashed: 10 });
  tracker.enter('ask');
  expect(last()?.secondsLeft).toBeNull();
});
