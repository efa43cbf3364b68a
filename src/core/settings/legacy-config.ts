/**
 * The configuration of the shell script that this product replaces, `~/.config/immich-sync/config`: `IMMICH_URL` and `IMMICH_API_KEY` in
 * shell quoting. It is parsed, never executed, and no value of it gets into a warning or an error.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import { cleanKey } from '../secrets/secrets.ts';
import { normaliseServerAddress } from './server-address.ts';
import { readShellAssignments } from './shell-assignments.ts';

export interface LegacyConfig {
  /** Normalised, or null when there is none that can be used. */
  readonly url: string | null;
  /** A secret. Null when there is none that can be used. */
  readonly apiKey: string | null;
  /** What could not be taken over, without its values: each tells a whole sentence. */
  readonly warnings: readonly Reason[];
}

/** Bytes; a configuration has a few hundred. */
const MAX_SIZE = 256 * 1024;

/** @throws {ProblemError} setting-invalid when the file cannot be read, or is no such file */
export async function readLegacyConfig(file: string): Promise<LegacyConfig> {
  const refuse = (reason: Reason, cause?: unknown) =>
    new ProblemError('setting-invalid', { name: file, reason }, { cause });
  let handle: FileHandle | undefined;
  try {
    // Without waiting: opening a pipe waits until somebody writes into it, and nothing could end that.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (stats.isDirectory()) throw refuse(because('is-folder'));
    if (!stats.isFile()) throw refuse(because('save-as-file-first'));
    if (stats.size > MAX_SIZE) throw refuse(because('too-long-for-script-settings'));
    return parseLegacyConfig(await handle.readFile('utf8'));
  } catch (error) {
    throw error instanceof ProblemError ? error : refuse(fileReason(error), error);
  } finally {
    await handle?.close();
  }
}

const OF_SERVER = { absent: 'script-without-server', unusable: 'script-server-unusable' } as const;
const OF_KEY = { absent: 'script-without-key', unusable: 'script-key-unusable' } as const;
type Notices = typeof OF_SERVER | typeof OF_KEY;

export function parseLegacyConfig(text: string): LegacyConfig {
  const { assignments, otherLines, openQuote } = readShellAssignments(text);
  const warnings: Reason[] = [];

  /** As in the shell, the last assignment counts. A value that cannot be used is not quoted: it may be a secret. */
  const take = <Value>(name: string, { absent, unusable }: Notices, use: (value: string) => Value): Value | null => {
    const assignment = assignments.findLast((candidate) => candidate.name === name);
    if (assignment === undefined || assignment.value === '') {
      warnings.push(because(absent, { name }));
      return null;
    }
    const { line, value } = assignment;
    if (value === null) {
      warnings.push(because('script-needs-shell', { line, name }));
      return null;
    }
    try {
      return use(value);
    } catch {
      warnings.push(because(unusable, { line, name }));
      return null;
    }
  };
  const url = take('IMMICH_URL', OF_SERVER, normaliseServerAddress);
  const apiKey = take('IMMICH_API_KEY', OF_KEY, cleanKey);

  const others = assignments.filter(({ name }) => name !== 'IMMICH_URL' && name !== 'IMMICH_API_KEY');
  for (const name of new Set(others.map((other) => other.name)))
    warnings.push(because('script-value-unused', { name }));
  for (const line of otherLines.slice(0, MAX_LINES)) warnings.push(because('script-line-skipped', { line }));
  if (otherLines.length > MAX_LINES)
    warnings.push(because('script-lines-skipped', { count: otherLines.length - MAX_LINES }));
  if (openQuote !== null) warnings.push(because('script-quote-open', { line: openQuote }));
  return { url, apiKey, warnings };
}

/** Of those that are no assignment; nobody reads more. */
const MAX_LINES = 5;
