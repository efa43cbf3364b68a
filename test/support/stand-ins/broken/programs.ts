/** Programs that misbehave in one way each, for tests of what happens then. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPTS = {
  /** As a Python installation whose packages were removed. */
  crashes: `echo "ModuleNotFoundError: No module named 'osxphotos'" >&2; exit 1`,
  /** Ignores Ctrl+C too. */
  hangs: `trap '' INT; exec sleep 600`,
  /** Killed, as macOS kills a program with a broken signature. */
  dies: 'kill -KILL $$',
  silent: 'exit 0',
  /** Another program of that name. */
  'is-another': 'echo "immich-goat 3.1 (unrelated)"',
  'old-osxphotos': 'echo "osxphotos, version 0.68.2"',
  'new-osxphotos': 'echo "osxphotos, version 0.99.0"',
  'tested-osxphotos': 'echo "osxphotos, version 0.77.2"; echo "Python 3.13.1"',
  'old-immich-go': 'echo "immich-go version 0.31.0"',
  'development-immich-go': 'echo "immich-go version dev"',
} as const;

export type BrokenProgram = keyof typeof SCRIPTS;

/** @returns the absolute path of the program, `folder/name` */
export async function writeProgram(folder: string, name: string, kind: BrokenProgram): Promise<string> {
  return writeScript(folder, name, SCRIPTS[kind]);
}

/**
 * Lines of `sh` for a script that stands before the real osxphotos and has its eye on `export`: they run the inventory so that it does not
 * wait for an order to export, whereupon an osxphotos is started for it.
 */
export function inventoryAlone(osxphotos: string): string {
  return `[ "$1" = run ] && exec "${osxphotos}" "$@" </dev/null`;
}

/** @param script lines of `sh` */
export async function writeScript(folder: string, name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
