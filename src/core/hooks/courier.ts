/**
 * Brings messages to services, in the background: nobody waits for it but who ends the program, and that not for long. To each service one after the
 * other, so that a start is there before its end.
 */
import { HOOKS, type HookName } from '../model/hooks.ts';
import { because, type Explanation } from '../model/reasons.ts';
import { pauseAfter, type Wait } from '../patience.ts';
import type { HookAddress } from './address.ts';
import { messageFor } from './message.ts';
import type { RunEvent } from './run-event.ts';
import { NotDelivered, type SendOptions, send } from './send.ts';

/** Where to, and the way there. */
export interface Destination {
  readonly address: HookAddress;
  readonly way: SendOptions['way'];
}

export interface CourierOptions {
  readonly hearsOf: (hook: HookName, event: RunEvent) => boolean;
  /** @throws {NotDelivered} where it cannot be told now */
  readonly destination: (hook: HookName) => Promise<Destination>;
  /** What became of it: why it did not arrive, or null. A start is reported only together with its end. */
  readonly onResult: (hook: HookName, event: RunEvent, failure: Explanation | null) => void;
  readonly wait: Wait;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds for one try. */
const DEADLINE = 10_000;
/** Milliseconds before the second, third, … try. A start is of little use after its end. */
const DELAYS: Readonly<Record<RunEvent['kind'], readonly number[]>> = {
  started: [1_000],
  ended: [2_000, 10_000, 30_000],
  'not-started': [2_000, 10_000, 30_000],
  test: [],
};
/** Milliseconds that the end of the program waits for what is on its way. */
export const PATIENCE_AT_END = 8_000;

export class Courier {
  readonly #options: CourierOptions;
  readonly #closing = new AbortController();
  readonly #queues = new Map<HookName, Promise<unknown>>();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Tells all that want to hear of it. Comes back at once and never throws. */
  tell(event: RunEvent): void {
    for (const hook of HOOKS) if (this.#options.hearsOf(hook, event)) void this.#inTurn(hook, event);
  }

  /** @returns why it did not arrive; null when it did */
  test(hook: HookName): Promise<Explanation | null> {
    return this.#inTurn(hook, { kind: 'test' });
  }

  /** Waits for what is on its way, but not for long; then nothing is sent any more. */
  async close(patience = PATIENCE_AT_END): Promise<void> {
    const all = Promise.all(this.#queues.values());
    const timer = setTimeout(() => this.#closing.abort(), patience);
    await all;
    clearTimeout(timer);
  }

  #inTurn(hook: HookName, event: RunEvent): Promise<Explanation | null> {
    const before = this.#queues.get(hook) ?? Promise.resolve();
    const turn = before.then(async () => {
      const failure = await this.#deliver(hook, event);
      if (event.kind !== 'started') this.#options.onResult(hook, event, failure);
      return failure;
    });
    // What goes wrong with the result is none of the next message's business.
    this.#queues.set(
      hook,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #deliver(hook: HookName, event: RunEvent): Promise<Explanation | null> {
    const { signal } = this.#closing;
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#try(hook, event, signal);
        return null;
      } catch (error) {
        if (!(error instanceof NotDelivered)) return because('unknown');
        const pause = error.mayPass && !signal.aborted ? pauseAfter(tries, error, DELAYS[event.kind]) : null;
        if (pause === null) return error.reason;
        const isOver = await this.#options.wait(pause, signal).then(
          () => false,
          () => true,
        );
        if (isOver) return error.reason;
      }
    }
  }

  async #try(hook: HookName, event: RunEvent, signal: AbortSignal): Promise<void> {
    const { address, way } = await this.#destination(hook, signal);
    const message = messageFor(hook, address, event, this.#options.now());
    if (message === null) return;
    await send(message, { way, authorization: address.authorization, deadline: DEADLINE, signal });
  }

  /** A keychain may be asking a person who is not there, for minutes: the end of the program does not wait for that. */
  async #destination(hook: HookName, signal: AbortSignal): Promise<Destination> {
    const late = () => new NotDelivered(because('no-answer-in-time'));
    if (signal.aborted) throw late();
    const { promise: never, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(late());
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([this.#options.destination(hook), never]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
