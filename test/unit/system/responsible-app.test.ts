import { expect, it } from 'vitest';
import { responsibleApp } from '../../../src/core/system/responsible-app.ts';

it.each([
  [{ TERM_PROGRAM: 'Apple_Terminal', TERM: 'xterm-256color' }, 'Terminal'],
  [{ TERM_PROGRAM: 'iTerm.app' }, 'iTerm'],
  [{ TERM_PROGRAM: 'vscode' }, 'Visual Studio Code'],
  [{ TERM_PROGRAM: 'tmux', TERM: 'screen-256color' }, 'your terminal app'],
  [{ TERM: 'xterm-kitty' }, 'your terminal app'],
  [{ SSH_CONNECTION: '192.168.1.2 51234 192.168.1.3 22', TERM_PROGRAM: 'iTerm.app' }, 'Remote Login (ssh)'],
  // The app, and a job of launchd.
  [{ PATH: '/usr/bin:/bin' }, null],
])('%j is of %s', (environment, app) => {
  expect(responsibleApp('darwin', environment)).toBe(app);
  expect(responsibleApp('linux', environment)).toBeNull();
});
