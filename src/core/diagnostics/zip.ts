/** Texts as a zip. */
import { strToU8, zipSync } from 'fflate';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Of Unix, as zips tell who made them. */
const UNIX = 3;
/** A file for this user only; fflate takes it as the upper half of a signed number. */
const PRIVATE_FILE = 0o100600 << 16;

/** @param at when they were made, in local time */
export function zipOf(files: readonly TextFile[], at: Date): Uint8Array {
  const entries = Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)]));
  return zipSync(entries, { mtime: at, os: UNIX, attrs: PRIVATE_FILE });
}
