/** Brings an older settings file to today's shape. Pure: a document in, a document out. */
import { SCHEMA_VERSION } from './schema.ts';

export type SettingsDocument = Readonly<Record<string, unknown>>;
type Step = (document: SettingsDocument) => SettingsDocument;

/** Step n leads from schemaVersion n + 1 to n + 2. Version 1 is the first that was ever written, so there is none yet. */
const STEPS: readonly Step[] = [];

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
