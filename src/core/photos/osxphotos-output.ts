/**
 * What osxphotos prints, sorted into what is expected, what is a warning, and what tells why it failed. Human sentences change from
 * release to release (osxphotos 0.75 to 0.77 were read), so everything here matches loosely and nothing else depends on it: success is
 * decided by the records alone.
 */

import { diskFull, isFull } from '../disk-space.ts';
import { ProblemError } from '../model/problem.ts';
import { because, quote, type Reason } from '../model/reasons.ts';
import type { ChildOutcome } from '../tools/child.ts';
import { noAccess } from './library.ts';

/**
 * `system`: the words of macOS' own frameworks, which osxphotos loads and which say on standard error what they like. `slow`: our own scripts found
 * another osxphotos than the one they know and take a slower way to the same result.
 */
export type OutputMeaning = 'expected' | 'system' | 'slow' | 'untested-system' | 'unknown-library' | 'unknown';

const EXPECTED: readonly RegExp[] = [
  /^\s*$/,
  /^Processing (database|persons|detected faces|albums|keywords|photo|import|additional|face|EXIF|computed|comments|moments|syndication|shared)/,
  /^Photos database version: /,
  /^Done processing details/,
  /^Database locked, creating temporary copy/,
  /^photos\.db locked, creating temporary copy/,
  /^(⚠️\s*)?Warning: export database .* is in a different directory/,
  /^(Created|Using osxphotos|Upgraded) export database\b/,
  /^Using last opened Photos library/,
  /^Exporting \d+ photos? to /,
  /^Did not find any photos to export/,
  /^Processed: \d+ photos?, /,
  /^Elapsed time: /,
  // Failures of single photos; the records carry them.
  /Error exporting photo \(/,
  /^Retrying export for photo \(/,
  /osxphotos - WARNING - fileutil\.py/,
  // A library that Photos has not analysed yet; said twice for each photo.
  /Media analysis database not found/,
  // It gets a copy of the database alone; what Photos can search for is of no use here.
  /could not find search db: /,
  /^Aborted!/,
  // Our own script, on the way from the inventory to an export.
  /^inventory: (complete|exporting)$/,
];

/** What a framework puts before its words. The name is that of the process: Python, or the standalone program. */
const SYSTEM: readonly RegExp[] = [
  // NSLog and os_log: `2026-11-25 02:00:01.234 Python[123:4567] …`, the latter with an offset.
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(?:[+-]\d{4})? [^[\]]+\[\d+:[\da-fx]+\]/,
  // The Objective-C runtime, the loader, Core Foundation.
  /^(?:objc|dyld|dyld_shared_cache|CFString|libc\+\+abi)\[\d+\]: /,
  /^CoreData: /,
  // `Python(123,0x1f2e3d) malloc: …`
  /^\S+\(\d+(?:,0x[\da-f]+)?\) malloc: /,
  // XPC and the window server.
  /^(?:Error received in message reply handler|Connection invalid|Unable to obtain a task name port)/,
];

/** The lines of a message of several lines after its first: values of arrays and dictionaries, and what closes them. */
const SYSTEM_CONTINUED = /^(?:\s+\S.*|[(){}[\]]+[;,]?)$/;

/** The database has a model that this osxphotos does not know: it continues by guessing and may misread the library. */
const UNKNOWN_LIBRARY = /Unknown db \/ model version|only been tested on Photos database versions/i;

/** This macOS is newer than those osxphotos was tested on; the library itself may be well known. */
const UNTESTED_SYSTEM = /only been tested (with|on) macOS versions/i;

/** `say_slow` in app/python/immich_sync/notices.py. */
const SLOW = /^immich_sync: slow: /;

export function meaningOf(line: string): OutputMeaning {
  if (SLOW.test(line)) return 'slow';
  if (UNKNOWN_LIBRARY.test(line)) return 'unknown-library';
  if (UNTESTED_SYSTEM.test(line)) return 'untested-system';
  if (EXPECTED.some((pattern) => pattern.test(line))) return 'expected';
  return SYSTEM.some((pattern) => pattern.test(line)) ? 'system' : 'unknown';
}

/** The meanings of lines that come one after the other. */
export class OutputMeanings {
  #last: OutputMeaning = 'expected';

  of(line: string): OutputMeaning {
    const meaning = meaningOf(line);
    const continues = this.#last === 'system' && meaning === 'unknown' && SYSTEM_CONTINUED.test(line);
    this.#last = continues ? 'system' : meaning;
    return this.#last;
  }
}

/** For example `model version 20500`, from osxphotos' warning. */
export function unknownLibraryReason(line: string): Reason {
  const model = /model_ver=(\d+)/.exec(line)?.[1];
  return model === undefined ? because('model-unknown') : because('model-version', { model: Number(model) });
}

const CRASH_HEADING = /Something went wrong and osxphotos encountered an error/;
const AFTER_CRASH_MESSAGE = /^(Crash log written to|Please file a bug report)/;
const LOGGING = /^\d{4}-\d\d-\d\d [\d:,]+ - osxphotos - /;

/**
 * The one line that says why osxphotos failed: the one below its crash heading, the inventory's own, or the last that is not noise.
 * Decoration (`❌️`) and the logging prefix are taken off.
 */
export function failureMessage(lines: readonly string[]): string | undefined {
  const plain = lines.map((line) => line.replace(/^[❌⚠]\uFE0F?\s*/u, '').trim()).filter((line) => line !== '');
  const heading = plain.findLastIndex((line) => CRASH_HEADING.test(line));
  const below = heading === -1 ? undefined : plain[heading + 1];
  if (below !== undefined && !AFTER_CRASH_MESSAGE.test(below)) return below;
  const own = plain.findLast((line) => line.startsWith('inventory: failed: '));
  // Without the class of Python's exception, which means nothing to a person.
  if (own !== undefined)
    return own.slice('inventory: failed: '.length).replace(/^[\w.]*(?:Error|Exception): (?=.)/, '');
  const last = plain.findLast((line) => meaningOf(line) === 'unknown' && !AFTER_CRASH_MESSAGE.test(line));
  return last?.replace(LOGGING, '');
}

export type FailureCause = 'no-access' | 'no-library' | 'damaged' | 'disk-full' | 'locked' | 'other';

/** Why it failed, from the last lines of standard error. */
export function failureCause(lines: readonly string[]): FailureCause {
  const text = lines.join('\n');
  if (/No space left on device|Errno 28|disk is full|disk full/i.test(text)) return 'disk-full';
  // osxphotos says "locked" and "Error copying" (sometimes without the blank) when macOS forbids reading.
  if (/Operation not permitted|Permission denied|Errno 1\b|Errno 13\b|Full Disk Access|Error copying/i.test(text))
    return 'no-access';
  if (/Could not find Photos database|\/[^']*photoslibrary' does not exist|is an iPhoto library/i.test(text))
    return 'no-library';
  if (
    /disk image is malformed|file is not a database|no such (table|column)|Error finding root folder|DatabaseError/i.test(
      text,
    )
  ) {
    return 'damaged';
  }
  if (/database is locked/i.test(text)) return 'locked';
  return 'other';
}

/** The problem to report for an osxphotos that ended badly. `where` is the folder that it writes to. */
export function failureProblem(outcome: ChildOutcome, library: string, where: string): ProblemError {
  const said = failureMessage(outcome.lastErrors);
  const reason = said === undefined ? describeEnd(outcome) : quote(said);
  switch (failureCause(outcome.lastErrors)) {
    case 'no-access':
      // It says no more than "Error copying" when there is no room for its copy of the snapshot, either.
      return isFull(where) ? diskFull(where) : noAccess(library);
    case 'no-library':
      return new ProblemError('library-not-a-library', { path: library });
    case 'damaged':
      return new ProblemError('library-damaged', { path: library, reason });
    case 'disk-full':
      return diskFull(where);
    case 'locked':
    case 'other':
      return new ProblemError('tool-failed', { tool: 'osxphotos', reason });
  }
}

export function describeEnd({ exitCode, signal }: ChildOutcome): Reason {
  return signal === null ? because('exit-code', { exitCode }) : because('ended-by-signal', { signal });
}
