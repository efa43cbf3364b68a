/**
 * Where the local sockets of a home are: in its run folder, which is this user's alone. macOS takes no longer path than 103 bytes
 * (`sun_path` in unix(4)); a home further down gets a private folder among the temporary files, and a file in the run folder that names it.
 */
import { lstatSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `run` belongs to whoever holds the run lock, `app` to the app. */
export type SocketName = 'run' | 'app';

const MAX_PATH_BYTES = 103;
/** Private folders among the temporary files: `mkdtemp` adds six characters to it. */
const PRIVATE = 'immich-sync-';
const ADDED = 6;

const isShort = (path: string) => Buffer.byteLength(path) <= MAX_PATH_BYTES;
const usualPath = (folder: string, name: SocketName) => join(folder, `${name}.sock`);
const pointerFile = (folder: string, name: SocketName) => join(folder, `${name}.socket-path`);

/**
 * A path at which a socket can be made now. A socket that a killed process left there is taken away, so call it only when nobody listens.
 * @throws what the file system says.
 */
export function makeSocketPlace(folder: string, name: SocketName, temporary: string = tmpdir()): string {
  removeSocketPlace(folder, name);
  const usual = usualPath(folder, name);
  if (isShort(usual)) return usual;
  const base = isShort(join(temporary, PRIVATE + '-'.repeat(ADDED), `${name}.sock`)) ? temporary : '/tmp';
  const path = join(mkdtempSync(join(base, PRIVATE)), `${name}.sock`);
  const pointer = pointerFile(folder, name);
  writeFileSync(`${pointer}.new`, path, { mode: 0o600 });
  renameSync(`${pointer}.new`, pointer);
  return path;
}

/** Where the socket is, if there is one and it is this user's; null otherwise. Whether somebody listens there is another question. */
export function findSocket(folder: string, name: SocketName): string | null {
  const usual = usualPath(folder, name);
  const path = isShort(usual) ? usual : readPointer(folder, name);
  if (path === null || !isShort(path)) return null;
  try {
    const found = lstatSync(path);
    return found.isSocket() && found.uid === process.getuid?.() ? path : null;
  } catch {
    return null;
  }
}

/** Takes away the socket and what leads to it. */
export function removeSocketPlace(folder: string, name: SocketName): void {
  rmSync(usualPath(folder, name), { force: true });
  const elsewhere = readPointer(folder, name);
  if (elsewhere === null) return;
  // Only what we could have made: a pointer that was tampered with removes nothing else.
  if (/\/immich-sync-[^/]+\/(?:run|app)\.sock$/.test(elsewhere)) {
    try {
      rmSync(elsewhere, { force: true });
      rmdirSync(dirname(elsewhere));
    } catch {
      // The system has tidied up its temporary files before us, or it is not ours.
    }
  }
  rmSync(pointerFile(folder, name), { force: true });
}

function readPointer(folder: string, name: SocketName): string | null {
  try {
    return readFileSync(pointerFile(folder, name), 'utf8');
  } catch {
    return null;
  }
}
