/** What the app remembers about itself from one version to the next: a small file beside the settings. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { compareVersions } from '../tools/version.ts';

const recordSchema = z.object({
  /** The version that started last. */
  version: z.string(),
  /** The one before it, until the person has seen what is new. */
  updatedFrom: z.string().nullable(),
  /** When the server of updates last answered, milliseconds since 1970. */
  checkedAt: z.number().nullable(),
  /** Whether the app opened at log-in when that was last looked at. */
  opensAtLogin: z.boolean(),
});
export type UpdateRecord = Readonly<z.output<typeof recordSchema>>;

/** Pure. The record at the start of a version. @param before null at the first start, which has nothing that is new to anybody */
export function recordAtStart(before: UpdateRecord | null, version: string): UpdateRecord {
  if (before === null) return { version, updatedFrom: null, checkedAt: null, opensAtLogin: false };
  if (before.version === version) return before;
  // Of one release's betas none counts as older than another.
  const isForward = compareVersions(version, before.version) >= 0;
  return { ...before, version, updatedFrom: isForward ? (before.updatedFrom ?? before.version) : null };
}

export class UpdateMemory {
  readonly #file: string;
  readonly #onTrouble: (text: string) => void;
  #record: UpdateRecord;
  /** Whether this is the first start of this version, after one of another. */
  readonly isNewVersion: boolean;

  /** @param version of the app that starts */
  constructor(file: string, version: string, onTrouble: (text: string) => void) {
    this.#file = file;
    this.#onTrouble = onTrouble;
    const before = readRecord(file);
    this.#record = recordAtStart(before, version);
    this.isNewVersion = before !== null && before.version !== version;
    if (before?.version !== version) this.#save();
  }

  read(): UpdateRecord {
    return this.#record;
  }

  write(change: Partial<Omit<UpdateRecord, 'version'>>): void {
    this.#record = { ...this.#record, ...change };
    this.#save();
  }

  /** Replaces the file as a whole. What it holds can be done without: the app does not stop at a full disk. */
  #save(): void {
    try {
      writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#record, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      this.#onTrouble(`${this.#file} could not be written: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** Null where there is none, or none that can be understood. */
function readRecord(file: string): UpdateRecord | null {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
