import { describe, expect, it } from 'vitest';
import { exportAssets } from '../../../src/core/photos/export.ts';
import { exportArguments } from '../../../src/core/photos/export-arguments.ts';

const request = {
  library: '/a/My.photoslibrary',
  snapshot: '/run/photos/Photos.sqlite',
  exportDatabase: '/a/export.db',
};

/** Each of these loses photos, changes bytes, deletes files or breaks on file names (see the design's rules for child processes). */
const FORBIDDEN = [
  '--verbose',
  '-V',
  '--only-new',
  '--cleanup',
  '--exiftool',
  '--ramdb',
  '--append',
  '--force-update',
  '--download-missing',
  '--use-photokit',
  '--not-hidden',
  '--not-shared',
];

describe('the command line of an export', () => {
  const line = exportArguments(request, '/staging', '/run/export-1');

  it('names the library, the database and the list, and shows no progress bar', () => {
    expect(line[0]).toBe('/staging');
    for (const [option, value] of [
      ['--library', '/a/My.photoslibrary'],
      // The database in the library is never opened.
      ['--alt-db', '/run/photos/Photos.sqlite'],
      ['--exportdb', '/a/export.db'],
      ['--uuid-from-file', '/run/export-1/uuids.txt'],
    ] as const) {
      expect(line[line.indexOf(option) + 1]).toBe(value);
    }
    expect(line).toContain('--update');
    expect(line).toContain('--no-progress');
  });

  it('has none of the options that do harm', () => {
    expect(line.filter((word) => FORBIDDEN.includes(word))).toEqual([]);
  });

  it('never brings a whole burst for one frame, and looks for unpicked frames only if there may be some', () => {
    const unpicked = exportArguments({ ...request, unpickedBursts: true }, '/staging', '/run');
    for (const words of [line, unpicked]) expect(words).toContain('--skip-bursts');
    const functions = (words: readonly string[]) =>
      words.flatMap((word, index) => (word === '--query-function' ? [words[index + 1]] : []));
    expect(functions(line)).toEqual(['on_photo.py::with_plain_names', 'on_photo.py::in_order']);
    expect(functions(unpicked)).toEqual([
      'on_photo.py::with_unpicked_frames',
      'on_photo.py::with_plain_names',
      'on_photo.py::in_order',
    ]);
  });
});

describe('an export of nothing', () => {
  const start = (uuids: readonly string[]) =>
    exportAssets({
      ...request,
      osxphotos: '/nonexistent/osxphotos',
      scripts: '/nonexistent',
      staging: '/nonexistent/staging',
      runFolder: '/nonexistent/run',
      uuids,
      onRecord: () => undefined,
    });

  it('is refused, because osxphotos would export everything', async () => {
    await expect(start([])).rejects.toThrow(/exports everything/);
  });

  it.each(['', '# A comment', 'A\nB'])('is refused for what is not a UUID: %j', async (uuid) => {
    await expect(start([uuid])).rejects.toThrow(/only UUIDs/);
  });
});
