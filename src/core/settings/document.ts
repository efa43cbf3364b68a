/**
 * Several settings at once, as a JSON document in the form of the settings file (`immich-sync config get --json` prints it): sections with their
 * keys. What it does not name stays as it is.
 */
import { ProblemError } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import type { SettingName, Settings } from '../model/settings.ts';
import { migrate } from './migrate.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { settingName, withSetting } from './text.ts';

/** Bytes; all settings together have a few thousand. */
export const MAX_DOCUMENT = 1_000_000;

/**
 * All of the document, or nothing when one setting of it is not allowed.
 * @param source where it is from, for problems: a path
 * @returns the settings with those of the document in place, and their names
 * @throws {ProblemError} setting-invalid, setting-unknown
 */
export function applyDocument(
  settings: Settings,
  text: string,
  source: string,
): { readonly settings: Settings; readonly names: readonly SettingName[] } {
  const given = parse(text, source);
  const migrated = 'schemaVersion' in given ? migrate(given) : { document: given };
  if ('newer' in migrated)
    throw invalid(source, because('newer-settings', { version: migrated.newer, known: SCHEMA_VERSION }));
  const names: SettingName[] = [];
  let changed = settings;
  for (const [section, values] of Object.entries(migrated.document)) {
    if (section === 'schemaVersion') continue;
    if (!isObject(values)) throw invalid(section, because('no-settings-group'));
    for (const [key, value] of Object.entries(values)) {
      const name = settingName(`${section}.${key}`);
      changed = withSetting(changed, name, value);
      names.push(name);
    }
  }
  return { settings: changed, names };
}

function parse(text: string, source: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    // Said below: the parser's own words quote the text, which can hold a header's secret.
  }
  throw invalid(source, because('no-settings-document'));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (name: string, reason: Reason) => new ProblemError('setting-invalid', { name, reason });
