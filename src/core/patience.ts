/** Trying again, inside a run, what failed for a reason that may pass by itself: which failures those are, and how long is waited. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProblemArguments, ProblemError, type ValuesOf } from './model/problem.ts';

/** What may pass by itself. */
type TransientCode = 'server-unreachable' | 'local-network-refused' | 'server-error';

/** A failure that may be gone in a moment: a server that restarts, a network that drops, a proxy that asks for patience. */
export class TransientFault<Code extends TransientCode = TransientCode> extends ProblemError<Code> {
  /** Milliseconds that the server asked to wait; null when it did not. */
  readonly retryAfter: number | null;

  constructor(
    code: Code,
    values: ValuesOf<Code>,
    options: { readonly cause?: unknown; readonly retryAfter?: number | null } = {},
  ) {
    super(code, ...([values, options] as ProblemArguments<Code, [options?: { readonly cause?: unknown }]>));
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Waits, or throws as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** How long a run puts up with a server in trouble, all in milliseconds. Each list has the waits before the second, third, … try. */
export interface Patience {
  readonly wait: Wait;
  /** For the first look at the server: a person may be waiting for the answer. */
  readonly preflight: readonly number[];
  /** For each call of the API. */
  readonly call: readonly number[];
  /** For the uploads of a batch. */
  readonly upload: readonly number[];
  /** Without any byte from the server, for a call of the API. */
  readonly callTimeout: number;
  /** Without any movement, for one upload: the server may be busy with a long film. */
  readonly uploadTimeout: number;
  /** After a call that the server's jobs work in behind it, before anything is asked or changed that they could undo. */
  readonly settling: number;
}

/** @param seconds for which a run waits for a server in trouble; the server's own silence comes on top of it. */
export function patienceOf(seconds: number): Patience {
  return {
    wait: waitFor,
    preflight: growingDelays(500, Math.min(seconds * 1_000, 2_500)),
    call: growingDelays(1_000, Math.min(seconds * 1_000, 20_000)),
    upload: growingDelays(5_000, seconds * 1_000),
    callTimeout: 60_000,
    uploadTimeout: 180_000,
    settling: Math.min(seconds * 1_000, 10_000),
  };
}

async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new ProblemError('stopped');
  }
}

/**
 * Waits for what cannot be broken off, as a keychain that asks a person who may not be there, but no longer than until the signal is aborted.
 * @throws {ProblemError} stopped; what `work` throws
 */
export async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  const { promise: never, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new ProblemError('stopped'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([never, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const MAX_DELAY = 2 * 60_000;

/** Delays that grow fourfold, up to two minutes, and take `total` milliseconds together. Pure. */
export function growingDelays(first: number, total: number): readonly number[] {
  const delays: number[] = [];
  for (let left = total, next = first; left > 0; left -= next, next = Math.min(next * 4, MAX_DELAY))
    delays.push(Math.min(next, left));
  return delays;
}

/** A server that asks for more than this is not waited for: the next run comes anyway. */
const MAX_WAIT = 5 * 60_000;

export interface PatienceRules {
  /** Milliseconds before the second, third, … try. */
  readonly delays: readonly number[];
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((fault: TransientFault, milliseconds: number) => void) | undefined;
}

/**
 * Milliseconds to wait after a failed try; null when there is no use in another one. Pure.
 * @param tries how many have failed
 */
export function pauseAfter(
  tries: number,
  { retryAfter }: Pick<TransientFault, 'retryAfter'>,
  delays: readonly number[],
): number | null {
  const delay = delays[tries - 1];
  if (delay === undefined || (retryAfter !== null && retryAfter > MAX_WAIT)) return null;
  return Math.max(delay, retryAfter ?? 0);
}

/**
 * Does the work, and again while it fails for what may pass by itself.
 * @param work is given the number of tries before this one. It must be safe to repeat.
 * @throws what the last try threw, at once for every other failure; `stopped` when the signal is aborted while waiting.
 */
export async function withPatience<Result>(
  work: (tries: number) => Promise<Result>,
  rules: PatienceRules,
): Promise<Result> {
  for (let tries = 0; ; ) {
    try {
      return await work(tries);
    } catch (error) {
      tries += 1;
      const pause = error instanceof TransientFault ? pauseAfter(tries, error, rules.delays) : null;
      if (pause === null) throw error;
      rules.onWait?.(error as TransientFault, pause);
      await rules.wait(pause, rules.signal);
    }
  }
}

/** True for an HTTP status that says that the same request may succeed later. A full disk (507) does not pass by itself. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 507);
}

/**
 * What a `Retry-After` header asks for, in milliseconds: seconds, or a date. Pure.
 * @param now milliseconds since 1970
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
