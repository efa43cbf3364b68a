/** Services that are notified of each sync, for people who do not look at this Mac. */
import type { Explanation } from './reasons.ts';

/** In the order to show: a service like Healthchecks, which notices silence; an address that gets JSON; a topic of ntfy. */
export const HOOKS = ['healthchecks', 'webhook', 'ntfy'] as const;
export type HookName = (typeof HOOKS)[number];

/** Their names for people; names are the same in every language. */
export const HOOK_TITLES: Readonly<Record<HookName, string>> = {
  healthchecks: 'Healthchecks',
  webhook: 'Webhook',
  ntfy: 'ntfy',
};

/** What became of the last message to one. */
export interface HookResult {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why it did not arrive; null when it did. */
  readonly failure: Explanation | null;
}

/** A service, for whoever shows it: never its address. */
export interface HookState {
  readonly hook: HookName;
  readonly isOn: boolean;
  /** Whether an address is kept., null where the keychain does not say so now */
  readonly hasAddress: boolean | null;
  /** What became of the last message; null before there was one. */
  readonly last: HookResult | null;
}
