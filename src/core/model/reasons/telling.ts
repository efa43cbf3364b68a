/** Reasons about services that are notified of syncs. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

/** Why a service could not be told of a sync. */
export const HOOK_REASONS = {
  'no-web-address': reason(() => 'it is not a web address'),
  'no-topic': reason(() => 'it ends before the topic, as in https://ntfy.sh/topic'),
  'no-path-to-check': reason(() => 'it ends before the part that names the check'),
  'no-address-kept': reason(() => 'its address is missing'),
  'address-unreadable': reason(() => 'its address can no longer be read from the keychain'),
  'no-such-check': reason(() => 'it does not know this check'),
  'leads-elsewhere': reason(() => 'its address leads to another one'),
  'not-authorized': reason<{ readonly status: number }>(
    ({ status }) => `it did not accept the authorization (${status})`,
  ),
  'certificate-not-trusted': reason<{ readonly why: Explanation }>(
    ({ why }) => `its certificate is not trusted: ${why}`,
  ),
};
