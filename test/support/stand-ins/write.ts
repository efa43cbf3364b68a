/**
 * Puts a stand-in where it can be started like the real tool. Children get a bare environment and are started by absolute path, so the
 * wrapper names this Node by its absolute path too.
 */
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolName } from '../../../src/core/model/tools.ts';
import { COMPILE_CACHE } from '../compile-cache.ts';

/** @returns the absolute path of the program */
export async function writeStandIn(tool: ToolName, folder: string): Promise<string> {
  const program = join(folder, tool);
  const script = join(import.meta.dirname, tool, 'main.ts');
  const quoted = [process.execPath, '--disable-warning=ExperimentalWarning', script].map(quote);
  await mkdir(folder, { recursive: true });
  const aside = `${program}.${process.pid}`;
  await writeFile(aside, `#!/bin/sh\nNODE_COMPILE_CACHE=${quote(COMPILE_CACHE)} exec ${quoted.join(' ')} "$@"\n`);
  await chmod(aside, 0o755);
  await rename(aside, program);
  return program;
}

/** One word for the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
