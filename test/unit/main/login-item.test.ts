import { expect, it, vi } from 'vitest';

// The package downloads a program when it is imported.
vi.mock('electron', () => ({ app: {} }));
const { loginItem } = await import('../../../src/main/adapters/login-item.ts');

/** As SMAppService answers: `not-found` until the app was registered once, or forever where it cannot be. */
function system({ accepts, isPackaged = true }: { readonly accepts: boolean; readonly isPackaged?: boolean }) {
  let status = 'not-found';
  return {
    isPackaged,
    getLoginItemSettings: () => ({ status }),
    setLoginItemSettings: ({ openAtLogin }: { readonly openAtLogin: boolean }) => {
      if (accepts) status = openAtLogin ? 'enabled' : 'not-registered';
    },
  };
}

it('is simply off in a fresh installation, though macOS does not know the app yet', () => {
  expect(loginItem(system({ accepts: true }), 'darwin').state()).toBe('not-registered');
});

it('goes on and off', () => {
  const item = loginItem(system({ accepts: true }), 'darwin');
  expect([item.set(true), item.state(), item.set(false), item.state()]).toEqual([
    'enabled',
    'enabled',
    'not-registered',
    'not-registered',
  ]);
});

it('is told as impossible when macOS did not take it, and not any more when the person gives it up', () => {
  const item = loginItem(system({ accepts: false }), 'darwin');
  expect([item.set(true), item.state(), item.set(false)]).toEqual(['not-found', 'not-found', 'not-registered']);
});

it('is kept where macOS does not know the app any more, but not where a person has taken it away', () => {
  const moved = loginItem(system({ accepts: true }), 'darwin');
  expect([moved.keep(false), moved.keep(true), moved.state()]).toEqual(['not-registered', 'enabled', 'enabled']);
  const removed = loginItem(system({ accepts: true }), 'darwin');
  removed.set(true);
  removed.set(false);
  expect([removed.keep(true), removed.state()]).toEqual(['not-registered', 'not-registered']);
});

it('belongs to the installed app on a Mac alone', () => {
  expect(loginItem(system({ accepts: true, isPackaged: false }), 'darwin').state()).toBe('unsupported');
  expect(loginItem(system({ accepts: true }), 'linux').set(true)).toBe('unsupported');
});
