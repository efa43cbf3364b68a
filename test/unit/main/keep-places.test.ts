import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installAgent } from '../../../src/core/agent/agent.ts';
import { launchControl } from '../../../src/core/agent/launch-control.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { openSettings } from '../../../src/core/settings/store.ts';
import { keepPlaces } from '../../../src/main/updates/keep-places.ts';
import type { LoginItemState } from '../../../src/shared/contract.ts';
import { makeLaunchCtl } from '../../support/launchctl.ts';

let folder: string;
let said: string[];
let opensAtLogin: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-places-'));
  said = [];
  opensAtLogin = true;
});

afterEach(() => rm(folder, { recursive: true }));

function start(program: string, login: LoginItemState) {
  const paths = pathsFor({ home: folder, platform: 'darwin', environment: {} });
  const tell = (text: string) => void said.push(text);
  return {
    engine: { paths, settings: openSettings(paths.settingsFile), log: { info: tell, warn: tell } as never },
    memory: {
      read: () => ({ version: '0.2.0', updatedFrom: null, checkedAt: null, opensAtLogin }),
      write: (change: { readonly opensAtLogin?: boolean }) => {
        opensAtLogin = change.opensAtLogin ?? opensAtLogin;
      },
    },
    login: {
      keep: (wasOn: boolean) => {
        said.push(`login item was ${wasOn ? 'on' : 'off'}`);
        return login;
      },
    },
    launchControl: launchControl(makeLaunchCtl(folder).program, { pause: async () => {} }),
    program: [program, '--cli'],
  };
}

it('leads the agent to the app that was moved, and remembers the login item as it is', async () => {
  const [former, present] = [join(folder, 'former'), join(folder, 'present')];
  await writeFile(former, '');
  const { file } = await installAgent(start(former, 'enabled'));
  await keepPlaces(start(present, 'enabled'));
  expect(said).toEqual(['login item was on']);

  await rm(former);
  await keepPlaces(start(present, 'not-registered'));
  expect(said).toEqual(['login item was on', 'login item was on', 'The agent was given the new place of Immich Sync.']);
  expect(await readFile(file, 'utf8')).toContain(`<string>${present}</string>`);
  expect(opensAtLogin).toBe(false);
});

it('lets the app start when the agent cannot be mended', async () => {
  const options = start(join(folder, 'gone'), 'enabled');
  await installAgent(options);
  const refusing = { ...options.launchControl, isLoaded: () => Promise.reject(new Error('launchd is not there')) };
  await keepPlaces({ ...options, launchControl: refusing, program: [join(folder, 'present'), '--cli'] });
  expect(said.at(-1)).toContain('launchd is not there');
});
