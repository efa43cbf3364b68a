/**
 * Who else may put something in the place of a program: what is found by looking around is only started when nobody can. A program that a person
 * has chosen in the settings is theirs to judge.
 */
import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { because, type Reason } from '../model/reasons.ts';

/** `admin` of macOS, which Homebrew's folders belong to; its members may become root anyway. */
const ADMIN_GROUP = 80;
/** Links from one to the next; more is a circle. */
const MAX_LINKS = 32;

interface Entry {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

export interface Person {
  readonly uid: number;
  readonly gid: number;
  readonly platform: NodeJS.Platform;
}

/**
 * Looks at the program, at every link to it and at all folders above them.
 * @returns why it is not to be trusted; null when it is
 */
export async function whyNotTrusted(program: string, person: Person | null = thisPerson()): Promise<Reason | null> {
  if (person === null) return null;
  let file = program;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    // The folders as they are: links among them lead where the real path says.
    const folder = await realpath(dirname(file));
    const chain = [...foldersAbove(folder), join(folder, basename(file))];
    const entries = await Promise.all(chain.map(look));
    const culprit = entries.find((entry, index) => !isSafe(entry, entries[index + 1], person));
    if (culprit !== undefined) return because('others-can-change', { path: culprit.path });
    const last = chain.at(-1) ?? file;
    const target = await readlink(last).catch(() => null);
    if (target === null) return null;
    file = resolve(folder, target);
  }
  return because('links-in-a-circle');
}

/** From the root on. */
function foldersAbove(folder: string): readonly string[] {
  return folder === dirname(folder) ? [folder] : [...foldersAbove(dirname(folder)), folder];
}

async function look(path: string): Promise<Entry> {
  const found = await lstat(path);
  const { uid, gid, mode } = found;
  return { path, uid, gid, mode, isFolder: found.isDirectory(), isLink: found.isSymbolicLink() };
}

function isSafe(entry: Entry, next: Entry | undefined, person: Person): boolean {
  const isOurs = ({ uid }: Entry) => uid === 0 || uid === person.uid;
  if (!isOurs(entry)) return false;
  // A link's own mode means nothing.
  if (entry.isLink) return true;
  const mayOthersWrite = (entry.mode & 0o002) !== 0 || ((entry.mode & 0o020) !== 0 && !isOwnGroup(entry.gid, person));
  if (!mayOthersWrite) return true;
  // In a sticky folder (/tmp) only its owner renames or removes an entry.
  return entry.isFolder && (entry.mode & 0o1000) !== 0 && next !== undefined && isOurs(next);
}

/** root's, the administrators', and on Linux the group that holds nobody but this user (as its number tells). macOS has all users in one. */
function isOwnGroup(gid: number, { uid, gid: own, platform }: Person): boolean {
  if (gid === 0) return true;
  return platform === 'darwin' ? gid === ADMIN_GROUP : gid === own && own === uid;
}

function thisPerson(): Person | null {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? null : { uid, gid, platform: process.platform };
}
