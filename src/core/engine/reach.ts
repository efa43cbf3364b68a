/** Which of a server's two addresses is used: that at home where it answers, else the other one. Both are tried at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { becauseOf } from '../model/problem.ts';
import type { Explanation } from '../model/reasons.ts';
import { TransientFault } from '../patience.ts';

/** An address and the look that tells whether Immich answers there, without the key; it throws what it met instead. */
export interface Candidate<Address> {
  readonly address: Address;
  readonly look: (signal: AbortSignal) => Promise<void>;
}

export interface ReachOptions {
  readonly signal?: AbortSignal | undefined;
  /** Lets milliseconds go by; the clock's if not given. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Milliseconds that the first address has to answer once the other one has. */
export const HEAD_START = 1_500;
/** What takes the place of an answer from home that has not come. */
const LATE = { error: null };

/**
 * @returns the address to use
 * @throws {ProblemError} when none answers: what is most worth knowing
 */
export async function reach<Address extends { readonly url: string }>(
  [home, away]: readonly [Candidate<Address>, Candidate<Address>],
  { signal, wait = (milliseconds, stop) => sleep(milliseconds, undefined, { signal: stop }) }: ReachOptions = {},
): Promise<Address> {
  // What is not needed any more is broken off.
  const done = new AbortController();
  const both = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
  const outcomeOf = (candidate: Candidate<Address>) =>
    candidate.look(both).then(
      () => null,
      (error: unknown) => ({ error }),
    );
  const [atHome, fromAway] = [outcomeOf(home), outcomeOf(away)];
  const afterHeadStart = async () => {
    await wait(HEAD_START, both).catch(() => {});
    return LATE;
  };
  try {
    const outcome = await Promise.race([
      atHome,
      fromAway.then((failure) => (failure === null ? afterHeadStart() : atHome)),
    ]);
    if (outcome === null) return home.address;
    const failure = await fromAway;
    if (failure === null) return away.address;
    throw whyNowhere(home.address.url, outcome.error, away.address.url, failure.error);
  } finally {
    done.abort();
  }
}

/** What to say when neither answers. Away from home the first never does, so what the other one has met says more. */
export function whyNowhere(home: string, atHome: unknown, away: string, fromAway: unknown): unknown {
  if (!isSilence(atHome)) return atHome;
  if (!isSilence(fromAway)) return fromAway;
  return new TransientFault(
    'server-unreachable',
    { server: home, reason: reasonOf(atHome), away, awayReason: reasonOf(fromAway) },
    { retryAfter: fromAway.retryAfter },
  );
}

/** A Mac that is not at home finds no way to an address there, which may be macOS's doing, too. */
const isSilence = (error: unknown): error is TransientFault =>
  error instanceof TransientFault && (error.code === 'server-unreachable' || error.code === 'local-network-refused');

function reasonOf({ problem }: TransientFault): Explanation {
  const { reason } = (problem.values ?? {}) as { readonly reason?: Explanation };
  return reason ?? becauseOf(problem);
}
