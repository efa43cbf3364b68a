/** How the log is cut into files: `sync.log` is written to, `sync.1.log` is the one before it, `sync.4.log` the oldest. */
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** All files together, the one that is written to included. */
export const LOG_FILES = 5;
/** Bytes at which a new file is begun. */
export const LOG_FILE_SIZE = 1024 * 1024;

/** The log file `age` rotations ago; 0 is the file itself. */
export function archivedLog(file: string, age: number): string {
  const extension = extname(file);
  return age === 0 ? file : join(dirname(file), `${basename(file, extension)}.${age}${extension}`);
}

/** Moves every file one step older and lets the oldest go. Another process may do the same at the same time; then less is kept. */
export function rotate(file: string): void {
  rmSync(archivedLog(file, LOG_FILES - 1), { force: true });
  for (let age = LOG_FILES - 2; age >= 0; age -= 1) {
    try {
      renameSync(archivedLog(file, age), archivedLog(file, age + 1));
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
    }
  }
}

/** Bytes in the file, 0 if there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The log files that exist, the oldest first. */
export function existingLogs(file: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(dirname(file));
  } catch {
    return [];
  }
  return Array.from({ length: LOG_FILES }, (_, index) => archivedLog(file, LOG_FILES - 1 - index)).filter((path) =>
    names.includes(basename(path)),
  );
}
