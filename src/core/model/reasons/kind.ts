/** What a reason is made of. Its words are a clause, without a capital and without a full stop, unless its table says that they are whole sentences. */
import { plainText } from '../plain-text.ts';
import type { Say } from '../problems/say.ts';

/** Words that are not ours. What was kept before reasons had codes is read as such, too. */
export type Quote = string & { readonly isQuote: true };

/** Marks words as said by a tool, the system or the server. */
export const quote = (words: string): Quote => plainText(words) as Quote;

/** One of ours, made by {@link because}. Can cross every border as JSON; the code may be one of another version. */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, ReasonValue>>;
}

export type Explanation = Reason | Quote;

/** What a clause can be told with: facts, and explanations inside it. */
type ReasonValue = string | number | null | readonly string[] | Explanation | KeptCause;

/** A problem in the place of a reason, as the history keeps it; `problem.ts` knows its words. */
interface KeptCause {
  readonly code: string;
  readonly count: number;
}

/** Values as a sentence gets them: explanations are words by then. */
export type Told<Values> = { readonly [Name in keyof Values]: ToldValue<Values[Name]> };
type ToldValue<Value> = Value extends Explanation
  ? string
  : Value extends readonly Explanation[]
    ? readonly string[]
    : Value;

export type NoValues = Readonly<Record<string, never>>;
export type Clause<Values> = (values: Told<Values>, say: Say) => string;

export const reason = <Values extends Readonly<Record<string, ReasonValue>> = NoValues>(
  clause: Clause<Values>,
): Clause<Values> => clause;
