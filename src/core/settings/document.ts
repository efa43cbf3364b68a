/**
 * Several settings at once, as a JSON document in the form of the settings file (`immich-sync config get --json` prints it): sections with their
 * keys. What it does not name stays as it is.
 */
import { ProblemError } from '../model/problem.ts';
import type { SettingName, Settings } from '../model/settings.ts';
import { migrate } from './migrate.ts';
import { settingName, withSetting } from './text.ts';

/** Bytes; all settings together have a few thousand. */
export const LONGEST_DOCUMENT = 1_000_000;

/**
 * All of the document, or nothing when one setting of it is not allowed.
 * @returns the settings with those of the document in place, and their names
 * @throws {ProblemError} setting-invalid, setting-unknown
 */
export function applyDocument(
  settings: Settings,
  text: string,
): { readonly settings: Settings; readonly names: readonly SettingName[] } {
  const given = parse(text);
  const migrated = 'schemaVersion' in given ? migrate(given) : { document: given };
  if ('newer' in migrated) throw invalid('The settings are of a newer version of Immich Sync.');
  const names: SettingName[] = [];
  let changed = settings;
  for (const [section, values] of Object.entries(migrated.document)) {
    if (section === 'schemaVersion') continue;
    if (!isObject(values)) throw invalid(`${section}: it is not a group of settings.`);
    for (const [key, value] of Object.entries(values)) {
      const name = settingName(`${section}.${key}`);
      changed = withSetting(changed, name, value);
      names.push(name);
    }
  }
  return { settings: changed, names };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    // Said below: the parser's own words quote the text, which can hold a header's secret.
  }
  throw invalid('The settings are not a JSON object.');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (reason: string) => new ProblemError('setting-invalid', { reason });
