import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { checkFree } from '../../src/core/disk-space.ts';

it('is sure of what is free, and not of what macOS could free', () => {
  expect(checkFree(tmpdir(), 0, 'darwin')).toBe(true);
  expect(() => checkFree(tmpdir(), 1e18, 'linux')).toThrow(/free|full|space/i);
  expect(checkFree(tmpdir(), 1e18, 'darwin')).toBe(false);
});
