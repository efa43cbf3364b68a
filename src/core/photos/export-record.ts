/** What `app/python/immich_sync/export_records.py` writes for each photo that osxphotos has worked on. */
import { join, sep } from 'node:path';
import { PART_KINDS, type PartKind } from '../model/asset.ts';

const EXPORT_STATUSES = ['new', 'updated', 'skipped', 'exported'] as const;
type ExportStatus = (typeof EXPORT_STATUSES)[number];

interface ExportedFile {
  /** Told from the file's name and the kinds of the asset; the checksum has the last word. */
  readonly part: PartKind;
  /** Absolute. */
  readonly path: string;
  readonly status: ExportStatus;
}

interface ExportError {
  /** What osxphotos was writing; empty if it did not say. Not always complete: it leaves out the year and month. */
  readonly path: string;
  readonly message: string;
}

export interface ExportRecord {
  readonly uuid: string;
  readonly files: readonly ExportedFile[];
  /** Absolute paths of XMP files, `NAME.EXTENSION.xmp`. Some belong to files that are missing. */
  readonly sidecars: readonly string[];
  /** Absolute paths of files that Photos does not have on this Mac; made-up extensions for RAW files. */
  readonly missing: readonly string[];
  readonly errors: readonly ExportError[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isOneOf = (list: readonly string[], value: unknown) => isText(value) && list.includes(value);

const isFile = (value: unknown) =>
  isFields(value) && isOneOf(PART_KINDS, value.part) && isText(value.path) && isOneOf(EXPORT_STATUSES, value.status);
const isError = (value: unknown) => isFields(value) && isText(value.path) && isText(value.message);

/** Returns undefined for a line that is not a whole record, for example one torn by a kill. */
export function parseExportRecord(line: string): ExportRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const whole =
    isFields(value) &&
    isText(value.uuid) &&
    Array.isArray(value.files) &&
    value.files.every(isFile) &&
    isTexts(value.sidecars) &&
    isTexts(value.missing) &&
    Array.isArray(value.errors) &&
    value.errors.every(isError);
  return whole ? (value as ExportRecord) : undefined;
}

/**
 * The record with its paths below `folder` as that is written. On a Mac osxphotos takes the letters of a whole path apart where the file is
 * new, and puts them together where it knows it (0.77, `normalize_fs_path`): a staging folder in `Fotos für Immich` would be another one.
 */
export function below(folder: string, record: ExportRecord): ExportRecord {
  const start = `${folder.normalize('NFC')}${sep}`;
  const placed = (path: string) => {
    const composed = path.normalize('NFC');
    return composed.startsWith(start) ? join(folder, composed.slice(start.length)) : path;
  };
  return {
    ...record,
    files: record.files.map((file) => ({ ...file, path: placed(file.path) })),
    sidecars: record.sidecars.map(placed),
  };
}
