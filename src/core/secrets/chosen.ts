/** Which place for the key is used: the environment variable when it is set, else the system's keychain. */

import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { ProblemError } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import { environmentSecrets, KEY_VARIABLE } from './environment.ts';
import { keychain } from './keychain.ts';
import { secretService } from './secret-service.ts';
import { API_KEY, keychainAccount, type SecretKind, type Secrets } from './secrets.ts';

export interface ChooseSecretsOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `paths.home`: each has a key of its own. */
  readonly home: string | null;
  /** The API key if not given, which alone may come from the environment. */
  readonly kind?: SecretKind;
}

export function chooseSecrets({ platform, environment, home, kind = API_KEY }: ChooseSecretsOptions): Secrets {
  const value = environment[KEY_VARIABLE];
  if (kind === API_KEY && value !== undefined && value.trim() !== '') return environmentSecrets(value);
  const account = kind.account(keychainAccount(home));
  if (platform === 'darwin') return keychain({ account, kind, environment });
  const program = findOnPath('secret-tool', environment.PATH ?? '');
  if (program !== null) return secretService({ program, account, kind, environment });
  return noSecrets(because('secret-tool-missing'));
}

/** A place for the key that there is not; says why at every use. */
function noSecrets(reason: Reason): Secrets {
  const refuse = async () => {
    throw new ProblemError('keychain-missing', { reason });
  };
  return {
    read: refuse,
    isKept: refuse,
    write: refuse,
    remove: refuse,
    describe: () => because('kept-nowhere', { why: reason }),
  };
}

function findOnPath(name: string, path: string): string | null {
  const found = path.split(delimiter).find((folder) => isAbsolute(folder) && isExecutable(join(folder, name)));
  return found === undefined ? null : join(found, name);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
