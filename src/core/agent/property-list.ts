/** Property lists, the form in which launchd's jobs are described: written as XML, read as XML or, on a Mac, in Apple's binary form. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import plist from 'plist';
import { baseEnvironment, runChild } from '../tools/child.ts';

const PLUTIL = '/usr/bin/plutil';
const BINARY = 'bplist';

export function writePropertyList(value: object): string {
  return `${plist.build(value)}\n`;
}

/** @returns null for what is no property list, cannot be read, or is binary where there is no plutil(1). */
export async function readPropertyList(file: string): Promise<unknown> {
  try {
    const text = await readFile(file, 'latin1');
    // Read again for its encoding: a path in it may hold any letter.
    const xml = text.startsWith(BINARY) ? await convert(file) : await readFile(file, 'utf8');
    // The parser complains about half a file on standard error.
    return xml.trimEnd().endsWith('</plist>') ? plist.parse(xml) : null;
  } catch {
    return null;
  }
}

/** @throws {ChildNotStarted} where there is no plutil(1) */
async function convert(file: string): Promise<string> {
  const lines: string[] = [];
  await runChild({
    program: PLUTIL,
    args: ['-convert', 'xml1', '-o', '-', file],
    env: baseEnvironment(),
    cwd: tmpdir(),
    timeout: 10_000,
    onStdout: (line) => lines.push(line),
  });
  return lines.join('\n');
}
