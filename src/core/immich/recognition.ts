/**
 * Whether the server at an address is still the one that was recognised there, asked again before each connection that may lead elsewhere: over plain http
 * another network has another server at a private address, and work of hours outlives a network.
 */
import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProblemError } from '../model/problem.ts';

/** Milliseconds after an answer in which further connections are made without another question, unless one has ended meanwhile. */
const GOOD_FOR = 2_000;

export interface RecognitionOptions {
  /** Asks who is there, without the key. Throws where that is not the server that was recognised. */
  readonly look: () => Promise<void>;
  /** Milliseconds since 1970; a computer that sleeps lets this time go by. */
  readonly now?: () => number;
}

/** To be made right after the server was recognised. */
export class Recognition {
  readonly #look: () => Promise<void>;
  readonly #now: () => number;
  #goodUntil: number;
  #asking: Promise<void> | null = null;

  constructor({ look, now = Date.now }: RecognitionOptions) {
    this.#look = look;
    this.#now = now;
    this.#goodUntil = now() + GOOD_FOR;
  }

  /** To be awaited before a connection is made. @throws what looking throws */
  async confirm(): Promise<void> {
    const left = this.#goodUntil - this.#now();
    // A clock that was set back says nothing of how long ago that was.
    if (left > 0 && left <= GOOD_FOR) return;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  /** To be called when a connection has ended, whoever ended it. */
  doubt(): void {
    this.#goodUntil = Number.NEGATIVE_INFINITY;
  }

  async #ask(): Promise<void> {
    this.doubt();
    await this.#look();
    this.#goodUntil = this.#now() + GOOD_FOR;
  }
}

/** Makes no connection before it is known where it leads. */
export class RecognisingAgent extends Agent {
  readonly #recognition: Recognition;
  #isClosed = false;

  constructor(recognition: Recognition, options: AgentOptions) {
    super(options);
    this.#recognition = recognition;
  }

  override createConnection(
    options: ClientRequestArgs,
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const connect = () => {
      if (this.#isClosed) throw new ProblemError('stopped');
      const socket = super.createConnection(options);
      if (socket == null) throw new Error('No connection was made');
      socket.once('close', () => {
        if (!this.#isClosed) this.#recognition.doubt();
      });
      return socket;
    };
    const fail = callback as (error: unknown) => void;
    this.#recognition
      .confirm()
      .then(connect)
      .then((socket) => callback(null, socket), fail);
  }

  override destroy(): void {
    this.#isClosed = true;
    super.destroy();
  }
}
