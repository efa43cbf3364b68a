/** The key from the environment: for servers without a keychain, and for trying things out. */
import { cleanKey, keychainUnavailable, type Secrets } from './secrets.ts';

export const KEY_VARIABLE = 'IMMICH_SYNC_API_KEY';

/** Can only be read: the environment belongs to whoever started us. */
export function environmentSecrets(value: string): Secrets {
  const refuse = async () => {
    throw keychainUnavailable(`the key comes from ${KEY_VARIABLE}, which has to be unset first`);
  };
  return {
    read: async () => cleanKey(value),
    isKept: async () => true,
    write: refuse,
    remove: refuse,
    describe: () => `the environment variable ${KEY_VARIABLE}`,
  };
}
