import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitIntoWaves } from '../../../src/core/immich/upload-waves.ts';

const file = (name: string, modifiedAt: number) => ({ name, modifiedAt });

test('files that cannot be confused stay in one wave, in their order', () => {
  const files = [file('b.jpg', 0), file('a.jpg', 0), file('a.jpg', 6_000), file('A.jpg', 0)];
  expect(splitIntoWaves(files)).toEqual([files]);
});

test('namesakes within five seconds go into different waves', () => {
  const files = [file('a.jpg', 9_000), file('a.jpg', 0), file('b.jpg', 1), file('a.jpg', 4_999)];
  expect(splitIntoWaves(files)).toEqual([[files[0], files[1], files[2]], [files[3]]]);
});

test('nothing makes no wave', () => {
  expect(splitIntoWaves([])).toEqual([]);
});

test('no wave holds two files that immich-go would confuse, none is lost, and no fewer waves would do', () => {
  const files = fc.array(
    fc.record({ name: fc.constantFrom('a.jpg', 'b.jpg'), modifiedAt: fc.integer({ min: 0, max: 40_000 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(files, (all) => {
      const waves = splitIntoWaves(all);
      const near = (one: (typeof all)[number], other: (typeof all)[number]) =>
        one.name === other.name && Math.abs(one.modifiedAt - other.modifiedAt) < 6_000;
      for (const wave of waves) {
        for (const one of wave) expect(wave.filter((other) => near(one, other))).toEqual([one]);
      }
      expect(new Set(waves.flat())).toEqual(new Set(all));
      // As many as lie within one span of six seconds cannot share waves.
      const crowd = Math.max(
        0,
        ...all.map((one) => all.filter((other) => near(one, other) && other.modifiedAt >= one.modifiedAt).length),
      );
      expect(waves.length).toBe(crowd);
    }),
  );
});
