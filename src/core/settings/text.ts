/** One setting at a time, for `immich-sync config` and the windows. What is shown for a setting can be typed to set it. */
import { distance } from 'fastest-levenshtein';
import { ProblemError } from '../model/problem.ts';
import { SETTING_NAMES, SETTINGS, type SettingName, type Settings, type SettingValue } from '../model/settings.ts';
import { readText, showText } from './forms.ts';
import { FORMER_NAMES } from './migrate.ts';
import { reasonOf } from './refusal.ts';
import { SCHEMAS, splitName } from './schema.ts';

/** Short names for what is set most often, and earlier names. */
const ALIASES: ReadonlyMap<string, SettingName> = new Map([
  ['server', 'server.url'],
  ['library', 'library.path'],
  ['staging', 'storage.stagingFolder'],
  ['schedule', 'schedule.times'],
  ...[...FORMER_NAMES].map(([former, name]) => [former.toLowerCase(), name] as const),
]);

/**
 * The whole name of a setting, whose case does not matter and which may be one of the short names or one that it had before.
 * @throws {ProblemError} setting-unknown
 */
export function settingName(typed: string): SettingName {
  const wanted = typed.trim().toLowerCase();
  const name = ALIASES.get(wanted) ?? SETTING_NAMES.find((candidate) => candidate.toLowerCase() === wanted);
  if (name === undefined) throw new ProblemError('setting-unknown', { word: typed, similar: similarNames(wanted) });
  return name;
}

/** At most three names that may have been meant: those that it is part of, else those with the fewest slips, if these are few. */
function similarNames(wanted: string): readonly SettingName[] {
  const slips = (name: string) => distance(wanted, name);
  const candidates = SETTING_NAMES.map((name) => {
    const whole = name.toLowerCase();
    const [, key = whole] = whole.split('.');
    const contains = wanted.length > 2 && whole.includes(wanted);
    return { name, slips: contains ? 0 : Math.min(slips(whole), slips(key)) };
  });
  const fewest = Math.min(...candidates.map((candidate) => candidate.slips));
  if (fewest > Math.min(3, wanted.length / 3)) return [];
  return candidates
    .filter((candidate) => candidate.slips === fewest)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** The value of a setting as it is stored. */
export function readSetting<Name extends SettingName>(settings: Settings, name: Name): SettingValue<Name> {
  const [section, key] = splitName(name);
  return (settings[section] as Readonly<Record<string, unknown>>)[key] as SettingValue<Name>;
}

/** The value of a setting as text that {@link changeSetting} takes. */
export function showSetting(settings: Settings, name: SettingName): string {
  return showText(SETTINGS[name], readSetting(settings, name));
}

/**
 * The settings with one of them changed to a value, which is checked.
 * @throws {ProblemError} setting-invalid with a sentence that says what is allowed
 */
export function withSetting(settings: Settings, name: SettingName, value: unknown): Settings {
  const result = SCHEMAS[name].safeParse(value);
  if (!result.success) throw new ProblemError('setting-invalid', { name, reason: reasonOf(result.error, value) });
  const [section, key] = splitName(name);
  return { ...settings, [section]: { ...settings[section], [key]: result.data } };
}

/**
 * The settings with one of them changed to what the text says.
 * @throws {ProblemError} setting-invalid with a sentence that says how to write it
 */
export function changeSetting(settings: Settings, name: SettingName, text: string): Settings {
  return withSetting(settings, name, readText(SETTINGS[name], text));
}
