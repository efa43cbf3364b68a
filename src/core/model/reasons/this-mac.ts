/** Reasons of the keychain and of launchd. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

export const KEY_REASONS = {
  'key-from-environment': reason<{ readonly variable: string }>(
    ({ variable }) => `the key comes from ${variable}, which has to be unset first`,
  ),
  'key-not-kept': reason(() => 'it did not keep the key'),
  'name-with-line-break': reason(() => 'a name with a line break cannot be used for it'),
  'no-default-keychain': reason(() => 'this user has no default keychain'),
  'keychain-file-gone': reason(() => 'its file is gone'),
  'no-usable-keychain': reason(() => 'this desktop has none that Immich Sync can use'),
  'secret-tool-missing': reason(
    () => 'secret-tool is not installed (on Debian and Ubuntu it is in the package libsecret-tools)',
  ),
  'key-empty': reason(() => 'it is empty'),
  'key-with-blanks': reason(() => 'it contains spaces or line breaks'),
  'key-with-odd-characters': reason(() => 'it contains characters that no key has'),
  'key-too-long': reason(() => 'it is too long'),
  'no-key-given': reason(() => 'nothing was given on standard input'),
  'certificate-file-unreadable': reason(() => 'the certificate file cannot be read'),
};

/** Where the API key is kept: names of places. */
export const KEY_PLACES = {
  'kept-in-keychain': reason(() => 'the macOS keychain'),
  'kept-in-secret-service': reason(() => 'the keychain of this desktop (Secret Service)'),
  'kept-in-environment': reason<{ readonly variable: string }>(
    ({ variable }) => `the environment variable ${variable}`,
  ),
  'kept-nowhere': reason<{ readonly why: Explanation }>(({ why }) => `no place: ${why}`),
};

export const AGENT_REASONS = {
  'former-job-stays': reason(() => 'the previous job does not stop'),
  'former-agent-lost': reason<{ readonly why: Explanation }>(
    ({ why }) => `${why}; the previous agent could not be loaded again either`,
  ),
};
