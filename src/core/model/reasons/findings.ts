/** Reasons of the doctor. See `kind.ts`. */
import { FOUND_BY_WORDS, VERDICT_WORDS } from '../tool-words.ts';
import type { FoundBy, ToolVerdict } from '../tools.ts';
import { type Explanation, reason } from './kind.ts';

/** What the doctor finds where nothing is wrong: whole sentences. */
export const FINDING_SENTENCES = {
  'key-may-all': reason<{ readonly email: string }>(
    ({ email }) => `It is ${email}’s and may do everything that is needed.`,
  ),
  'key-may-enough': reason<{ readonly email: string; readonly lacks: readonly string[] }>(
    ({ email, lacks }, say) =>
      `It is ${email}’s and may do everything that is needed; it lacks ${say.list(lacks)}, for more.`,
  ),
  'ledger-undamaged': reason<{
    /** Milliseconds since 1970; null before the first. */
    readonly backupAt: number | null;
  }>(({ backupAt }, say) =>
    backupAt === null ? 'Undamaged; there is no backup yet.' : `Undamaged; last backup ${say.time(backupAt)}.`,
  ),
  'library-readable': reason<{
    readonly path: string;
    /** Its versions; null before the first sync. */
    readonly seen: string | null;
  }>(({ path, seen }) => (seen === null ? `${path} can be read.` : `${path} can be read (${seen}).`)),
  'old-script-off': reason(() => 'It does not run automatically.'),
  'immich-answers': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) => `Immich ${version} answers at ${server}.`,
  ),
  'immich-not-tested': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) => `Immich ${version} answers at ${server}; it is newer than the versions that were tested.`,
  ),
  'immich-not-known': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) =>
      `Immich ${version} answers at ${server}; it is newer than Immich Sync knows, so nothing that is there already is changed.`,
  ),
  'address-not-encrypted': reason(
    () => 'The address begins with http: the key and the pictures can be read on their way. Use https if you can.',
  ),
  'staging-usable': reason<{ readonly path: string }>(({ path }) => `${path} can be used.`),
  'system-tested': reason<{ readonly version: string }>(({ version }) => `${version}.`),
  'system-not-tested': reason<{ readonly version: string }>(
    ({ version }) => `${version}, which was not tested with Immich Sync.`,
  ),
  'tool-found': reason<{
    /** Null where it does not say. */
    readonly version: string | null;
    readonly path: string;
    readonly verdict: ToolVerdict;
    readonly by: FoundBy;
  }>(({ version, path, verdict, by }) => {
    const words = [VERDICT_WORDS[verdict], FOUND_BY_WORDS[by]].join(', ');
    return version === null ? `Some version at ${path}, ${words}.` : `${version} at ${path}, ${words}.`;
  }),
  'tool-needs-own-access': reason(() => 'It needs Full Disk Access of its own.'),
  'no-hooks': reason(() => 'No service is notified of syncs.'),
  'hooks-told': reason<{ readonly services: readonly string[] }>(
    ({ services }, say) => `${say.list(services)}: notified of the last sync.`,
  ),
  'hooks-not-told-yet': reason<{ readonly services: readonly string[] }>(
    ({ services }, say) => `${say.list(services)}: will be notified of the next sync.`,
  ),
  'tools-not-of-set': reason(() => 'The tools are those that came with Immich Sync, or your own.'),
  'tool-set-in-use': reason<{ readonly number: number }>(({ number }) => `Tool set ${number} is in use.`),
  'tool-updates-off': reason(() => 'Automatic updates are off.'),
  'tool-updates-checked': reason<{ readonly at: number }>(({ at }, say) => `Last checked on ${say.day(at)}.`),
  'tool-updates-not-checked': reason<{ readonly at: number; readonly why: Explanation }>(
    ({ at, why }, say) => `The check on ${say.day(at)} failed: ${why}.`,
  ),
  'tool-set-given-up': reason<{ readonly number: number; readonly why: Explanation }>(
    ({ number, why }) => `Tool set ${number} was tried and is not used: ${why}.`,
  ),
};
