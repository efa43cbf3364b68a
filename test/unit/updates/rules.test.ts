import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AppPlace, accessTo, type PlaceAccess, placeProblem } from '../../../src/core/updates/app-place.ts';
import { hasCommand } from '../../../src/core/updates/in-use.ts';
import { CHECK_EVERY, nextStep, type UpdateFacts } from '../../../src/core/updates/next-step.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-26T08:00:00Z');

const facts = (changes: Partial<UpdateFacts>): UpdateFacts => ({
  now: NOW,
  phase: 'idle',
  isAutomatic: true,
  isWanted: false,
  checkedAt: NOW - 2 * CHECK_EVERY,
  notBefore: NOW,
  luck: 0,
  isInUse: false,
  isOnHotspot: false,
  ...changes,
});

describe('what an update does next', () => {
  it.each<[string, Partial<UpdateFacts>, ReturnType<typeof nextStep>]>([
    ['is checked for once a day', {}, 'check'],
    ['is checked for at the first start', { checkedAt: null }, 'check'],
    ['is not checked for twice a day', { checkedAt: NOW - 23 * HOUR }, 'nothing'],
    ['is not checked for by everybody at once', { checkedAt: NOW - CHECK_EVERY, luck: 0.5 }, 'nothing'],
    ['is checked for a little later then', { checkedAt: NOW - CHECK_EVERY - HOUR, luck: 0.5 }, 'check'],
    ['is checked for although the clock was set back by years', { checkedAt: NOW + 1_000 * CHECK_EVERY }, 'check'],
    ['waits after a start, a wake-up or a failure', { notBefore: NOW + 1 }, 'nothing'],
    ['is only looked for when asked to', { isAutomatic: false }, 'nothing'],
    ['is not looked for during a sync or a command', { isInUse: true }, 'nothing'],
    ['is downloaded when it was found', { phase: 'found' }, 'download'],
    ['is downloaded at once for who asked', { phase: 'found', isWanted: true, notBefore: NOW + HOUR }, 'download'],
    [
      'is downloaded for who asked without automatic updates',
      { phase: 'found', isAutomatic: false, isWanted: true },
      'download',
    ],
    ['is not downloaded unasked without automatic updates', { phase: 'found', isAutomatic: false }, 'nothing'],
    ['is not downloaded during a sync, whoever asked', { phase: 'found', isWanted: true, isInUse: true }, 'nothing'],
    ['is not downloaded over a phone’s hotspot', { phase: 'found', isOnHotspot: true }, 'nothing'],
    ['is downloaded over one for who asked', { phase: 'found', isOnHotspot: true, isWanted: true }, 'download'],
    ['is left alone while it is downloaded', { phase: 'downloading' }, 'nothing'],
    ['is left alone while it waits for a restart', { phase: 'ready' }, 'nothing'],
  ])('%s', (_name, changes, step) => {
    expect(nextStep(facts(changes))).toBe(step);
  });
});

describe('where the app can be updated', () => {
  const place = (changes: Partial<AppPlace>): AppPlace => ({
    platform: 'darwin',
    isPackaged: true,
    bundle: '/Applications/Immich Sync.app',
    ...changes,
  });
  it.each<[string, Partial<AppPlace>, PlaceAccess, string | null]>([
    ['in Applications, by Homebrew or by hand', {}, 'writable', null],
    ['not from a checkout', { isPackaged: false }, 'writable', 'update-checkout'],
    [
      'not from the Nix store',
      { bundle: '/nix/store/abc-immich-sync-0.1.0/Applications/Immich Sync.app' },
      'read-only',
      'update-by-nix',
    ],
    [
      'not where nix-darwin copies it to',
      { bundle: '/Applications/Nix Apps/Immich Sync.app' },
      'denied',
      'update-by-nix',
    ],
    [
      'not where home-manager copies it to',
      { bundle: '/Users/anna/Applications/Home Manager Apps/Immich Sync.app' },
      'writable',
      'update-by-nix',
    ],
    ['not on Linux', { platform: 'linux', bundle: '/opt/immich-sync' }, 'writable', 'update-not-on-a-mac'],
    [
      'not where macOS hides a downloaded app',
      { bundle: '/private/var/folders/x/T/AppTranslocation/1F2E/d/Immich Sync.app' },
      'read-only',
      'update-app-translocated',
    ],
    [
      'not on a disk image',
      { bundle: '/Volumes/Immich Sync 0.1.0/Immich Sync.app' },
      'read-only',
      'update-disk-read-only',
    ],
    ['not where another user has put it', {}, 'denied', 'update-not-permitted'],
  ])('%s', (_name, changes, access, code) => {
    const problem = placeProblem(place(changes), access);
    expect(problem?.code ?? null).toBe(code);
    // What is refused is refused politely: with what to do.
    if (problem !== null) expect(problem.problem.advice).toMatch(/^[A-Z].+\.$/);
  });

  it('is found by asking the system about the app and the folder around it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-place-'));
    const bundle = join(folder, 'Immich Sync.app');
    await mkdir(bundle);
    expect(await accessTo(bundle)).toBe('writable');
    expect(await accessTo('/proc/self/fd')).not.toBe('writable');
    // Root may do everything.
    if (process.getuid?.() !== 0) {
      await chmod(folder, 0o500);
      expect(await accessTo(bundle)).toBe('denied');
      await chmod(folder, 0o700);
    }
    await rm(folder, { recursive: true });
  });
});

it('knows a command of this app among all processes', () => {
  const program = '/Applications/Immich Sync.app/Contents/MacOS/Immich Sync';
  const processes = (...commands: readonly string[]) => commands.map((command) => `  501 ${command}`).join('\n');
  expect(hasCommand(processes('/sbin/launchd', `${program}`, `${program} --home /x`), program)).toBe(false);
  expect(hasCommand(processes(`${program} --cli verify --deep`), program)).toBe(true);
  expect(hasCommand(processes(`${program} --cli`), program)).toBe(true);
  expect(hasCommand(processes(`${program} --type=utility --cli`, `vim ${program} --cli`), program)).toBe(false);
  expect(hasCommand(processes(`/elsewhere${program} --cli sync`), program)).toBe(false);
});
