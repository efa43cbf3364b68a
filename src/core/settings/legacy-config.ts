/**
 * The configuration of the shell script that this product replaces, `~/.config/immich-sync/config`: `IMMICH_URL` and `IMMICH_API_KEY` in
 * shell quoting. It is parsed, never executed, and no value of it gets into a warning or an error.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError, tell } from '../model/problem.ts';
import { cleanKey } from '../secrets/secrets.ts';
import { normaliseServerAddress } from './server-address.ts';
import { type Assignment, readShellAssignments } from './shell-assignments.ts';

export interface LegacyConfig {
  /** Normalised, or null when there is none that can be used. */
  readonly url: string | null;
  /** A secret. Null when there is none that can be used. */
  readonly apiKey: string | null;
  /** Sentences about what could not be taken over; they hold no values. */
  readonly warnings: readonly string[];
}

/** Bytes; a configuration has a few hundred. */
const MAX_SIZE = 256 * 1024;

/** @throws {ProblemError} setting-invalid when the file cannot be read, or is no such file */
export async function readLegacyConfig(file: string): Promise<LegacyConfig> {
  const refuse = (reason: string, cause?: unknown) =>
    new ProblemError('setting-invalid', { reason: `${file} could not be read: ${reason}.` }, { cause });
  let handle: FileHandle | undefined;
  try {
    // Without waiting: opening a pipe waits until somebody writes into it, and nothing could end that.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (stats.isDirectory()) throw refuse('it is a folder');
    if (!stats.isFile()) throw refuse('it is not a file; save it as one first');
    if (stats.size > MAX_SIZE) throw refuse('it is too long to be the configuration of the script');
    return parseLegacyConfig(await handle.readFile('utf8'));
  } catch (error) {
    throw error instanceof ProblemError ? error : refuse(tell(fileReason(error)), error);
  } finally {
    await handle?.close();
  }
}

export function parseLegacyConfig(text: string): LegacyConfig {
  const { assignments, otherLines, openQuote } = readShellAssignments(text);
  const warnings: string[] = [];

  /** As in the shell, the last assignment counts. */
  const take = <Value>(name: string, what: string, use: (value: string) => Value): Value | null => {
    const assignment = assignments.findLast((candidate) => candidate.name === name);
    if (assignment === undefined || assignment.value === '') {
      warnings.push(`The file has no ${what} (${name}).`);
      return null;
    }
    if (assignment.value === null) {
      warnings.push(
        `${lineOf(assignment)}: ${name} would have to be worked out by a shell, which Immich Sync does not do.`,
      );
      return null;
    }
    try {
      return use(assignment.value);
    } catch {
      // The reason would quote the value.
      warnings.push(`${lineOf(assignment)}: ${name} is not ${what === 'API key' ? 'an API key' : 'a web address'}.`);
      return null;
    }
  };
  const url = take('IMMICH_URL', 'server address', normaliseServerAddress);
  const apiKey = take('IMMICH_API_KEY', 'API key', cleanKey);

  const others = assignments.filter(({ name }) => name !== 'IMMICH_URL' && name !== 'IMMICH_API_KEY');
  for (const name of new Set(others.map((other) => other.name))) warnings.push(`${name} is not used by Immich Sync.`);
  for (const line of otherLines.slice(0, MAX_LINES))
    warnings.push(`Line ${line} is not an assignment and was passed over.`);
  if (otherLines.length > MAX_LINES)
    warnings.push(`${otherLines.length - MAX_LINES} more lines are not assignments and were passed over.`);
  if (openQuote !== null)
    warnings.push(`Line ${openQuote}: a quote is opened and never closed; what follows could not be read.`);
  return { url, apiKey, warnings };
}

/** Of those that are no assignment; nobody reads more. */
const MAX_LINES = 5;

const lineOf = ({ line }: Assignment) => `Line ${line}`;
