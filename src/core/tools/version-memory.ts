/**
 * Remembers the versions of programs by file, size and time, because asking osxphotos takes a second and a run with nothing to do shall
 * take less than two. Only good answers are remembered: a program that failed is asked again.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { ToolName } from '../model/tools.ts';
import { askVersion, judgeVersion, type VersionAnswer } from './version.ts';

const memorySchema = z.record(z.string(), z.object({ file: z.string(), version: z.string() }));

/**
 * As {@link askVersion}, but asks a program again only after it has changed.
 * @param memory absolute path of a JSON file, made when missing; a damaged one counts as empty
 */
export async function askVersionOnce(
  tool: ToolName,
  path: string,
  memory: string,
  options: { readonly timeout?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<VersionAnswer> {
  const file = await fingerprint(path);
  const known = (await read(memory))[path];
  if (known?.file === file) return judgeVersion(tool, known.version);
  const answer = await askVersion(tool, path, options);
  if (answer.version !== null) await remember(memory, path, { file, version: answer.version });
  return answer;
}

async function fingerprint(path: string): Promise<string> {
  const real = await realpath(path);
  const { size, mtimeMs, ino } = await stat(real);
  return [real, size, mtimeMs, ino].join(' ');
}

async function read(memory: string): Promise<z.infer<typeof memorySchema>> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(memory, 'utf8')));
  } catch {
    return {};
  }
}

async function remember(memory: string, path: string, entry: { file: string; version: string }): Promise<void> {
  await mkdir(dirname(memory), { recursive: true });
  // Written aside and renamed: both tools, or two processes, may be remembered at once; losing one of two entries costs a second only.
  const aside = `${memory}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify({ ...(await read(memory)), [path]: entry }, null, 2));
  await rename(aside, memory);
}
