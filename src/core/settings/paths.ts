/** Where everything lives on this Mac. Every path that the product uses by default is decided here and nowhere else. */
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { explainFullDisk } from '../disk-space.ts';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';

/** Absolute paths; none of them needs to exist yet (see {@link preparePaths}). */
export interface Paths {
  /** The folder given with `--home`, or null for the user's own places. */
  readonly home: string | null;
  /** The user's home folder, which `~/` in a setting means; with `--home` that folder. */
  readonly userFolder: string;
  readonly settingsFile: string;
  /** Headers and client certificates for the server, encrypted. */
  readonly connectionFile: string;
  /** What the app remembers about its versions; only the app uses it. */
  readonly versionsFile: string;
  readonly ledgerFile: string;
  /** Where the status file is written, unless `hooks.statusFile` names another place. */
  readonly statusFile: string;
  /** The index for finding photos, which can be rebuilt from the ledger. */
  readonly searchFile: string;
  /** osxphotos' own database of what it has exported. */
  readonly exportDatabase: string;
  /** Lock, socket and the private working folders of a run. */
  readonly runFolder: string;
  /** Tools that we installed ourselves. */
  readonly toolsFolder: string;
  /** Where exported files wait for the upload, unless the setting `storage.stagingFolder` says otherwise. */
  readonly stagingFolder: string;
  readonly logFile: string;
  /** The configuration of the shell script that this product replaces. */
  readonly legacyConfigFile: string;
  /** Where launchd's jobs of a person's session are described; the first is this user's. */
  readonly launchAgentFolders: readonly string[];
}

export interface PathsOptions {
  /** From `--home`: everything goes below it. Relative to the working folder. */
  readonly home?: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const PRIVATE_FOLDER = 0o700;
const CONNECTION = 'connection.json';

export function pathsFor({ home, platform, environment }: PathsOptions): Paths {
  if (home !== undefined) return pathsBelow(resolve(home));
  const userFolder = absolute(environment.HOME) ?? homedir();
  const shared = {
    home: null,
    userFolder,
    stagingFolder: join(userFolder, 'Pictures', 'immich-sync'),
    legacyConfigFile: join(userFolder, '.config', 'immich-sync', 'config'),
    launchAgentFolders: [join(userFolder, 'Library', 'LaunchAgents'), '/Library/LaunchAgents'],
  };
  if (platform === 'darwin') {
    const support = join(userFolder, 'Library', 'Application Support', 'Immich Sync');
    return {
      ...shared,
      ...stateBelow(support),
      settingsFile: join(support, 'settings.json'),
      connectionFile: join(support, CONNECTION),
      toolsFolder: join(support, 'tools'),
      logFile: join(userFolder, 'Library', 'Logs', 'immich-sync', 'sync.log'),
    };
  }
  // https://specifications.freedesktop.org/basedir-spec: a relative value is to be ignored.
  const base = (variable: string, ...fallback: string[]) =>
    join(absolute(environment[variable]) ?? join(userFolder, ...fallback), 'immich-sync');
  const state = base('XDG_STATE_HOME', '.local', 'state');
  return {
    ...shared,
    ...stateBelow(state),
    settingsFile: join(base('XDG_CONFIG_HOME', '.config'), 'settings.json'),
    connectionFile: join(base('XDG_CONFIG_HOME', '.config'), CONNECTION),
    toolsFolder: join(base('XDG_DATA_HOME', '.local', 'share'), 'tools'),
    logFile: join(state, 'logs', 'sync.log'),
  };
}

function pathsBelow(home: string): Paths {
  return {
    home,
    userFolder: home,
    ...stateBelow(home),
    settingsFile: join(home, 'settings.json'),
    connectionFile: join(home, CONNECTION),
    toolsFolder: join(home, 'tools'),
    stagingFolder: join(home, 'staging'),
    logFile: join(home, 'logs', 'sync.log'),
    legacyConfigFile: join(home, '.config', 'immich-sync', 'config'),
    launchAgentFolders: [join(home, 'Library', 'LaunchAgents')],
  };
}

const stateBelow = (folder: string) => ({
  versionsFile: join(folder, 'versions.json'),
  ledgerFile: join(folder, 'ledger.sqlite'),
  statusFile: join(folder, 'status.json'),
  searchFile: join(folder, 'search.sqlite'),
  exportDatabase: join(folder, 'export.db'),
  runFolder: join(folder, 'run'),
});

const absolute = (path: string | undefined) => (path !== undefined && isAbsolute(path) ? path : undefined);

/** The path that a setting means: `~/` is the user's home folder, a relative path is below it too. */
export function expandPath(path: string, paths: Pick<Paths, 'userFolder'>): string {
  if (path === '~') return paths.userFolder;
  return resolve(paths.userFolder, path.startsWith('~/') ? path.slice(2) : path);
}

/**
 * Makes the folders that our own files go into. Folders and files are for this user only (0700, 0600), whatever they were before: a ledger names
 * every photo. The staging folder is left to the export, which knows whether it is wanted.
 * @throws {ProblemError} folder-unusable
 */
export async function preparePaths(paths: Paths): Promise<void> {
  const { settingsFile, ledgerFile, exportDatabase, logFile } = paths;
  const folders = [dirname(settingsFile), dirname(ledgerFile), paths.runFolder, paths.toolsFolder, dirname(logFile)];
  for (const folder of new Set(folders)) await ensurePrivateFolder(folder);
  for (const file of [settingsFile, ledgerFile, exportDatabase, logFile]) await makePrivate(file);
}

/**
 * Makes a folder (and those above it) for this user only; one that is there becomes so.
 * @throws {ProblemError} folder-unusable
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (error) {
    const explained = explainFullDisk(error, [folder]);
    if (explained instanceof ProblemError) throw explained;
    throw new ProblemError('folder-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
  }
  await makePrivate(folder);
}

const OTHERS = 0o077;
const STICKY = 0o1000;

/** Takes from a file or folder of this user what others may do with it. Never throws: some disks (exFAT, SMB) know no such rights. */
export async function makePrivate(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink() || found.uid !== process.getuid?.()) return;
  // A sticky folder (/tmp) is there for everybody.
  if ((found.mode & OTHERS) === 0 || (found.mode & STICKY) !== 0) return;
  await chmod(path, found.mode & 0o700).catch(() => undefined);
}
