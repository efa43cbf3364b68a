/**
 * Where a tool may be. Programs started from Finder get a bare PATH (`/usr/bin:/bin:/usr/sbin:/sbin`), so the usual places of Homebrew,
 * uv, pipx and Go are looked at by name.
 */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { FoundBy, ToolName } from '../model/tools.ts';
import { installedIn, privateProgram } from './private-tools.ts';
import { whyNotTrusted } from './trust.ts';

export interface ToolCandidate {
  readonly path: string;
  readonly by: FoundBy;
}

export interface FindOptions {
  readonly tool: ToolName;
  /** The absolute path a person chose in the settings; nothing else is looked at then, because a choice is not a hint. */
  readonly chosen?: string | null | undefined;
  /** The folder that {@link installTool} installs into. */
  readonly privateFolder?: string | undefined;
  /** Where PATH, HOME and the tool folders are read from. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Where package managers put programs for everybody; looked at after PATH. */
const SHARED_FOLDERS: readonly (readonly [FoundBy, string])[] = [
  ['homebrew', '/opt/homebrew/bin'],
  ['usr-local', '/usr/local/bin'],
  ['go', '/usr/local/go/bin'],
];

/** Every place to look at, in order, without asking the disk. */
export function candidatePaths(options: FindOptions): readonly ToolCandidate[] {
  const { tool, chosen, privateFolder } = options;
  if (chosen != null && chosen !== '') return [{ path: chosen, by: 'settings' }];
  const env = options.env ?? process.env;
  const home = env.HOME ?? homedir();
  const candidates: ToolCandidate[] = [];
  const add = (by: FoundBy, ...folder: (string | undefined)[]) => {
    if (folder.every((part) => part !== undefined && part !== '')) {
      candidates.push({ path: join(...(folder as string[]), tool), by });
    }
  };

  if (privateFolder !== undefined) candidates.push({ path: privateProgram(privateFolder, tool), by: 'private' });
  for (const folder of searchFolders(env)) add('path', folder);
  for (const [by, folder] of SHARED_FOLDERS) add(by, folder);
  if (tool === 'osxphotos') {
    add('uv', env.UV_TOOL_BIN_DIR);
    add('uv', env.UV_TOOL_DIR ?? join(home, '.local/share/uv/tools'), 'osxphotos/bin');
    add('pipx', env.PIPX_BIN_DIR);
    add('pipx', env.PIPX_HOME ?? join(home, '.local/share/pipx'), 'venvs/osxphotos/bin');
    add('pipx', join(home, '.local/pipx/venvs/osxphotos/bin'));
  }
  add('local-bin', home, '.local/bin');
  add('local-bin', home, 'bin');
  if (tool === 'immich-go') {
    add('go', env.GOBIN);
    add('go', env.GOPATH?.split(delimiter)[0], 'bin');
    add('go', home, 'go/bin');
  }
  return candidates;
}

/** The programs that are really there and may be executed, in order of preference, each file once. */
export async function findTool(options: FindOptions): Promise<readonly ToolCandidate[]> {
  const found: ToolCandidate[] = [];
  const seen = new Set<string>();
  for (const candidate of candidatePaths(options)) {
    if (!isAbsolute(candidate.path) || !(await isProgram(candidate.path))) continue;
    if (candidate.by === 'private' && (await installedIn(options.privateFolder ?? '', options.tool)) === null) continue;
    const real = await realpath(candidate.path);
    if (seen.has(real)) continue;
    seen.add(real);
    found.push(candidate);
  }
  return found;
}

/** The folders to look for other programs in, for example compilers: PATH, then the usual places. */
export function programFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const usual = SHARED_FOLDERS.map(([, folder]) => folder);
  return [...searchFolders(env), ...usual, join(env.HOME ?? homedir(), '.local/bin')];
}

/** The first program of that name in the folders that nobody else can change, or null. */
export async function findProgram(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    if ((await isProgram(path)) && (await whyNotTrusted(path)) === null) return path;
  }
  return null;
}

function searchFolders(env: NodeJS.ProcessEnv): readonly string[] {
  // A relative entry would depend on the working folder; those are ignored.
  return (env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
}

async function isProgram(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
