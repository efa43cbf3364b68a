import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import type { Settings } from '../../../src/core/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';
import { openSettings, openSettingsAnyway } from '../../../src/core/settings/store.ts';
import { changeSetting } from '../../../src/core/settings/text.ts';

const NOBODY = 65_534;
let folder: string;
let file: string;
const now = () => new Date('2026-11-22T02:00:00Z');
const aside = 'settings.2026-11-22T02-00-00-000Z.broken.json';
const setTimes = (settings: Settings) => changeSetting(settings, 'schedule.times', '03:00');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'immich-sync-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

/** Acts as a user who is not the superuser, for whom modes count. */
function asOrdinaryUser(act: () => void): void {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(NOBODY);
  try {
    act();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}

describe('openSettings', () => {
  it('uses defaults and makes no file until something is changed', () => {
    const store = openSettings(file);
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
    expect(store.notices.map(tell)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes a file that only this user can read, in a folder that it makes', () => {
    const deep = join(folder, 'a', 'b', 'settings.json');
    const changed = openSettings(deep).change(setTimes);
    expect(changed.schedule.times).toEqual(['03:00']);
    expect(statSync(deep).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
    expect(openSettings(deep).read()).toEqual(changed);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['settings.json']);
  });

  it('sees and keeps what another process changed in the meantime', () => {
    const [app, commandLine] = [openSettings(file), openSettings(file)];
    commandLine.change((settings) => changeSetting(settings, 'server.url', 'https://photos.example.org'));
    app.change(setTimes);
    expect(commandLine.read()).toMatchObject({
      server: { url: 'https://photos.example.org' },
      schedule: { times: ['03:00'] },
    });
  });

  it('reads the file again only where it is another, and sees every change of one that looks the same', () => {
    let passed = 60_000;
    const store = openSettings(file, { now: () => new Date(Date.now() + passed) });
    writeFileSync(file, '{"app":{"showPictures":false}}');
    const before = store.read();
    expect(before.app.showPictures).toBe(false);
    expect(store.read()).toBe(before);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, '{"app":{"showPictures":true }}');
    utimesSync(file, atime, mtime);
    expect(store.read().app.showPictures).toBe(true);
    expect(store.change(setTimes).schedule.times).toEqual(['03:00']);
    expect(store.read()).toMatchObject({ schedule: { times: ['03:00'] }, app: { showPictures: true } });
    // A moment after a change, a further one could look the same.
    passed = 0;
    writeFileSync(file, '{}');
    expect(store.read()).not.toBe(store.read());
    rmSync(file);
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
  });

  it('fills in what the file does not say and normalises what it says', () => {
    writeFileSync(
      file,
      '\uFEFF{"server": {"url": "https://photos.example.org/api/"}, "schedule": {"times": ["14:00", "02:00"]}}',
    );
    const settings = openSettings(file).read();
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      server: { ...DEFAULT_SETTINGS.server, url: 'https://photos.example.org' },
      schedule: { ...DEFAULT_SETTINGS.schedule, times: ['02:00', '14:00'] },
    });
  });

  it('keeps keys that it does not know, and says that they have no effect', () => {
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, future: { a: 1 }, schedule: { jitter: 5 } }));
    const store = openSettings(file);
    expect(store.notices.map(tell)).toEqual([
      '“future” in the settings file is not a setting; it has no effect.',
      '“schedule.jitter” in the settings file is not a setting; it has no effect.',
    ]);
    store.change(setTimes);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      future: { a: 1 },
      schedule: { jitter: 5, times: ['03:00'] },
    });
  });

  it('reads a setting by the name that it had before, and writes it under its new one', () => {
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, cloud: { fetchPerNight: 50 } }));
    const store = openSettings(file);
    expect(store.notices.map(tell)).toEqual([]);
    expect(store.read().cloud.downloadsPerNight).toBe(50);
    store.change(setTimes);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      schemaVersion: 2,
      cloud: { downloadsPerNight: 50 },
    });
    expect(readFileSync(file, 'utf8')).not.toContain('fetchPerNight');
  });

  it('lets a header go that was removed', () => {
    const store = openSettings(file);
    store.change((settings) => changeSetting(settings, 'server.headers', 'A: 1'));
    store.change((settings) => changeSetting(settings, 'server.headers', 'none'));
    expect(store.read().server.headers).toEqual({});
  });

  it('uses the default for a value that is not allowed, says so, and keeps the file as it was at the next change', () => {
    const written = JSON.stringify({ schedule: { times: ['25:00'], catchUp: false }, library: 5 });
    writeFileSync(file, written);
    const store = openSettings(file, { now });
    expect(store.read().schedule).toMatchObject({ times: ['02:00'], catchUp: false });
    expect(store.notices.map(tell)).toEqual([
      'library: it is not a group of settings. The default is used.',
      'schedule.times: “25:00” is not a time of day; write it like 02:00. The default is used.',
    ]);
    expect(readdirSync(folder)).toEqual(['settings.json']);

    store.change(setTimes);
    expect(store.notices.map(tell)).toEqual([]);
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(written);
    expect(store.read().schedule.times).toEqual(['03:00']);
  });

  it.each(['', '{"schemaVersion": 1, "server": {"url": "https://pho', '[]', '42', 'null', '\0\0\0\0', '<html>'])(
    'sets a damaged file aside: %j',
    (text) => {
      writeFileSync(file, text);
      let waited = 0;
      const store = openSettings(file, {
        now,
        pause: (milliseconds) => {
          waited += milliseconds;
        },
      });
      expect(waited).toBe(500);
      expect(store.read()).toEqual(DEFAULT_SETTINGS);
      expect(readdirSync(folder)).toEqual([aside]);
      expect(readFileSync(join(folder, aside), 'utf8')).toBe(text);
      expect(store.notices.map(tell)).toEqual([
        `The settings file was damaged. It was kept as ${join(folder, aside)}; default settings are used.`,
      ]);
    },
  );

  it.each([0, 3])('waits for a program that is just writing the file, %i looks for each piece', (looks) => {
    openSettings(file).change(setTimes);
    const text = readFileSync(file, 'utf8');
    // Cut short first, as a program does that writes into the file itself, then written in pieces.
    const pieces = Array.from({ length: 12 }, (_, index) => text.slice(0, Math.ceil((text.length * index) / 11)));
    writeFileSync(file, pieces[0] ?? '');
    const pauses = pieces.slice(1).flatMap((piece) => [...Array<null>(looks).fill(null), piece]);
    const store = openSettings(file, {
      now,
      pause: () => {
        const piece = pauses.shift();
        if (piece != null) writeFileSync(file, piece);
      },
    });
    expect(store.read().schedule.times).toEqual(['03:00']);
    expect(store.notices.map(tell)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('leaves a file alone that is being written without end', () => {
    writeFileSync(file, '{');
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      writeFileSync(file, '{'.repeat(1 + pauses));
    };
    expect(() => openSettings(file, { pause })).toThrow(/another program is writing it/);
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(openSettingsAnyway(file, { pause }).problem?.code).toBe('settings-unreadable');
  });

  it('leaves a file of a newer version alone', () => {
    const written = '{"schemaVersion": 3, "server": {"address": "x"}}';
    writeFileSync(file, written);
    expect(() => openSettings(file)).toThrow(
      expect.objectContaining({
        code: 'settings-unreadable',
        message: expect.stringContaining('newer version of Immich Sync (settings version 3, this one knows 2)'),
      }),
    );
    expect(readFileSync(file, 'utf8')).toBe(written);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('does not overwrite a file that became newer while it was open', () => {
    const store = openSettings(file);
    writeFileSync(file, '{"schemaVersion": 3}');
    expect(() => store.change(setTimes)).toThrow(/newer version/);
    expect(readFileSync(file, 'utf8')).toBe('{"schemaVersion": 3}');
  });

  it('starts all the same where it must, with the problem, and reads the file once it is mended', () => {
    const newer = '{"schemaVersion": 3}';
    writeFileSync(file, newer);
    const store = openSettingsAnyway(file);
    expect(store.problem).toMatchObject({ code: 'settings-unreadable', action: 'show-file' });
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
    expect(() => store.change(setTimes)).toThrow(/newer version/);
    expect(readFileSync(file, 'utf8')).toBe(newer);

    writeFileSync(file, '{"schedule": {"times": ["04:00"]}}');
    expect(store.read().schedule.times).toEqual(['04:00']);
    expect(store.problem).toBeNull();
    writeFileSync(file, newer);
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
    expect(store.problem).toMatchObject({ code: 'settings-unreadable' });
  });

  it('says why the file cannot be read', () => {
    mkdirSync(file);
    expect(() => openSettings(file)).toThrow(`The settings file ${file} could not be read: it is a folder.`);
  });

  it('says so when this user may not read it', () => {
    writeFileSync(file, '{}');
    chmodSync(file, 0o000);
    chmodSync(folder, 0o755);
    asOrdinaryUser(() => {
      expect(() => openSettings(file)).toThrow(/could not be read: this user has no permission to use it\./);
    });
  });

  it('does not replace a file that is marked as read-only', () => {
    writeFileSync(file, '{}');
    chmodSync(file, 0o400);
    const store = openSettings(file);
    expect(() => store.change(setTimes)).toThrow(expect.objectContaining({ code: 'settings-not-saved' }));
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it('says so when the folder is read-only, and leaves nothing behind', () => {
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      const store = openSettings(file);
      expect(() => store.change(setTimes)).toThrow(
        `The settings could not be saved in ${file}: this user has no permission to use it.`,
      );
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not lose a damaged file that cannot be set aside', () => {
    writeFileSync(file, '{');
    chmodSync(file, 0o644);
    chmodSync(folder, 0o555);
    asOrdinaryUser(() => {
      expect(() => openSettings(file)).toThrow(/it is damaged and could not be set aside/);
    });
    expect(readFileSync(file, 'utf8')).toBe('{');
  });

  it('writes through a link to the file it points to', () => {
    const target = join(folder, 'dotfiles.json');
    writeFileSync(target, '{}');
    symlinkSync(target, file);
    openSettings(file).change(setTimes);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ schedule: { times: ['03:00'] } });
  });
});
