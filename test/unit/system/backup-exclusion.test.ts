import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { leaveOutOfBackups } from '../../../src/core/system/backup-exclusion.ts';

/** A tmutil that notes what it is asked and ends with `code`. */
function tmutil(code: number): { readonly program: string; readonly asked: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'tmutil-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'tmutil');
  writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$@" > "${folder}/asked"\nexit ${code}\n`, { mode: 0o755 });
  return { program, asked: () => readFileSync(join(folder, 'asked'), 'utf8') };
}

it('asks macOS to leave the folder out', async () => {
  const { program, asked } = tmutil(0);
  expect(await leaveOutOfBackups('/a b/staging', { platform: 'darwin', tmutil: program })).toBe(true);
  expect(asked()).toBe('addexclusion|/a b/staging|');
});

it('goes on where that fails, or cannot be asked', async () => {
  expect(await leaveOutOfBackups('/a', { platform: 'darwin', tmutil: tmutil(1).program })).toBe(false);
  expect(await leaveOutOfBackups('/a', { platform: 'darwin', tmutil: '/nowhere/tmutil' })).toBe(false);
  expect(await leaveOutOfBackups('/a', { platform: 'linux', tmutil: '/nowhere/tmutil' })).toBe(true);
});
