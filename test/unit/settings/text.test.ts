import { describe, expect, it } from 'vitest';
import { SETTING_NAMES, SETTINGS, type SettingName, WINDOW_SETTING_NAMES } from '../../../src/core/model/settings.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../src/core/settings/schema.ts';
import { changeSetting, readSetting, settingName, showSetting } from '../../../src/core/settings/text.ts';
import { REQUEST_SCHEMAS } from '../../../src/main/ipc/schemas.ts';

const set = (key: SettingName, text: string) => readSetting(changeSetting(DEFAULT_SETTINGS, key, text), key);

describe('the default settings', () => {
  it('are allowed by their own schema and stay as they are', () => {
    expect(settingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
  });
});

describe('changeSetting', () => {
  it.each<[SettingName, string, unknown]>([
    ['server.url', 'photos.example.org/api/', 'https://photos.example.org'],
    ['server.url', 'none', null],
    ['server.headers', 'CF-Access-Client-Id: abc\nX-Two:  b: c ', { 'CF-Access-Client-Id': 'abc', 'X-Two': 'b: c' }],
    ['server.headers', 'none', {}],
    ['server.certificateAuthorityFile', '~/ca.pem', '~/ca.pem'],
    ['library.path', ' /Volumes/Disk/My Photos.photoslibrary ', '/Volumes/Disk/My Photos.photoslibrary'],
    ['library.includeHidden', 'No', false],
    ['library.includeShared', 'true', true],
    ['library.albumSeparator', ' › ', ' › '],
    ['schedule.times', '14:00, 2:00 14:00', ['02:00', '14:00']],
    ['schedule.times', 'none', []],
    ['schedule.days', 'sun Mon, friday', ['mon', 'fri', 'sun']],
    ['schedule.days', 'every day', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
    ['schedule.everyHours', '6', 6],
    ['schedule.everyHours', 'none', null],
    ['storage.diskBudget', '2.5 GB', 2_500_000_000],
    ['storage.diskBudget', '20_000_000_000', 20_000_000_000],
    ['storage.stagingFolder', 'default', null],
    ['tools.immichGo', '/opt/homebrew/bin/immich-go', '/opt/homebrew/bin/immich-go'],
    ['upload.concurrency', '8', 8],
    ['upload.bytesPerSecond', '5MB/s', 5_000_000],
    ['log.level', 'Debug', 'debug'],
    ['library.media', 'photo', 'photo'],
    ['library.media', 'all', null],
    ['library.media', 'none', null],
  ])('sets %s from %j', (key, text, expected) => {
    expect(set(key, text)).toEqual(expected);
  });

  it.each<[SettingName, string, string]>([
    ['schedule.times', '25:00', 'schedule.times: “25:00” is not a time of day; write it like 02:00.'],
    ['schedule.times', '02:00 2am', 'schedule.times: “2am” is not a time of day; write it like 02:00.'],
    [
      'schedule.days',
      'someday',
      'schedule.days: “someday” is not one of its choices; use mon, tue, wed, thu, fri, sat, sun.',
    ],
    [
      'schedule.days',
      'none',
      'schedule.days: at least one day is needed; to stop automatic syncs, set schedule.times to none.',
    ],
    ['schedule.everyHours', '0', 'schedule.everyHours: “0” is not a whole number from 1 to 168.'],
    ['schedule.everyHours', '1.5', 'schedule.everyHours: “1.5” is not a whole number from 1 to 168.'],
    ['library.includeHidden', 'perhaps', 'library.includeHidden: “perhaps” is neither yes nor no.'],
    ['library.path', 'Photos', 'library.path: “Photos” is not a whole path; begin it with / or ~/.'],
    [
      'tools.osxphotos',
      'osxphotos',
      'tools.osxphotos: “osxphotos” is not the whole path of a program; begin it with /.',
    ],
    ['storage.diskBudget', 'lots', 'storage.diskBudget: “lots” is not a size from 1 MB to 1,000 TB.'],
    ['upload.bytesPerSecond', '12', 'upload.bytesPerSecond: “12” is not a size from 10 kB to 10 GB.'],
    ['upload.concurrency', '21', 'upload.concurrency: “21” is not a whole number from 1 to 20.'],
    ['server.url', 'ftp://x', 'server.url: “ftp://x” is not a web address.'],
    [
      'server.headers',
      'X-Api-Key: geheim',
      'server.headers: the API key is not a header setting; give it to `immich-sync login`.',
    ],
    ['server.headers', 'just-a-secret', 'server.headers: write headers as “Name: value”.'],
    ['log.level', 'loud', 'log.level: “loud” is not one of its choices; use error, warn, info, debug.'],
  ])('refuses %s = %j in a clear sentence', (key, text, sentence) => {
    expect(() => set(key, text)).toThrow(
      expect.objectContaining({ code: 'setting-invalid', exitCode: 2, message: sentence }),
    );
  });

  it.each([
    [10_000_000_000, '10 GB'],
    [2_500_000_000, '2.5 GB'],
    [1_500_000, '1.5 MB'],
    [1_234_567_890, '1234567890'],
  ])('shows a size as people write it, where that is all of it: %i', (diskBudget, shown) => {
    const settings = { ...DEFAULT_SETTINGS, storage: { ...DEFAULT_SETTINGS.storage, diskBudget } };
    expect(showSetting(settings, 'storage.diskBudget')).toBe(shown);
  });

  it('takes back what showSetting shows, for every setting', () => {
    const unusual = settingsSchema.parse({
      schemaVersion: 2,
      server: {
        url: 'http://nas.local:2283',
        certificateAuthorityFile: '/ca.pem',
        headers: { A: 'b', 'C-D': 'e: f;g' },
        patience: 7,
      },
      library: { ...DEFAULT_SETTINGS.library, includeShared: true, albumSeparator: ' none ' },
      albums: { which: 'only', chosen: ['A-1', 'B-2'], emptyDeleted: true, adopt: ['Paris, Rome', 'Kids'] },
      details: { hiddenAs: 'locked', titles: true, favoriteRating: true, tagParent: 'A/B', leader: 'immich' },
      schedule: { times: ['02:00', '14:30'], days: ['tue', 'sun'], everyHours: 5, catchUp: false },
      conditions: {
        onlyOnPower: true,
        minimumBattery: 35,
        networks: ['a4:b1:c1:00:00:01 Home, upstairs', 'a4:b1:c1:00:00:02'],
        avoidHotspots: false,
        waitAtMost: 3,
      },
      storage: { stagingFolder: '/Volumes/x', diskBudget: 1_234_567_890 },
      cloud: { downloadsPerNight: 50, downloadBy: 'photokit' },
      tools: { osxphotos: '/a b/osxphotos', immichGo: '/c' },
      upload: { concurrency: 1, bytesPerSecond: 12_345, twins: 'link' },
      updates: { automatic: false, channel: 'beta' },
      log: { level: 'warn' },
      app: { showPictures: false, notifications: 'never' },
      hooks: { healthchecks: true, webhook: true, ntfy: 'everything', statusFile: '~/status.prom' },
    });
    for (const settings of [DEFAULT_SETTINGS, unusual]) {
      const retyped = SETTING_NAMES.reduce(
        (sum, key) => changeSetting(sum, key, showSetting(settings, key)),
        DEFAULT_SETTINGS,
      );
      expect(retyped).toEqual(settings);
    }
  });
});

describe('what a window sends', () => {
  const change = REQUEST_SCHEMAS['settings.change'];

  it('may be any of its settings as it stands', () => {
    for (const name of WINDOW_SETTING_NAMES)
      expect(change.safeParse({ name, value: readSetting(DEFAULT_SETTINGS, name) }).success, name).toBe(true);
  });

  it('is no setting of the command line alone, and nothing of another shape', () => {
    const refused = [
      ...SETTING_NAMES.filter((name) => !SETTINGS[name].inWindows).map((name) => [name, SETTINGS[name].byDefault]),
      ['library.includeHidden', 'yes'],
      ['library.media', 'sound'],
      ['schedule.times', '02:00'],
      ['server.url', 'x'.repeat(2_001)],
      ['schemaVersion', 2],
      ['server', {}],
    ];
    expect(refused.length).toBeGreaterThan(6);
    for (const [name, value] of refused) expect(change.safeParse({ name, value }).success, String(name)).toBe(false);
  });
});

describe('settingName', () => {
  it.each([
    ['schedule.times', 'schedule.times'],
    ['LIBRARY.includehidden', 'library.includeHidden'],
    ['server', 'server.url'],
    ['staging', 'storage.stagingFolder'],
    ['cloud.fetchPerNight', 'cloud.downloadsPerNight'],
  ])('finds %s', (name, key) => {
    expect(settingName(name)).toBe(key);
  });

  it.each([
    ['schedule.tmes', 'There is no setting “schedule.tmes”. Did you mean schedule.times?'],
    ['adopt', 'There is no setting “adopt”. Did you mean albums.adopt?'],
    ['times', 'There is no setting “times”. Did you mean schedule.times?'],
    ['constructor', 'There is no setting “constructor”.'],
    ['', 'There is no setting “”.'],
  ])('does not know %j', (typed, sentence) => {
    expect(() => settingName(typed)).toThrow(
      expect.objectContaining({ code: 'setting-unknown', exitCode: 2, message: sentence }),
    );
  });
});
