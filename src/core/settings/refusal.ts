/** Why a value of a setting is refused, on its way through zod, whose errors are texts: the reason goes through them as JSON. */
import type { z } from 'zod';
import { because, type Reason } from '../model/reasons.ts';

/** @param input whatever the schema got; a text as it is, anything else as JSON */
export const shown = (input: unknown): string => (typeof input === 'string' ? input : (JSON.stringify(input) ?? ''));

/** As zod's own checks take it. */
export const refusing = (why: (value: string) => Reason) => ({
  error: ({ input }: { readonly input?: unknown }) => asIssue(why(shown(input))),
});

/** As `addIssue` takes it. */
export const asIssue = (why: Reason): string => JSON.stringify(why);

/** @param value what was refused */
export function reasonOf({ issues: [first] }: z.ZodError, value: unknown): Reason {
  try {
    return JSON.parse(first?.message ?? '') as Reason;
  } catch {
    // A check of zod's that says it in its own words.
    return because('not-a-value', { value: shown(value) });
  }
}
