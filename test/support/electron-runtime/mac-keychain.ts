/**
 * A keychain of its own for the home of a test, on a Mac. macOS finds a person's keychains by HOME (Security's DLDbListCFPref::getPwInfo); where
 * that home has none, it asks in a dialogue that nobody would answer.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../../../src/core/tools/child.ts';

const SECURITY = '/usr/bin/security';
/** Of a keychain that is thrown away with its home. */
const PASSWORD = 'throwaway';

/** @throws {Error} when macOS does not take it for the default one of that home */
export async function makeMacKeychain(home: string): Promise<void> {
  const library = join(home, 'Library');
  await Promise.all(['Keychains', 'Preferences'].map((name) => mkdir(join(library, name), { recursive: true })));
  const file = join(library, 'Keychains', 'login.keychain-db');
  await security(home, 'create-keychain', '-p', PASSWORD, file);
  await security(home, 'unlock-keychain', '-p', PASSWORD, file);
  // It would lock itself after five minutes.
  await security(home, 'set-keychain-settings', file);
  const found = await security(home, 'default-keychain', '-d', 'user');
  if (!found.includes(file)) throw new Error(`The default keychain of ${home} is ${found.trim()}.`);
}

async function security(home: string, ...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const { exitCode, lastErrors } = await runChild({
    program: SECURITY,
    args,
    cwd: home,
    env: { HOME: home, PATH: '/usr/bin:/bin' },
    timeout: 20_000,
    onStdout: (line) => lines.push(line),
  });
  if (exitCode !== 0) throw new Error(`security ${args[0]} ended with ${exitCode}: ${lastErrors.join(' ')}`);
  return lines.join('\n');
}
