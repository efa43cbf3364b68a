/**
 * The configuration of the shell script that this product replaces, `~/.config/immich-sync/config`: `IMMICH_URL` and `IMMICH_API_KEY` in
 * shell quoting. It is parsed, never executed, and no value of it gets into a warning or an error.
 */
import { readFile } from 'node:fs/promises';
import { ProblemError } from '../problem.ts';
import { cleanKey } from '../secrets/secrets.ts';
import { fileReason } from './file-reason.ts';
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

/** @throws {ProblemError} setting-invalid when the file cannot be read */
export async function readLegacyConfig(file: string): Promise<LegacyConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = `${file} could not be read: ${fileReason(error)}.`;
    throw new ProblemError('setting-invalid', { reason }, { cause: error });
  }
  return parseLegacyConfig(text);
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
  for (const line of otherLines) warnings.push(`Line ${line} is not an assignment and was passed over.`);
  if (openQuote !== null)
    warnings.push(`Line ${openQuote}: a quote is opened and never closed; what follows could not be read.`);
  return { url, apiKey, warnings };
}

const lineOf = ({ line }: Assignment) => `Line ${line}`;
