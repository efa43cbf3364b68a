/** What an answer may cost, by what was asked: a stranger's server must not be able to fill the memory or to keep us waiting. Pure. */
import type { ServerCall } from './transport.ts';

export interface AnswerLimit {
  /** Bytes. */
  readonly longestAnswer: number;
  /** Milliseconds from the request to the end of the answer. */
  readonly deadline: number;
}

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
const MINUTE = 60_000;

/** About the server itself, the key or its user: a few hundred bytes in truth. */
const SHORT: AnswerLimit = { longestAnswer: 64 * KILOBYTE, deadline: MINUTE };
/** About one thing, for example an asset with all its faces and a long description; or 5,000 checksums, each with 150 bytes. */
const USUAL: AnswerLimit = { longestAnswer: 4 * MEGABYTE, deadline: 5 * MINUTE };
/** Pages of 1,000 assets, and lists that have no pages: stacks take about 2 KB for each of their assets. */
const LIST: AnswerLimit = { longestAnswer: 32 * MEGABYTE, deadline: 5 * MINUTE };

/** The contents of a file, which are not kept; a film of many gigabytes over a slow line takes its hours. */
const CONTENTS: AnswerLimit = { longestAnswer: 64 * KILOBYTE, deadline: 24 * 60 * MINUTE };

const LIMITS: readonly (readonly [RegExp, AnswerLimit])[] = [
  // The history of its versions has a row for each, and grows forever.
  [/^GET \/(?:server\/(?!version-history$)|users\/me$|api-keys\/me$)/, SHORT],
  [/^(?:POST \/search\/|GET \/(?:albums|tags)\b)/, LIST],
  [/^GET \/assets\/[^/]+\/original$/, CONTENTS],
  [/^GET \/stacks$/, { ...LIST, longestAnswer: 16 * MEGABYTE }],
];

export function limitFor({ method, path }: Pick<ServerCall, 'method' | 'path'>): AnswerLimit {
  return LIMITS.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? USUAL;
}
