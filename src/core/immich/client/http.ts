/** How a call goes to the server: with the key, within its limits, again where that may help, and with its answer checked. */

import { z } from 'zod';
import { ProblemError } from '../../model/problem.ts';
import { because } from '../../model/reasons.ts';
import type { ServerTask } from '../../model/server-tasks.ts';
import { type PatienceRules, TransientFault, withPatience } from '../../patience.ts';
import { limitFor } from '../answer-limits.ts';
import { AnswerUnreasonable } from '../answer-reader.ts';
import type { ServerAddress } from '../connections.ts';
import { type ServerAnswer, type ServerCall, Transport } from '../transport.ts';
import { isBarred, whyBarred } from './barred.ts';
import { isChange, methodOfChange } from './dialect.ts';
import { parseJson, refusal } from './refusal.ts';

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

export interface ClientOptions {
  /** Aborting it breaks off every call with a `stopped` problem. */
  readonly signal?: AbortSignal | undefined;
  /** How calls are tried again; once if not given. */
  readonly retries?: Omit<PatienceRules, 'signal'> | undefined;
  /** Milliseconds without any byte from the server; 60,000 if not given. */
  readonly timeout?: number | undefined;
  /** Milliseconds for a whole call, if less than what {@link limitFor} says. */
  readonly deadline?: number | undefined;
}

/** A call, and whether the key goes with it. */
export interface Call extends Omit<ServerCall, 'apiKey'> {
  readonly isKeyed: boolean;
}

/** A call with the key. */
export const keyed = (method: Call['method'], path: string, body?: unknown): Call => ({
  method,
  path,
  body,
  isKeyed: true,
});

const serverVersion = z.object({ major: z.number(), minor: z.number(), patch: z.number() });

export class Http {
  readonly #transport: Transport;
  readonly #apiKey: string;
  readonly #options: ClientOptions;
  /** Kinds of calls that did not succeed in all their tries: the next of the kind gets one, until one succeeds. */
  readonly #givenUp = new Set<ServerTask>();
  /** As it was last told; null until it has been asked. */
  #version: ServerVersion | null = null;

  constructor(address: ServerAddress, apiKey: string, options: ClientOptions = {}) {
    this.#transport = new Transport(address);
    this.#apiKey = apiKey;
    this.#options = options;
  }

  /** Of the server, without `/api`. */
  get url(): string {
    return this.#transport.address.url;
  }

  close(): void {
    this.#transport.close();
  }

  /**
   * Does the work, and again while it fails for what may pass by itself, as this client does with each of its calls.
   * @param what names the kind of call.
   * @param work is given the number of tries before this one.
   */
  async repeat<Result>(what: ServerTask, work: (tries: number) => Promise<Result>): Promise<Result> {
    const { retries, signal } = this.#options;
    try {
      const result = await (retries === undefined || this.#givenUp.has(what)
        ? work(0)
        : withPatience(work, { ...retries, signal }));
      this.#givenUp.delete(what);
      return result;
    } catch (error) {
      if (error instanceof TransientFault) this.#givenUp.add(what);
      throw error instanceof AnswerUnreasonable ? unreasonable(what, error) : error;
    }
  }

  /** Asks the server for its version. */
  async version(): Promise<ServerVersion> {
    const call: Call = { method: 'GET', path: '/server/version', isKeyed: false };
    this.#version = await this.call(serverVersion, 'tell-version', call);
    return this.#version;
  }

  /** The version as it was last told, or else as it is now. */
  async knownVersion(): Promise<ServerVersion> {
    return this.#version ?? (await this.version());
  }

  /** One try. @throws {AnswerUnreasonable} @throws {ProblemError} when no answer comes; a refusal is an answer. */
  async send(request: Call, onBody?: (chunk: Buffer) => number): Promise<ServerAnswer> {
    const { signal, timeout, deadline = Number.POSITIVE_INFINITY } = this.#options;
    const limit = limitFor(request);
    const { isKeyed, ...call } = request;
    const method = isChange(request) ? methodOfChange(await this.knownVersion()) : request.method;
    const answer = await this.#transport.send({
      ...call,
      method,
      apiKey: isKeyed ? this.#apiKey : null,
      signal,
      longestAnswer: limit.longestAnswer,
      deadline: Math.min(limit.deadline, deadline),
      onBody,
      ...(timeout === undefined ? {} : { timeout }),
    });
    // A proxy that asks everybody to sign in says nothing about the key.
    if (isBarred(answer)) throw new ProblemError('server-login-page', { server: this.url, reason: whyBarred(answer) });
    return answer;
  }

  /** A call, repeated where that may help, with what its answer has to look like. @param what names the kind of call in problems. */
  call<Shape extends z.ZodType>(shape: Shape, what: ServerTask, request: Call): Promise<z.output<Shape>> {
    return this.repeat(what, async () => read(shape, what, await this.send(request)));
  }

  /** A call whose answer says nothing but that it was done. */
  command(what: ServerTask, request: Call): Promise<void> {
    return this.repeat(what, async (tries) => {
      const answer = await this.send(request);
      // What an earlier try has taken away although its answer was lost is not there any more.
      if (tries > 0 && request.method === 'DELETE' && (answer.status === 400 || answer.status === 404)) return;
      if (answer.status >= 400) throw refusal(answer, what);
    });
  }
}

/** What the answer says. @throws {ProblemError} what the refusal means, or that the answer is no such one. */
export function read<Shape extends z.ZodType>(shape: Shape, what: ServerTask, answer: ServerAnswer): z.output<Shape> {
  if (answer.status >= 400) throw refusal(answer, what);
  const json = parseJson(answer.text);
  // A web page of a proxy, or an answer that was cut off.
  if (json === undefined)
    throw new TransientFault('server-error', { what, status: answer.status, message: because('answer-not-json') });
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw malformed(what, parsed.error.issues[0]?.path.join('.'));
  return parsed.data;
}

/** @param field what is missing in the answer; none where it is about something else */
export function malformed(what: ServerTask, field = ''): ProblemError {
  const message = field === '' ? because('answer-unexpected') : because('answer-lacks', { field });
  return new ProblemError('server-error', { what, status: 200, message });
}

export function unreasonable(what: ServerTask, { reason }: AnswerUnreasonable): ProblemError {
  return new ProblemError('server-error', { what, status: 200, message: reason });
}
