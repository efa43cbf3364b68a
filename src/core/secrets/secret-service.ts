/** The keychain of Linux desktops (GNOME Keyring, KWallet, KeePassXC …) through libsecret's `secret-tool`. */

import { ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import { baseEnvironment } from '../tools/child.ts';
import { runKeychainTool } from './run-keychain-tool.ts';
import { API_KEY, KEYCHAIN_SERVICE, keychainUnavailable, type SecretKind, type Secrets } from './secrets.ts';

/** What the tool needs to find the session's bus and to show the prompt of a locked keychain. */
const SESSION = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'] as const;

export interface SecretServiceOptions {
  /** Absolute path of `secret-tool`. */
  readonly program: string;
  /** See `keychainAccount`. */
  readonly account: string;
  /** The API key if not given. */
  readonly kind?: SecretKind;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds to wait for an answer. */
  readonly timeout?: number;
}

export function secretService(options: SecretServiceOptions): Secrets {
  const { program, account, kind = API_KEY, environment, timeout } = options;
  const session = SESSION.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]));
  const tool = {
    program,
    environment: { ...baseEnvironment(environment), ...Object.fromEntries(session) },
    ...(timeout === undefined ? {} : { timeout }),
  };
  const attributes = ['service', KEYCHAIN_SERVICE, 'account', account];
  const run = async (args: readonly string[], input?: string) => {
    const answer = await runKeychainTool(tool, args, input);
    // secret-tool leaves with 1 both for “there is none” and for trouble, and only complains about the latter.
    if (answer.complaint !== '' && answer.exitCode !== 0) throw failure(answer.complaint);
    return answer;
  };
  /** `search` lists an item that is locked as well, and asks nobody to unlock it. */
  const isKept = async () => (await run(['search', ...attributes])).output !== '';
  const read = async () => {
    const { exitCode, output } = await run(['lookup', ...attributes]);
    if (exitCode === 0 && output !== '') return output;
    // For an item that stays locked, because nobody unlocked it, `lookup` says nothing either.
    if (await isKept()) throw new ProblemError('keychain-locked');
    return null;
  };
  return {
    read,
    isKept,
    async write(key) {
      const clean = kind.clean(key);
      // Standard input to its end is the secret, so there must be no line end.
      await run(['store', `--label=${kind.label}`, ...attributes], clean);
      if ((await read()) !== clean) throw keychainUnavailable(because('key-not-kept'));
    },
    async remove() {
      await run(['clear', ...attributes]);
    },
    describe: () => because('kept-in-secret-service'),
  };
}

/** By the words of libsecret and of the services behind it; they have no codes. */
function failure(complaint: string): ProblemError {
  if (/\block(?:ed)?\b/i.test(complaint)) return new ProblemError('keychain-locked');
  if (/dismissed|cancell?ed|denied/i.test(complaint)) return new ProblemError('keychain-refused');
  return keychainUnavailable(quote(complaint));
}
