/** The way in which `npm run demo` opens the app: started as a program, on a display, without anything that tests hold on to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasDisplay, openApp } from '../support/electron-runtime/open-app.ts';
import { type Desktop, makeHome, openDesktop, removeHome } from './desktop.ts';

describe('the app, opened for a person', () => {
  let desktop: Desktop;
  let home: string;

  beforeAll(async () => {
    desktop = await openDesktop();
  });

  beforeEach(async () => {
    home = await makeHome();
  });

  afterEach(async () => {
    if (home !== undefined) await removeHome(home);
  });

  afterAll(async () => {
    await desktop?.session.stop();
  });

  // At once, when there is no window yet, and later, when there is.
  it.each([0, 100, 1_500])('starts, makes its home, and ends when it is told to %i ms later', async (later) => {
    const stop = new AbortController();
    const lines: string[] = [];
    const env = { ...desktop.session.env, HOME: home };
    const running = openApp({ home, env, signal: stop.signal, onLine: (line) => lines.push(line) });
    await expect.poll(() => existsSync(join(home, 'ledger.sqlite')) && existsSync(join(home, 'electron'))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, later));
    stop.abort();
    const outcome = await running;
    expect(outcome).toMatchObject({ stopped: true, killed: false });
    expect(lines.filter((line) => /Uncaught|TypeError|ReferenceError/.test(line))).toEqual([]);
  });

  it('is only offered where there is a display', () => {
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay({ DISPLAY: '' })).toBe(process.platform === 'darwin');
  });
});
