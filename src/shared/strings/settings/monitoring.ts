/** The page “Monitoring”. */
import type { HookName } from '../../contract.ts';

export const monitoringPageStrings = {
  intro: 'Services can be notified of each sync, so that you notice when this Mac goes silent.',
  about: {
    healthchecks: 'Alerts you when a sync failed, or when none has run for too long.',
    webhook: 'Sends a JSON document to an address of your choice after each sync.',
    ntfy: 'Sends a message to your phone.',
  } as const satisfies Record<HookName, string>,
  off: 'Off',
  notYet: 'On, nothing sent yet',
  told: 'Last message sent {when}',
  notTold: 'Last message not sent {when}: {failure}',
  noAddress: 'On, but its address is missing',
  setUp: 'Set up…',
  change: 'Change…',
  remove: 'Turn off',
  test: 'Send a test',
  testing: 'Sending…',
  /** For VoiceOver: there is a button of each kind for each service. */
  of: '{action}: {service}',
  address: 'Address',
  addressHint: {
    healthchecks: 'https://hc-ping.com/…',
    webhook: 'https://example.org/hook',
    ntfy: 'https://ntfy.sh/topic',
  } as const satisfies Record<HookName, string>,
  shown: {
    healthchecks: 'Authorization',
    webhook: 'Authorization',
    ntfy: 'Access token',
  } as const satisfies Record<HookName, string>,
  shownHint: 'Only if the service asks for one',
  kept: 'Both are kept in the Keychain, and never shown again.',
  messages: 'Messages',
  which: { failures: 'When a sync failed', everything: 'After every sync' },
  statusFile: 'Write a status file after each sync',
  statusFileHint: 'For dashboards: {path}',
  names: 'Messages contain counts and what went wrong, never names of photos or albums.',
} as const;
