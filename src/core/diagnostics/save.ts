/** Writes diagnostics as one file. */
import { writeFile } from 'node:fs/promises';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import { type TextFile, zipOf } from './zip.ts';

/** @returns such as `immich-sync-diagnostics-2026-11-26.zip` */
export function diagnosticsName(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `immich-sync-diagnostics-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}.zip`;
}

/**
 * @param path absolute
 * @throws {ProblemError} diagnostics-not-saved
 */
export async function saveDiagnostics(
  path: string,
  files: readonly TextFile[],
  { at, mayReplace }: { readonly at: Date; readonly mayReplace: boolean },
): Promise<void> {
  const archive = zipOf(files, at);
  try {
    await writeFile(path, archive, { mode: 0o600, flag: mayReplace ? 'w' : 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = isThere ? because('file-is-there') : fileReason(error);
    throw new ProblemError('diagnostics-not-saved', { path, reason }, { cause: error });
  }
}
