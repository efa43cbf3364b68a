/** The key from the environment: for servers without a keychain, and for trying things out. */
import { because } from '../model/reasons.ts';
import { cleanKey, keychainUnavailable, type Secrets } from './secrets.ts';

export const KEY_VARIABLE = 'IMMICH_SYNC_API_KEY';

/** Can only be read: the environment belongs to whoever started us. */
export function environmentSecrets(value: string): Secrets {
  const refuse = async () => {
    throw keychainUnavailable(because('key-from-environment', { variable: KEY_VARIABLE }));
  };
  return {
    read: async () => cleanKey(value),
    isKept: async () => true,
    write: refuse,
    remove: refuse,
    describe: () => because('kept-in-environment', { variable: KEY_VARIABLE }),
  };
}
