/** Walks the folder to upload in immich-go's order: a folder's files by name, then its folders. */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, matchesGlob, relative } from 'node:path';
import type { Log } from './log.ts';
import type { FileToUpload } from './server.ts';

/** What the server says it takes: `GET /server/media-types`. */
export interface MediaTypes {
  readonly image: readonly string[];
  readonly video: readonly string[];
  readonly sidecar: readonly string[];
}

export interface FoundFile extends FileToUpload {
  /** As the log names it: `<base name of the argument>:<path in it>`. */
  readonly logName: string;
}

const BANNED = /^(?:\.DS_Store|\._.*)$/i;

export async function* walk(root: string, types: MediaTypes, log: Log): AsyncGenerator<FoundFile> {
  yield* walkFolder(root, root, types, log);
}

async function* walkFolder(root: string, folder: string, types: MediaTypes, log: Log): AsyncGenerator<FoundFile> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const found: FoundFile[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const logName = `${basename(root)}:${relative(root, path)}`;
    const extension = extname(name).toLowerCase();
    if (BANNED.test(name)) {
      log('INFO', 'discovered banned file', { file: logName, reason: 'banned file' });
    } else if (types.sidecar.includes(extension)) {
      log('INFO', 'discovered sidecar', { file: logName });
    } else if (types.image.includes(extension) || types.video.includes(extension)) {
      const kind = types.image.includes(extension) ? 'image' : 'video';
      log('INFO', `discovered ${kind}`, { file: logName });
      const { size, mtime } = await stat(path);
      const sidecar = sidecarFor(name, names);
      found.push({ path, size, modifiedAt: mtime, kind, logName, sidecar: sidecar && join(folder, sidecar) });
    } else {
      // The real one leaves out the folders here.
      log('WARN', 'discovered unknown file', { file: `${basename(root)}:${name}`, reason: 'useless file' });
    }
  }
  for (const file of found) {
    if (file.sidecar !== undefined) {
      log('INFO', 'discovered sidecar', { file: `${basename(root)}:${relative(root, file.sidecar)}` });
    }
    yield file;
  }
  for (const entry of entries.filter((each) => each.isDirectory())) {
    yield* walkFolder(root, join(folder, entry.name), types, log);
  }
}

/** `<name>.<ext>.xmp`, else `<name>.xmp`; the real one takes the file's own name for a pattern (adapters/folder/run.go). */
function sidecarFor(name: string, names: readonly string[]): string | undefined {
  const stem = name.slice(0, name.length - extname(name).length);
  const matches = (wanted: string, each: string) =>
    /[*?[\\]/.test(wanted) ? matchesGlob(each, `${wanted}.xmp`) : each.toLowerCase() === `${wanted}.xmp`.toLowerCase();
  return names.find((each) => matches(name, each)) ?? names.find((each) => matches(stem, each));
}
