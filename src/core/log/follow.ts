/** Reading the log while it is written: the last lines, and then each new one, across rotations (like `tail -F`). */
import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { archivedLog, existingLogs, LOG_FILES } from './log-files.ts';

/** Milliseconds between looks when the system reports no change; it does not for every kind of disk. */
const LOOK_EVERY = 1000;
const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

/** The last lines of the log, the oldest first, from older files too when the newest has too few. A missing log has none. */
export async function readLastLines(file: string, count: number): Promise<readonly string[]> {
  return lastLinesOf(existingLogs(file), [], count);
}

/** The last lines of some files, of which the last is the youngest, with younger lines after them. */
async function lastLinesOf(files: readonly string[], younger: readonly string[], count: number) {
  let lines = younger;
  for (const path of files.toReversed()) {
    if (lines.length >= count) break;
    const text = await readFile(path, 'utf8').catch(() => '');
    lines = [...text.split('\n').filter((line) => line !== ''), ...lines];
  }
  return count <= 0 ? [] : lines.slice(-count);
}

export interface FollowOptions {
  /** Ends the iteration. */
  readonly signal: AbortSignal;
  /** Lines from before to begin with. */
  readonly lines?: number;
}

/** The last lines and then every line that is written, until `signal` is aborted. The log need not exist yet. */
export async function* followLog(file: string, { signal, lines = 0 }: FollowOptions): AsyncGenerator<string, void> {
  const changes = watchForChanges(file, signal);
  // Opened before the last lines are read, and the new lines begin where they end: nothing is missed or comes twice.
  let current = await openLogFile(file);
  try {
    if (current !== null) current.position = await endOfLastLine(current);
    yield* await linesBefore(file, current, lines);
    while (!signal.aborted) {
      if (current === null) {
        current = await openLogFile(file);
      } else {
        yield* readNewLines(current);
        const next = await nextFile(file, current);
        if (next !== undefined) {
          // What was written between the last read and the rotation.
          yield* readNewLines(current);
          await current.handle.close();
          current = next;
          continue;
        }
        if ((await current.handle.stat()).size < current.position) Object.assign(current, { position: 0, rest: [] });
      }
      await changes.next();
    }
  } finally {
    changes.close();
    await current?.handle.close();
  }
}

interface OpenLog {
  readonly handle: FileHandle;
  readonly inode: number;
  /** Bytes read so far. */
  position: number;
  /** The beginning of a line whose end is not written yet. */
  rest: Buffer[];
}

async function openLogFile(path: string): Promise<OpenLog | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return null;
  return { handle, inode: (await handle.stat()).ino, position: 0, rest: [] };
}

async function* readNewLines(log: OpenLog): AsyncGenerator<string, void> {
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    const { bytesRead } = await log.handle.read(buffer, 0, CHUNK, log.position);
    if (bytesRead === 0) return;
    log.position += bytesRead;
    let from = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1 && end < bytesRead; end = buffer.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...log.rest, buffer.subarray(from, end)]);
      log.rest = [];
      from = end + 1;
      yield line.toString('utf8');
    }
    if (from < bytesRead) log.rest.push(Buffer.from(buffer.subarray(from, bytesRead)));
  }
}

/** The file to read after this one: the next younger, also when there was more than one rotation. Undefined while this is the newest. */
async function nextFile(file: string, current: OpenLog): Promise<OpenLog | null | undefined> {
  const inodes = await Promise.all(
    Array.from({ length: LOG_FILES }, (_, age) =>
      stat(archivedLog(file, age)).then(
        (found) => found.ino,
        () => null,
      ),
    ),
  );
  const age = inodes.indexOf(current.inode);
  if (age === 0) return undefined;
  // Gone altogether: the oldest that is left may hold lines that we have not seen.
  const oldest = inodes.findLastIndex((inode) => inode !== null);
  return openLogFile(archivedLog(file, age > 0 ? age - 1 : Math.max(0, oldest)));
}

async function endOfLastLine(log: OpenLog): Promise<number> {
  const { size } = await log.handle.stat();
  const length = Math.min(size, CHUNK);
  const { buffer } = await log.handle.read(Buffer.alloc(length), 0, length, size - length);
  return size - length + buffer.lastIndexOf(NEWLINE) + 1;
}

async function linesBefore(file: string, current: OpenLog | null, count: number): Promise<readonly string[]> {
  if (count <= 0) return [];
  const length = current?.position ?? 0;
  const read = await current?.handle.read(Buffer.alloc(length), 0, length, 0);
  const own = read?.buffer.toString('utf8').split('\n').slice(0, -1) ?? [];
  const older = existingLogs(file).filter((path) => path !== file);
  return lastLinesOf(older, own, count);
}

/** Wakes when something in the log's folder changes, or after a second, or at the end. */
function watchForChanges(file: string, signal: AbortSignal): { next(): Promise<void>; close(): void } {
  let wake = () => {};
  let changed = false;
  let watcher: FSWatcher | null = null;
  const notice = () => {
    changed = true;
    wake();
  };
  const start = () => {
    try {
      watcher = watch(dirname(file), (_event, name) => {
        if (name === null || name === basename(file)) notice();
      });
      watcher.on('error', () => {});
    } catch {
      // The folder is not there yet; looking every second will do until it is.
    }
  };
  start();
  signal.addEventListener('abort', notice);
  return {
    async next() {
      if (watcher === null) start();
      if (!changed && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_EVERY);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      changed = false;
    },
    close() {
      watcher?.close();
      signal.removeEventListener('abort', notice);
    },
  };
}
