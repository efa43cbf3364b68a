/**
 * The tools that tests, the benchmark and the demo use: real ones, installed into `.tools/` when the machine has none that were tested,
 * or the test bench's stand-ins where nothing can be installed.
 *
 * - `IMMICH_SYNC_OSXPHOTOS`, `IMMICH_SYNC_IMMICH_GO`: absolute path of the program to use, nothing else is tried
 * - `IMMICH_SYNC_TOOLS=stand-in`: use the stand-ins
 */

import { join, resolve } from 'node:path';
import { tell } from '../../../src/core/model/problem.ts';
import type { ToolName } from '../../../src/core/model/tools.ts';
import { chooseTool } from '../../../src/core/tools/choose.ts';
import { installTool } from '../../../src/core/tools/install.ts';
import { installedIn, privateProgram } from '../../../src/core/tools/private-tools.ts';
import { writeStandIn } from '../stand-ins/write.ts';
import { quietly } from './quietly.ts';

export interface ProvisionedTool {
  /** Absolute. */
  readonly path: string;
  /** What the tool calls itself, for example `0.77.2`; `stand-in` for a stand-in. */
  readonly version: string;
  readonly kind: 'real' | 'stand-in';
  /** How it came to be this one, in one sentence without a full stop; for a stand-in why there is no real one. */
  readonly why: string;
}

export interface ProvisionedTools {
  readonly osxphotos: ProvisionedTool;
  readonly immichGo: ProvisionedTool;
}

export interface ProvisionOptions {
  /** Where the tools go; `.tools` at the top of the repository if not given. */
  readonly into?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Gets the steps of an installation, and what an installer has printed only where it failed. */
  readonly onLine?: (line: string) => void;
}

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const CHOSEN = { osxphotos: 'IMMICH_SYNC_OSXPHOTOS', 'immich-go': 'IMMICH_SYNC_IMMICH_GO' } as const;

/** Provisions both tools, at the same time. Takes a minute or two when they have to be installed and no time when they are there. */
export async function provisionTools(options: ProvisionOptions = {}): Promise<ProvisionedTools> {
  const [osxphotos, immichGo] = await Promise.all([provision('osxphotos', options), provision('immich-go', options)]);
  return { osxphotos, immichGo };
}

async function provision(tool: ToolName, options: ProvisionOptions): Promise<ProvisionedTool> {
  const { env = process.env, into = join(REPOSITORY, '.tools'), onLine = () => {} } = options;
  const standIn = async (why: string): Promise<ProvisionedTool> => ({
    path: await writeStandIn(tool, join(into, 'stand-ins')),
    version: 'stand-in',
    kind: 'stand-in',
    why,
  });
  if (env.IMMICH_SYNC_TOOLS === 'stand-in') return standIn('IMMICH_SYNC_TOOLS asks for it');

  const memory = join(into, 'versions.json');
  const chosen = env[CHOSEN[tool]];
  if (chosen) {
    const { use, passedOver } = await chooseTool({ tool, chosen, memory, env });
    if (use !== null) return real(use, `${CHOSEN[tool]} names it`);
    throw new Error(`${CHOSEN[tool]} names ${chosen}, but ${passedOver[0]?.reason ?? 'there is no such program'}.`);
  }

  const present = await installedIn(into, tool);
  if (present !== null) {
    return real(
      { path: privateProgram(into, tool), version: present.version },
      `installed here before (${present.way})`,
    );
  }
  const { use: found } = await chooseTool({ tool, memory, env });
  if (found?.verdict === 'tested') return real(found, 'this machine has it');

  const resources = join(REPOSITORY, 'app/tools');
  const result = await installTool({
    tool,
    into,
    resources,
    env,
    // A continuous-integration machine is thrown away afterwards; a person's own machine is not ours to change.
    systemPackages: Boolean(env.CI),
    onLine: quietly((line) => onLine(`[${tool}] ${line}`)),
  });
  if (result.ok)
    return real(result, result.way === 'present' ? 'installed here before' : `installed here (${result.way})`);
  if (found !== null)
    return real(found, `this machine has it, though ${found.reason === null ? 'untested' : tell(found.reason)}`);
  return standIn(result.failed.map(({ title, reason }) => `with ${title}: ${tell(reason)}`).join('; '));
}

function real(tool: { readonly path: string; readonly version: string | null }, why: string): ProvisionedTool {
  return { path: tool.path, version: tool.version ?? 'unknown', kind: 'real', why };
}

/** One line for each tool, for the head of a test run or of the demo. */
export function describeTools({ osxphotos, immichGo }: ProvisionedTools): readonly string[] {
  const line = (name: string, { kind, version, path, why }: ProvisionedTool) =>
    kind === 'real' ? `${name} ${version} (real): ${path}, ${why}` : `${name}: STAND-IN, not the real program: ${why}`;
  return [line('osxphotos', osxphotos), line('immich-go', immichGo)];
}
