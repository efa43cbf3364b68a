/** The settings as a document: their schema and defaults, put together from the table of settings (`model/settings.ts`). */
import { z } from 'zod';
import { SETTING_NAMES, SETTINGS, type SectionName, type SettingName, type Settings } from '../model/settings.ts';
import { schemaOf } from './forms.ts';

export const SCHEMA_VERSION = 2;

/** All sections, in the order in which they are shown. */
export const SECTIONS = [...new Set(SETTING_NAMES.map((name) => splitName(name)[0]))];

/** Of each setting; the errors are reasons (`reasonOf`). */
export const SCHEMAS = Object.fromEntries(SETTING_NAMES.map((name) => [name, schemaOf(SETTINGS[name])])) as Readonly<
  Record<SettingName, z.ZodType>
>;

export function splitName(name: SettingName): readonly [section: SectionName, key: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot) as SectionName, name.slice(dot + 1)];
}

/** The settings of a section, each with the key that it has there. */
export function settingsIn(section: SectionName): readonly { readonly name: SettingName; readonly key: string }[] {
  return SETTING_NAMES.flatMap((name) => {
    const [its, key] = splitName(name);
    return its === section ? [{ name, key }] : [];
  });
}

const bySection = <Value>(holding: (name: SettingName) => Value) =>
  Object.fromEntries(
    SECTIONS.map((section) => [
      section,
      Object.fromEntries(settingsIn(section).map(({ name, key }) => [key, holding(name)])),
    ]),
  );

export const settingsSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  ...Object.fromEntries(
    Object.entries(bySection((name) => SCHEMAS[name])).map(([section, shape]) => [section, z.object(shape)]),
  ),
}) as unknown as z.ZodType<Settings>;

export const DEFAULT_SETTINGS = {
  schemaVersion: SCHEMA_VERSION,
  ...bySection((name) => SETTINGS[name].byDefault),
} as unknown as Settings;
