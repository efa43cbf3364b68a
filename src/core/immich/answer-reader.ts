/**
 * Collects an answer while it comes, and notices at once what cannot be one: JSON that is too long, or nested so deeply that reading it would
 * take all memory and a minute (measured: 60 MB of brackets, 3 GB and 48 s).
 */

import { StringDecoder } from 'node:string_decoder';
import { because, type Reason } from '../model/reasons.ts';

/** The server's answer cannot be one of Immich. */
export class AnswerUnreasonable extends Error {
  override readonly name = 'AnswerUnreasonable';
  readonly reason: Reason;

  constructor(code: 'answer-too-long' | 'answer-too-deep') {
    super(code);
    this.reason = because(code);
  }
}

/** Immich's deepest answers have about 8 levels: page, assets, items, people, faces. */
const DEEPEST = 32;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

export class AnswerReader {
  readonly #longest: number;
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #size = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** @param longest bytes */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** @returns what is wrong with the answer so far; null while it may be one. */
  push(chunk: Buffer): AnswerUnreasonable | null {
    this.#size += chunk.byteLength;
    if (this.#size > this.#longest) return new AnswerUnreasonable('answer-too-long');
    if (!this.#isShallow(chunk)) return new AnswerUnreasonable('answer-too-deep');
    this.#text += this.#decoder.write(chunk);
    return null;
  }

  text(): string {
    return this.#text + this.#decoder.end();
  }

  /** Counts brackets outside of strings; what is no JSON has some number of them, too. */
  #isShallow(chunk: Buffer): boolean {
    // In variables of its own: a page of 1,000 assets is a few million bytes.
    let [depth, isInString, isEscaped] = [this.#depth, this.#isInString, this.#isEscaped];
    for (let at = 0; at < chunk.length && depth <= DEEPEST; at += 1) {
      const byte = chunk[at];
      if (isEscaped) isEscaped = false;
      else if (isInString) {
        if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    }
    [this.#depth, this.#isInString, this.#isEscaped] = [depth, isInString, isEscaped];
    return depth <= DEEPEST;
  }
}
