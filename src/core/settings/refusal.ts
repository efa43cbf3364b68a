/** Why a value of a setting is refused, on its way through zod, whose errors are texts: the reason goes through them as JSON. */
import type { z } from 'zod';
import { because, type Reason } from '../model/reasons.ts';

/** Whatever the schema got, as it is quoted. Of lists and objects, that they are such: what is in one that is in the wrong place can be a secret. */
function shown(input: unknown): string {
  if (typeof input === 'string') return input;
  if (Array.isArray(input)) return '[…]';
  return typeof input === 'object' && input !== null ? '{…}' : String(input);
}

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
