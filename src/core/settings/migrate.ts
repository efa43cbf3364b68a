/** Brings an older settings file to today's shape. Pure: a document in, a document out. */
import type { SettingName } from '../model/settings.ts';
import { SCHEMA_VERSION } from './schema.ts';

export type SettingsDocument = Readonly<Record<string, unknown>>;
type Step = (document: SettingsDocument) => SettingsDocument;

/** Settings by the name that they had in version 1. Commands take it, too. */
export const FORMER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['cloud.fetchPerNight', 'cloud.downloadsPerNight'],
  ['cloud.fetchBy', 'cloud.downloadBy'],
]);

/** Step n leads from schemaVersion n + 1 to n + 2; version 1 is the first that was ever written. */
const STEPS: readonly Step[] = [renamed];

function renamed(document: SettingsDocument): SettingsDocument {
  const result: Record<string, unknown> = { ...document };
  for (const [former, present] of FORMER_NAMES) {
    const [section = '', key = ''] = former.split('.');
    const written = result[section];
    if (typeof written !== 'object' || written === null || !Object.hasOwn(written, key)) continue;
    const { [key]: value, ...others } = written as Record<string, unknown>;
    // What a person has written under the new name already stays.
    result[section] = { [present.slice(section.length + 1)]: value, ...others };
  }
  return result;
}

/**
 * A document without a schemaVersion counts as version 1: a person who writes the file by hand need not know about it.
 * @returns the version that the file says when it is newer than this program, which must then leave it alone
 */
export function migrate(
  document: SettingsDocument,
  steps: readonly Step[] = STEPS,
  current: number = SCHEMA_VERSION,
): { readonly document: SettingsDocument } | { readonly newer: number } {
  const { schemaVersion } = document;
  const version =
    typeof schemaVersion === 'number' && Number.isInteger(schemaVersion) && schemaVersion >= 1 ? schemaVersion : 1;
  if (version > current) return { newer: version };
  const migrated = steps.slice(version - 1).reduce((older, step) => step(older), document);
  return { document: { ...migrated, schemaVersion: current } };
}
