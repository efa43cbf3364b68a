/**
 * One run at a time on one home, shared by the app, the command line and whatever starts them.
 *
 * What locks is SQLite's lock on a file of its own: the system gives it to one process only, and takes it back at the very moment that
 * process ends, however it ends. So no lock can be stale, whether by a dead process, one whose number is used again, or a restart, and two
 * processes cannot both believe that they have taken over. Beside it stands a record of who is running and which programs it started:
 * for people, and for the next run, which ends what a killed run left behind.
 */
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { explainFullDisk } from '../disk-space.ts';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { ensurePrivateFolder } from '../settings/paths.ts';
import { machineId } from '../system/machine-id.ts';
import { identifyProcess } from './process-identity.ts';

const childSchema = z.object({
  pid: z.int().min(2),
  /** Null in the moment between the start of a child and finding out; such a child is left alone later. */
  started: z.string().nullable(),
  program: z.string(),
});
const recordSchema = z.object({
  pid: z.int().min(1),
  started: z.string().nullable(),
  /** See {@link machineId}. */
  machine: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** What started the run, for example `due` or `command line`. */
  trigger: z.string(),
  children: z.array(childSchema),
});

/** A program that a run has started. */
export type ChildRecord = Readonly<z.output<typeof childSchema>>;
/** The record of a run. */
export type RunRecord = Readonly<z.output<typeof recordSchema>>;

export interface RunLock {
  /** The record of a run that did not come to its end (crash, kill, power loss), or null. */
  readonly interrupted: RunRecord | null;
  /** When that run last wrote its record, milliseconds since 1970: it lived until then at least. */
  readonly interruptedAt: number | null;
  /** The programs of that run which were still going and have been ended. */
  readonly ended: readonly ChildRecord[];
  /** Notes a program started by this run, which must lead its own process group (as `runChild` sees to); call it from `onStart`. */
  addChild(pid: number, program: string): void;
  removeChild(pid: number): void;
  /** Gives the lock back. Harmless when called twice. */
  release(): void;
}

export interface RunLockOptions {
  readonly trigger: string;
  /** Milliseconds that a program left behind gets between SIGINT and SIGKILL; 10,000 if not given. */
  readonly grace?: number;
}

/** Milliseconds between tries while the holder of the lock has not written its record yet, and how many. */
const LOOK_AGAIN = 50;
const LOOKS = 10;
/** Milliseconds after which a program that was killed is given up on. */
const KILL_TAKES = 5_000;

/**
 * Takes the lock, or says who has it.
 * @param folder the run folder; made if need be
 * @throws {ProblemError} another-run, folder-unusable, disk-full
 */
export async function acquireRunLock(folder: string, { trigger, grace = 10_000 }: RunLockOptions): Promise<RunLock> {
  await ensurePrivateFolder(folder);
  const lock = await takeLock(folder);
  try {
    const interruptedAt = await recordTime(folder);
    const interrupted = await readRecord(folder);
    const record = {
      pid: process.pid,
      started: (await identifyProcess(process.pid))?.started ?? null,
      machine: await machineId(),
      since: new Date().toISOString(),
      trigger,
    };
    let children: readonly ChildRecord[] = [];
    /** While a child runs: a disk that is full must not make the run lose hold of it. */
    const note = (changed: readonly ChildRecord[]) => {
      try {
        save(changed);
      } catch {
        // Whoever writes next meets the full disk, and says so.
      }
    };
    const save = (changed: readonly ChildRecord[]) => {
      children = changed;
      writeRecord(folder, { ...record, children: [...children] });
    };
    // The former children stay in the record until they have ended, in case that this process is killed too.
    const leftBehind = interrupted?.machine === record.machine ? interrupted.children : [];
    save(leftBehind);
    const ended = await endChildren(leftBehind, grace);
    save([]);

    let released = false;
    return {
      interrupted,
      interruptedAt,
      ended,
      addChild(pid, program) {
        note([...children, { pid, started: null, program }]);
        void identifyProcess(pid).then((identity) => {
          if (released || identity === null) return;
          note(children.map((child) => (child.pid === pid ? { ...child, started: identity.started } : child)));
        });
      },
      removeChild(pid) {
        if (!released) note(children.filter((child) => child.pid !== pid));
      },
      release() {
        if (released) return;
        released = true;
        try {
          // The record goes first: a record without a lock would look like a crash.
          rmSync(recordFile(folder), { force: true });
        } finally {
          lock.close();
        }
      },
    };
  } catch (error) {
    lock.close();
    if (error instanceof ProblemError) throw error;
    const explained = explainFullDisk(error, [folder]);
    if (explained instanceof ProblemError) throw explained;
    throw new ProblemError('folder-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
  }
}

/** The run in progress, for showing it; null when there is none. Only looks: to be sure, acquire the lock. */
export async function currentRun(folder: string): Promise<RunRecord | null> {
  const record = await readRecord(folder);
  if (record === null) return null;
  if (record.machine !== (await machineId())) return isRunLockFree(folder) ? null : record;
  const identity = await identifyProcess(record.pid);
  return identity !== null && identity.started === record.started ? record : null;
}

/** Whether a run left its record that did not come to its end. Only looks: to be sure, acquire the lock. */
export async function isRunLeftBehind(folder: string): Promise<boolean> {
  return (await recordTime(folder)) !== null && (await currentRun(folder)) === null;
}

async function takeLock(folder: string): Promise<DatabaseSync> {
  for (let look = 1; ; look += 1) {
    const lock = tryLock(folder);
    if (lock !== null) return lock;
    const holder = await currentRun(folder);
    if (holder === null && look < LOOKS) {
      await wait(LOOK_AGAIN);
      continue;
    }
    throw new ProblemError('another-run', {
      pid: holder?.pid ?? null,
      since: holder === null ? null : Date.parse(holder.since),
    });
  }
}

/**
 * Whether nobody holds the lock at this moment. Whoever wants it at this very moment tries again. For a record of another computer, which is of a
 * run there (a home on a shared disk), or came here with the home (Migration Assistant, a restored backup); and where nothing can be awaited.
 */
export function isRunLockFree(folder: string): boolean {
  try {
    const lock = tryLock(folder);
    lock?.close();
    return lock !== null;
  } catch {
    // A disk that cannot be written to: nothing is known but what the record says.
    return false;
  }
}

/** The connection that holds the lock until it is closed, or null when another one does. */
function tryLock(folder: string): DatabaseSync | null {
  const file = join(folder, 'lock.sqlite');
  let database: DatabaseSync | undefined;
  try {
    createFile(file);
    database = new DatabaseSync(file, { timeout: 0 });
    // IMMEDIATE asks for the one lock (RESERVED) that two connections can never both get, not even to lose it to each other.
    // Nothing is ever written; with the journal in memory no other file comes into being. https://www.sqlite.org/lockingv3.html
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database?.close();
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    const explained = explainFullDisk(error, [folder]);
    if (explained instanceof ProblemError) throw explained;
    throw new ProblemError('folder-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
  }
}

/**
 * Made by us for the mode. It is never opened when it exists: POSIX takes a process's lock on a file back when the process closes the file
 * through any handle, so that a look at it from within the running process would unlock it. SQLite itself knows how to avoid that.
 */
function createFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}

const recordFile = (folder: string) => join(folder, 'run.json');

/** Also of a record that cannot be understood; null when there is none. */
async function recordTime(folder: string): Promise<number | null> {
  const found = await stat(recordFile(folder)).catch(() => null);
  return found === null ? null : found.mtimeMs;
}

/** Null when there is none, or nothing that can be understood. */
async function readRecord(folder: string): Promise<RunRecord | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordFile(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Synchronous, so that a child is in the record before anything else can happen. */
function writeRecord(folder: string, record: RunRecord): void {
  // One name for all: only the holder of the lock writes, and what a killed one left half-written is written over.
  const fresh = join(folder, 'run.new.json');
  writeFileSync(fresh, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(fresh, recordFile(folder));
}

/** Ends those programs of a former run that are still going: proved by number, start and program. Others are left alone. */
async function endChildren(children: readonly ChildRecord[], grace: number): Promise<readonly ChildRecord[]> {
  const ended = await Promise.all(
    children.map(async (child) => {
      if (!(await isStill(child))) return [];
      signalGroup(child.pid, 'SIGINT');
      const deadline = Date.now() + grace;
      while (await isStill(child)) {
        if (Date.now() >= deadline) signalGroup(child.pid, 'SIGKILL');
        // Stuck in the system, for example on a disk that is gone: not even SIGKILL ends it, and waiting would not either.
        if (Date.now() >= deadline + KILL_TAKES) return [];
        await wait(LOOK_AGAIN);
      }
      // What it had started and did not take along. The system gives the number to no other process while any of the group lives.
      signalGroup(child.pid, 'SIGKILL');
      return [child];
    }),
  );
  return ended.flat();
}

async function isStill({ pid, started, program }: ChildRecord): Promise<boolean> {
  const identity = await identifyProcess(pid);
  return identity !== null && started !== null && identity.started === started && identity.command.includes(program);
}

/** The whole group: osxphotos starts exiftool, a packed osxphotos runs as two processes. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone in the meantime.
  }
}
