/**
 * Stands in for osxphotos 0.77.2 where it cannot be installed: `--version`, `run …/inventory.py LIBRARY SNAPSHOT` with an order to export after it, and the `export` command of
 * src/core/photos/export.ts. It reads the snapshot of the library's database itself and never runs Python. What it downloads from
 * iCloud (`--download-missing`) it finds in the folder `LIBRARY.icloud`, as `UUID-part.extension`; what is not there cannot be had.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { ExportOrder } from '../../../../src/core/photos/library-session.ts';
import { exportPhotos, photosToExport } from './export.ts';
import { inventory } from './inventory.ts';
import { LibraryError, readLibrary } from './library.ts';

const VERSION = '0.77.2';
/** Where words go: after an inventory, standard output belongs to its records. */
let words: 1 | 2 = 1;

process.on('SIGINT', () => {
  say('\nAborted!', 2);
  process.exit(1);
});
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === '--version') {
    say(`osxphotos, version ${VERSION}\nStand-in of the test bench, Node ${process.version}`);
    return 0;
  }
  if (command === 'run') return runScript(rest);
  if (command === 'export') return runExport(rest);
  return usage(`No such command '${command}'.`);
}

async function runScript([script = '', library = '', snapshot = '']: readonly string[]): Promise<number> {
  if (basename(script) !== 'inventory.py') return usage('the stand-in can only run inventory.py');
  try {
    let lines = '';
    for (const record of inventory(readLibrary(resolve(library), resolve(snapshot)), VERSION)) {
      lines += `${JSON.stringify(record)}\n`;
      if (lines.length > 1 << 18) {
        write(lines);
        lines = '';
      }
    }
    write(lines);
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    say(`inventory: failed: ${error.message}`, 2);
    return 1;
  }
  words = 2;
  say('inventory: complete');
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as ExportOrder;
    Object.assign(process.env, order.environment);
    process.chdir(order.folder);
    say('inventory: exporting');
    return runExport(order.arguments);
  }
  return 0;
}

async function runExport(args: readonly string[]): Promise<number> {
  const read = readExportArguments(args);
  if (typeof read === 'string') return usage(read);
  const {
    destination,
    library: path,
    snapshot,
    database,
    skipBursts,
    skipEdited,
    skipOriginalIfEdited,
    uuids,
    isDownloading,
  } = read;
  for (const [name, value] of [
    ['DEST', destination],
    ["'--library' / '--db'", path],
    ["'--alt-db'", snapshot],
  ] as const) {
    if (!existsSync(value)) return usage(`Invalid value for ${name}: Path '${value}' does not exist.`);
  }
  try {
    say(`Processing database ${snapshot}`, 2);
    const library = readLibrary(resolve(path), resolve(snapshot));
    say(
      `Warning: export database '${database}' is in a different directory than export destination '${destination}'`,
      2,
    );
    const options = {
      destination,
      database,
      skipBursts,
      skipEdited,
      skipOriginalIfEdited,
      uuids,
      cloud: isDownloading ? `${resolve(path)}.icloud` : null,
      records: process.env.IMMICH_SYNC_RECORDS,
    };
    const photos = photosToExport(library, options);
    if (photos.length === 0) {
      say('Did not find any photos to export');
      return 0;
    }
    say(`Exporting ${photos.length} photos to ${destination}...`);
    const counts = await exportPhotos(photos, options);
    const { exported, updated, skipped, missing, error } = counts;
    say(
      `Processed: ${counts.photos} photos, exported: ${exported}, updated: ${updated}, skipped: ${skipped}, updated EXIF data: 0, missing: ${missing}, error: ${error}`,
    );
    say('Elapsed time: 0:00:00');
    return 0;
  } catch (error) {
    say(`Something went wrong and osxphotos encountered an error:\n${(error as Error).message}`, 2);
    return 1;
  }
}

/** The options that the core gives and no others: a new one must be understood here before the stand-in may be used for it. */
function readExportArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        library: { type: 'string' },
        'alt-db': { type: 'string' },
        exportdb: { type: 'string' },
        update: { type: 'boolean' },
        'uuid-from-file': { type: 'string' },
        'skip-bursts': { type: 'boolean', default: false },
        'skip-edited': { type: 'boolean', default: false },
        'skip-original-if-edited': { type: 'boolean', default: false },
        'download-missing': { type: 'boolean', default: false },
        'use-photokit': { type: 'boolean', default: false },
        directory: { type: 'string' },
        filename: { type: 'string' },
        sidecar: { type: 'string' },
        'touch-file': { type: 'boolean' },
        'no-progress': { type: 'boolean' },
        tmpdir: { type: 'string' },
        retry: { type: 'string' },
        // It exports in the order of the list anyway.
        'query-function': { type: 'string', multiple: true },
        'post-function': { type: 'string' },
      },
    });
    const { library, 'alt-db': snapshot, exportdb: database, directory, filename } = values;
    const [destination, ...more] = positionals;
    if (destination === undefined || more.length > 0) return "Missing argument 'DEST'.";
    if (library === undefined || snapshot === undefined || database === undefined || !values.update) {
      return 'the stand-in needs --library, --alt-db, --exportdb and --update';
    }
    if (directory !== '{created.year}/{created.mm}' || filename !== '{function:on_photo.py::file_stem}') {
      return 'the stand-in knows one --directory and one --filename';
    }
    const list = values['uuid-from-file'];
    const uuids = list === undefined ? [] : readFileSync(list, 'utf8').split('\n');
    return {
      destination: resolve(destination),
      library,
      snapshot,
      database,
      skipBursts: values['skip-bursts'],
      skipEdited: values['skip-edited'],
      skipOriginalIfEdited: values['skip-original-if-edited'],
      isDownloading: values['download-missing'],
      uuids: uuids.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')),
    };
  } catch (error) {
    return (error as Error).message;
  }
}

function usage(message: string): number {
  say(`Usage: osxphotos [OPTIONS] COMMAND [ARGS]...\n\nError: ${message}`, 2);
  return 2;
}

function say(text: string, stream: 1 | 2 = words): void {
  write(`${text}\n`, stream);
}

/** Written before the process may end, also when the reader is slow. */
function write(text: string, stream: 1 | 2 = 1): void {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(stream, bytes, start);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') throw error;
    }
  }
}
