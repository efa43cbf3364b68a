import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import {
  failureCause,
  failureMessage,
  failureProblem,
  meaningOf,
  OutputMeanings,
  unknownLibraryReason,
} from '../../../src/core/photos/osxphotos-output.ts';
import type { ChildOutcome } from '../../../src/core/tools/child.ts';

const crash = (message: string) => [
  'Processing database /Users/a/Pictures/Photos Library.photoslibrary/database/Photos.sqlite',
  '❌️  Something went wrong and osxphotos encountered an error:',
  message,
  "Crash log written to '/private/tmp/run/osxphotos_crash.log'",
  'Please file a bug report at https://github.com/RhetTbull/osxphotos/issues with the crash log attached.',
];

const ended = (
  lastErrors: readonly string[],
  exitCode: number | null = 1,
  signal: string | null = null,
): ChildOutcome => ({
  exitCode,
  signal,
  stopped: false,
  killed: false,
  timedOut: false,
  stalled: false,
  lastErrors,
  duration: 1,
});

describe('what osxphotos says', () => {
  it.each([
    'Created export database /Users/a/Library/Application Support/Immich Sync/export.db',
    'Using osxphotos export database: version 11.1 located at /Users/a/export.db',
    'Upgraded export database /Users/a/export.db from version 10.1 to 11.1',
    "Warning: export database '/a/export.db' is in a different directory than export destination '/b'",
    "⚠️  Warning: export database '/a/export.db' is in a different directory than export destination '/b'",
    'Exporting 1 photo to /b...',
    'Processed: 14 photos, exported: 0, updated: 0, skipped: 14, updated EXIF data: 0, missing: 7, error: 0, touched date: 2',
    'Did not find any photos to export',
    'Elapsed time: 0:06:34',
    'Processing detected faces in photos.',
    'Processing shared iCloud library info',
    'Done processing details from Photos library.',
    'Database locked, creating temporary copy.',
    '❌️  Error exporting photo (6191423D: a.jpg) as a.jpg: [Errno 36] File name too long',
    '',
  ])('is expected: %s', (line) => {
    expect(meaningOf(line)).toBe('expected');
  });

  it.each([
    '2026-11-25 02:00:01.234 Python[812:90211] +[IMKClient subclass]: chose IMKClient_Modern',
    '2026-11-25 02:00:01.234567+0100 Python[812:90211] [default] CGSWindowShmemCreateWithPort failed on port 0',
    '2026-11-25 02:00:01.234 osxphotos[812:0x16f0a] WARNING: Secure coding is automatically enabled for restorable state!',
    'objc[812]: Class PHAsset is implemented in both /System/Library/A (0x1) and /System/Library/B (0x2). One of the two will be used.',
    'CoreData: annotation: Failed to load optimized model at path',
    'Python(812,0x1f2e3d4c0) malloc: nano zone abandoned due to inability to reserve vm space.',
  ])('is of the system, and no reason for doubt: %s', (line) => {
    expect(meaningOf(line)).toBe('system');
  });

  it('is no reason for doubt when our scripts take a slower way to the same result', () => {
    expect(meaningOf("immich_sync: slow: assets are read by osxphotos’ properties: KeyError: 'directory'")).toBe(
      'slow',
    );
  });

  it.each([
    '2026-11-22 13:02:13,276 - osxphotos - WARNING - photosdb.py - 415 - Something is odd',
    'Traceback (most recent call last):',
    '  File "/usr/lib/python3/osxphotos/x.py", line 3, in load',
    'inventory: the table of renders could not be read: KeyError',
    'on_photo: sidecar: ValueError',
  ])('is a reason for doubt when it is osxphotos’ own, a traceback or ours: %s', (line) => {
    expect(meaningOf(line)).toBe('unknown');
  });

  it('goes on in the lines below a message of the system, and in no others', () => {
    const meanings = new OutputMeanings();
    const lines = [
      '2026-11-25 02:00:01.234 Python[812:90211] Unable to simultaneously satisfy constraints: (',
      '    "<NSAutoresizingMaskLayoutConstraint:0x1>",',
      ')',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/osxphotos/x.py", line 3, in load',
    ];
    expect(lines.map((line) => meanings.of(line))).toEqual(['system', 'system', 'system', 'unknown', 'unknown']);
  });

  it('is counted when nobody here knows it', () => {
    expect(meaningOf('The moon is in the seventh house.')).toBe('unknown');
  });

  it('tells a library that it does not know from a macOS that it was not tested on', () => {
    const library =
      '2026-11-22 14:02:13,276 - osxphotos - WARNING - photosdb_utils.py - 157 - Unknown db / model version for /a: model_ver=20500; assuming latest version';
    expect(meaningOf(library)).toBe('unknown-library');
    expect(tell(unknownLibraryReason(library))).toBe('model version 20500');
    expect(
      meaningOf(
        'WARNING: This module has only been tested with macOS versions [26.1]: you have Darwin, OS version: 28.0',
      ),
    ).toBe('untested-system');
  });
});

describe('why osxphotos failed', () => {
  it.each([
    [
      crash('[Errno 1] Operation not permitted: ’/Users/a/Photos Library.photoslibrary/database/Photos.sqlite’'),
      'no-access',
    ],
    [crash('Error copying/Users/a/Photos.sqlite to /tmp/osxphotos_1/Photos.sqlite'), 'no-access'],
    [crash('database disk image is malformed'), 'damaged'],
    [crash('no such column: ZASSET.ZHASADJUSTMENTS'), 'damaged'],
    [crash('Could not find Photos database file in /Users/a/x.photoslibrary'), 'no-library'],
    [crash('[Errno 28] No space left on device'), 'disk-full'],
    [crash('database is locked'), 'locked'],
    [crash('list index out of range'), 'other'],
  ] as const)('%j', (lines, cause) => {
    expect(failureCause(lines)).toBe(cause);
  });

  it('is said by the line below the crash heading', () => {
    expect(failureMessage(crash('list index out of range'))).toBe('list index out of range');
  });

  it('is said by the last line that is not noise where there is no heading', () => {
    expect(failureMessage(['Processing albums.', '2026-11-22 14:02:13,276 - osxphotos - ERROR - no luck', ''])).toBe(
      'ERROR - no luck',
    );
    expect(failureMessage(['inventory: failed: ValueError: odd: value', 'Exception ignored in atexit'])).toBe(
      'odd: value',
    );
    expect(failureMessage(['Processing albums.'])).toBeUndefined();
  });

  it('becomes a problem in plain words, with the exit code where nothing was said', () => {
    const problem = (outcome: ChildOutcome) => failureProblem(outcome, '/a/My.photoslibrary', '/run').problem;
    expect(problem(ended(crash('Operation not permitted'))).code).toBe('library-no-access');
    expect(problem(ended(crash('database disk image is malformed'))).sentence).toContain('/a/My.photoslibrary');
    expect(problem(ended([], 3)).sentence).toContain('exit code 3');
    expect(problem(ended([], null, 'SIGKILL')).sentence).toContain('SIGKILL');
  });
});
