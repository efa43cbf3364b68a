/**
 * The macOS keychain through `/usr/bin/security`, for the command line (the app uses Electron's safeStorage). The item trusts `security`
 * itself, so that a run at night needs no answer from anybody.
 */

import { ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import { baseEnvironment } from '../tools/child.ts';
import { runKeychainTool } from './run-keychain-tool.ts';
import { API_KEY, KEYCHAIN_SERVICE, keychainUnavailable, type SecretKind, type Secrets } from './secrets.ts';

export interface KeychainOptions {
  /** See `keychainAccount`. */
  readonly account: string;
  /** The API key if not given. */
  readonly kind?: SecretKind;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path; another than `/usr/bin/security` in tests only. */
  readonly program?: string;
  /** Milliseconds to wait for an answer. */
  readonly timeout?: number;
}

/** Exit codes of `security` are the low byte of the OSStatus (SecBase.h). */
const NOT_FOUND = 44; // errSecItemNotFound, -25300
const FAILURES: Readonly<Record<number, () => ProblemError>> = {
  36: () => new ProblemError('keychain-locked'), // errSecInteractionNotAllowed, -25308: nobody can be asked, as over ssh
  29: () => new ProblemError('keychain-locked'), // errSecInteractionRequired, -25315
  51: () => new ProblemError('keychain-refused'), // errSecAuthFailed, -25293: a wrong password, or no
  128: () => new ProblemError('keychain-refused'), // errSecUserCanceled, -128
  37: () => new ProblemError('keychain-missing', { reason: because('no-default-keychain') }), // errSecNoDefaultKeychain, -25307
  50: () => new ProblemError('keychain-missing', { reason: because('keychain-file-gone') }), // errSecNoSuchKeychain, -25294
};

export function keychain(options: KeychainOptions): Secrets {
  const { account, kind = API_KEY, environment, program = '/usr/bin/security', timeout } = options;
  const tool = {
    program,
    environment: baseEnvironment(environment),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const item = ['-a', account, '-s', KEYCHAIN_SERVICE];
  const fail = (exitCode: number | null, complaint: string) =>
    FAILURES[exitCode ?? -1]?.() ??
    keychainUnavailable(complaint === '' ? because('exit-code', { exitCode }) : quote(complaint));

  const read = async () => {
    const { exitCode, output, complaint } = await runKeychainTool(tool, ['find-generic-password', ...item, '-w']);
    if (exitCode === NOT_FOUND) return null;
    if (exitCode !== 0) throw fail(exitCode, complaint);
    return output === '' ? null : output;
  };
  return {
    read,
    async isKept() {
      // Without `-w` it lists the item's attributes only, which are never locked.
      const { exitCode, complaint } = await runKeychainTool(tool, ['find-generic-password', ...item]);
      if (exitCode !== 0 && exitCode !== NOT_FOUND) throw fail(exitCode, complaint);
      return exitCode === 0;
    },
    async write(key) {
      const clean = kind.clean(key);
      const { exitCode, complaint } = await runKeychainTool(tool, ['-i'], addCommand(account, clean, kind));
      // Its exit code is that of the last command in some versions and always 0 in others, so the item itself is asked.
      if (exitCode !== 0) throw fail(exitCode, complaint);
      if ((await read()) !== clean)
        throw keychainUnavailable(complaint === '' ? because('key-not-kept') : quote(complaint));
    },
    async remove() {
      const { exitCode, complaint } = await runKeychainTool(tool, ['delete-generic-password', ...item]);
      if (exitCode !== 0 && exitCode !== NOT_FOUND) throw fail(exitCode, complaint);
    },
    describe: () => because('kept-in-keychain'),
  };
}

/**
 * The command as a line for `security -i`, which reads commands from standard input: this way the key is never an argument, where every
 * process could see it. `-U` replaces an item that is there.
 */
export function addCommand(account: string, key: string, { label }: SecretKind = API_KEY): string {
  const words = ['add-generic-password', '-U', '-a', account, '-s', KEYCHAIN_SERVICE, '-l', label, '-w', key];
  return `${words.map(inQuotes).join(' ')}\n`;
}

/**
 * `security -i` splits at blanks, knows both kinds of quotes, and takes the character after a backslash as it is, in quotes too
 * (`split_line` in Apple's SecurityTool/security.c). A line end would end the command in spite of all quoting.
 */
function inQuotes(word: string): string {
  if (/[\r\n\0]/.test(word)) throw keychainUnavailable(because('name-with-line-break'));
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
