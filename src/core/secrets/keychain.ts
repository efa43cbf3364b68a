/**
 * The macOS keychain through `/usr/bin/security`, for the command line (the app uses Electron's safeStorage). The item trusts `security`
 * itself, so that a run at night needs no answer from anybody.
 */
import { baseEnvironment } from '../tools/child.ts';
import { runKeychainTool } from './run-keychain-tool.ts';
import { cleanKey, KEYCHAIN_SERVICE, keychainUnavailable, type Secrets } from './secrets.ts';

export interface KeychainOptions {
  /** See `keychainAccount`. */
  readonly account: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path; another than `/usr/bin/security` in tests only. */
  readonly program?: string;
}

/** Exit codes of `security` are the low byte of the OSStatus: errSecItemNotFound is -25300. */
const NOT_FOUND = 44;
const REASONS: Readonly<Record<number, string>> = {
  36: 'it is locked and nobody can be asked to unlock it', // errSecInteractionNotAllowed, -25308
  37: 'there is no keychain', // errSecNoDefaultKeychain, -25307
  51: 'its password was wrong', // errSecAuthFailed, -25293
  128: 'the access was refused', // errSecUserCanceled, -128
};

export function keychain({ account, environment, program = '/usr/bin/security' }: KeychainOptions): Secrets {
  const tool = { program, environment: baseEnvironment(environment) };
  const item = ['-a', account, '-s', KEYCHAIN_SERVICE];
  const fail = (exitCode: number | null, complaint: string) =>
    keychainUnavailable(REASONS[exitCode ?? -1] ?? (complaint || `security ended with ${exitCode}`));

  const read = async () => {
    const { exitCode, output, complaint } = await runKeychainTool(tool, ['find-generic-password', ...item, '-w']);
    if (exitCode === NOT_FOUND) return null;
    if (exitCode !== 0) throw fail(exitCode, complaint);
    return output === '' ? null : output;
  };
  return {
    read,
    async write(key) {
      const clean = cleanKey(key);
      const { exitCode, complaint } = await runKeychainTool(tool, ['-i'], addCommand(account, clean));
      // Its exit code is that of the last command in some versions and always 0 in others, so the item itself is asked.
      if (exitCode !== 0) throw fail(exitCode, complaint);
      if ((await read()) !== clean) throw keychainUnavailable(complaint || 'it did not keep the key');
    },
    async remove() {
      const { exitCode, complaint } = await runKeychainTool(tool, ['delete-generic-password', ...item]);
      if (exitCode !== 0 && exitCode !== NOT_FOUND) throw fail(exitCode, complaint);
    },
    describe: () => 'the macOS keychain',
  };
}

/**
 * The command as a line for `security -i`, which reads commands from standard input: this way the key is never an argument, where every
 * process could see it. `-U` replaces an item that is there.
 */
export function addCommand(account: string, key: string): string {
  const words = [
    'add-generic-password',
    '-U',
    '-a',
    account,
    '-s',
    KEYCHAIN_SERVICE,
    '-l',
    `${KEYCHAIN_SERVICE}: API key`,
    '-w',
    key,
  ];
  return `${words.map(quote).join(' ')}\n`;
}

/**
 * `security -i` splits at blanks, knows both kinds of quotes, and takes the character after a backslash as it is, in quotes too
 * (`split_line` in Apple's SecurityTool/security.c). A line end would end the command in spite of all quoting.
 */
function quote(word: string): string {
  if (/[\r\n\0]/.test(word)) throw keychainUnavailable('a name with a line break cannot be used for it');
  return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
