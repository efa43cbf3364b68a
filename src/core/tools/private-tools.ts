/**
 * The folder that this program installs tools into: `osxphotos/` is a Python environment, `immich-go/` holds one program. Each has an
 * `installed.json` that is written last, so that an installation cut short is never taken for a whole one.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ToolName } from '../model/tools.ts';

const installedSchema = z.object({
  tool: z.string(),
  version: z.string(),
  /** The way that worked, as an id of install.ts. */
  way: z.string(),
});
export type Installed = z.infer<typeof installedSchema>;

export function privateHome(privateFolder: string, tool: ToolName): string {
  return join(privateFolder, tool);
}

/** The program's absolute path below the private folder, whether it is there or not. */
export function privateProgram(privateFolder: string, tool: ToolName): string {
  return tool === 'osxphotos' ? join(privateFolder, tool, 'bin', tool) : join(privateFolder, tool, tool);
}

/** What is installed for a tool in the private folder; null when nothing whole is there. */
export async function installedIn(privateFolder: string, tool: ToolName): Promise<Installed | null> {
  try {
    const text = await readFile(join(privateHome(privateFolder, tool), 'installed.json'), 'utf8');
    const installed = installedSchema.parse(JSON.parse(text));
    // The environment links to a Python elsewhere; when that one was removed the environment is an empty shell.
    const needed = tool === 'osxphotos' ? [join(privateHome(privateFolder, tool), 'bin/python')] : [];
    return [privateProgram(privateFolder, tool), ...needed].every(existsSync) ? installed : null;
  } catch {
    return null;
  }
}

export async function markInstalled(privateFolder: string, installed: Installed & { tool: ToolName }): Promise<void> {
  const file = join(privateHome(privateFolder, installed.tool), 'installed.json');
  await writeFile(file, `${JSON.stringify(installed, null, 2)}\n`);
}
