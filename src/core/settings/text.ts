/** Settings as text, for `immich-sync config get` and `config set`. What is shown for a setting can be typed to set it. */

import { WEEKDAYS } from '../model/choices.ts';
import { ProblemError } from '../model/problem.ts';
import { SECTIONS, type SectionName, type Settings, settingsSchema } from './schema.ts';

/** For example `schedule.times`. */
export type SettingKey = {
  [Section in SectionName]: `${Section}.${Extract<keyof Settings[Section], string>}`;
}[SectionName];

type Coerce = (text: string) => unknown;

const plain: Coerce = (text) => text.trim();
const exact: Coerce = (text) => text;
const yesNo: Coerce = (text) => {
  if (/^\s*(?:yes|true|on|1)\s*$/i.test(text)) return true;
  if (/^\s*(?:no|false|off|0)\s*$/i.test(text)) return false;
  return text;
};
const number: Coerce = (text) => (/^\s*-?[\d_,]+\s*$/.test(text) ? Number(text.replace(/[_,]/g, '')) : text);
const UNITS = { '': 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const;
const bytes: Coerce = (text) => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(|[kmgt]b)(?:\/s)?\s*$/i.exec(text);
  return match
    ? Math.round(Number(match[1]) * UNITS[(match[2] ?? '').toLowerCase() as keyof typeof UNITS])
    : number(text);
};
const words = (text: string): string[] =>
  NOTHING.test(text)
    ? []
    : text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((word) => word !== '');
const times: Coerce = (text) => words(text).map((time) => (/^\d:/.test(time) ? `0${time}` : time));
const days: Coerce = (text) =>
  /^\s*(?:all|every ?day|daily)\s*$/i.test(text) ? [...WEEKDAYS] : words(text).map(shortDay);
const shortDay = (day: string) => (/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(day) ? day.slice(0, 3) : day);
const NOTHING = /^\s*(?:none|default|)\s*$/i;
/** `none`, `default` and an empty text unset the setting. */
const or =
  (coerce: Coerce): Coerce =>
  (text) =>
    NOTHING.test(text) ? null : coerce(text);
/** One a line: names can hold commas. */
const lines: Coerce = (text) => (NOTHING.test(text) ? [] : text.split('\n').filter((line) => line.trim() !== ''));
const LISTS_OF_LINES: ReadonlySet<SettingKey> = new Set(['albums.adopt', 'albums.separate', 'conditions.networks']);
/** `Name: value`, one a line. */
const headers: Coerce = (text) =>
  NOTHING.test(text)
    ? {}
    : Object.fromEntries(
        text
          .split('\n')
          .filter((pair) => pair.trim() !== '')
          .map((pair) => {
            const [, name, value] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/s.exec(pair) ?? [];
            // The text is not repeated: the value of a header is often a secret.
            if (name === undefined || value === undefined)
              throw invalid('server.headers: write headers as “Name: value”.');
            return [name, value];
          }),
      );

const COERCE: Readonly<Record<SettingKey, Coerce>> = {
  'server.url': or(plain),
  'server.certificateAuthorityFile': or(plain),
  'server.headers': headers,
  'server.patience': number,
  'library.path': plain,
  'library.includeHidden': yesNo,
  'library.includeShared': yesNo,
  'library.includeUnpickedBursts': yesNo,
  'library.includeScreenshots': yesNo,
  'library.media': or((text) => text.trim().toLowerCase()),
  'library.since': or(plain),
  'library.onlyInAlbums': yesNo,
  'library.versions': (text) => text.trim().toLowerCase(),
  'library.albumSeparator': exact,
  'albums.which': (text) => text.trim().toLowerCase(),
  'albums.chosen': (text) => (NOTHING.test(text) ? [] : text.split(/[\s,;]+/).filter((uuid) => uuid !== '')),
  'albums.emptyDeleted': yesNo,
  'albums.adopt': lines,
  'albums.separate': lines,
  'details.hiddenAs': (text) => text.trim().toLowerCase(),
  'details.titles': yesNo,
  'details.favoriteRating': yesNo,
  'details.tagParent': or(plain),
  'details.leader': (text) => text.trim().toLowerCase(),
  'details.hideFound': yesNo,
  'schedule.times': times,
  'schedule.days': days,
  'schedule.everyHours': or(number),
  'schedule.catchUp': yesNo,
  'conditions.onlyOnPower': yesNo,
  'conditions.minimumBattery': or((text) => number(text.replace(/\s*%\s*$/, ''))),
  'conditions.networks': lines,
  'conditions.avoidHotspots': yesNo,
  'conditions.waitAtMost': number,
  'storage.stagingFolder': or(plain),
  'storage.diskBudget': bytes,
  'cloud.fetchPerNight': (text) => (NOTHING.test(text) ? 0 : number(text)),
  'cloud.fetchBy': (text) => text.trim().toLowerCase(),
  'tools.osxphotos': or(plain),
  'tools.immichGo': or(plain),
  'upload.concurrency': number,
  'upload.bytesPerSecond': or(bytes),
  'upload.twins': (text) => text.trim().toLowerCase(),
  'log.level': (text) => text.trim().toLowerCase(),
};

/** Short names for what is set most often. */
const ALIASES: ReadonlyMap<string, SettingKey> = new Map([
  ['server', 'server.url'],
  ['library', 'library.path'],
  ['staging', 'storage.stagingFolder'],
  ['schedule', 'schedule.times'],
]);

export const SETTING_KEYS: readonly SettingKey[] = SECTIONS.flatMap((section) =>
  Object.keys(settingsSchema.shape[section].shape).map((name) => `${section}.${name}` as SettingKey),
);

/**
 * The whole name of a setting, whose case does not matter and which may be one of the short names.
 * @throws {ProblemError} setting-invalid
 */
export function settingKey(name: string): SettingKey {
  const typed = name.trim().toLowerCase();
  const key = ALIASES.get(typed) ?? SETTING_KEYS.find((candidate) => candidate.toLowerCase() === typed);
  if (key === undefined) throw invalid(`There is no setting “${name}”; the settings are ${SETTING_KEYS.join(', ')}.`);
  return key;
}

/** The value of a setting as it is stored. */
export function readSetting(settings: Settings, key: SettingKey): unknown {
  const [section, name] = split(key);
  return (settings[section] as Readonly<Record<string, unknown>>)[name];
}

/** The value of a setting as text that {@link changeSetting} takes. */
export function showSetting(settings: Settings, key: SettingKey): string {
  const value = readSetting(settings, key);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(LISTS_OF_LINES.has(key) ? '\n' : ', ');
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(([header, text]) => `${header}: ${text}`);
    return pairs.length === 0 ? 'none' : pairs.join('\n');
  }
  return String(value);
}

/**
 * The settings with one of them changed to what the text says.
 * @throws {ProblemError} setting-invalid with a sentence that says how to write it
 */
export function changeSetting(settings: Settings, key: SettingKey, text: string): Settings {
  const [section, name] = split(key);
  const changed = { ...settings, [section]: { ...settings[section], [name]: COERCE[key](text) } };
  const result = settingsSchema.safeParse(changed);
  if (!result.success) throw invalid(`${key}: ${result.error.issues[0]?.message ?? 'the value is not allowed.'}`);
  return result.data;
}

const invalid = (reason: string) => new ProblemError('setting-invalid', { reason });

function split(key: SettingKey): [SectionName, string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot) as SectionName, key.slice(dot + 1)];
}
