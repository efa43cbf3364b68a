/**
 * Reads a multipart form while it streams past: every part is shown to whoever knows what is to come, a field is held back until its value has
 * been seen, and a file can be given another name. Whatever is not written as Go's `mime/multipart` writes it (writer.go) is refused, because a
 * server might read it in another way than we do; so what has been passed on of a form that is refused never makes a whole one.
 */

import { because, type Reason } from '../model/reasons.ts';

export interface FormPart {
  /** Of the field. */
  readonly name: string;
  /** Without folders; null for a part that is no file. */
  readonly fileName: string | null;
}

/** What is to be done with a part. What is thrown goes to whoever pushes. */
export interface PartTreatment {
  /** The name that its file is to have instead; none to leave it as it is. */
  readonly rename?: string | undefined;
  /** Called with each piece of its contents before it is passed on. */
  readonly onContents: (piece: Buffer) => void;
  /** Called when its contents have come, before anything is passed on that could end them. */
  readonly onEnd: () => void;
}

export interface FormRules {
  /** A field to be sent before all others. */
  readonly first: { readonly name: string; readonly value: string } | null;
  /** Called with each part as it comes. */
  readonly onPart: (part: FormPart) => PartTreatment;
}

/** What comes is not what may come. */
export class FormRefused extends Error {
  override readonly name = 'FormRefused';

  readonly reason: Reason;

  /** @param what it sent; of an uploader that is not as we know it, for whoever looks into that */
  constructor(what: Reason) {
    super(what.code);
    this.reason = because('immich-go-sent', { what });
  }
}

/** A part's head takes 200 bytes, but for long names. */
const MAX_HEAD_LENGTH = 16 * 1024;
const MAX_VALUE_LENGTH = 16 * 1024;
const NOTHING = Buffer.alloc(0);

export class FormRewriter {
  readonly #rules: FormRules;
  /** With the line break that ends what comes before it. */
  readonly #delimiter: Buffer;
  #state: 'beginning' | 'head' | 'value' | 'file' | 'over' = 'beginning';
  /** What has come, and has to be seen together with what follows. */
  #held: Buffer = NOTHING;
  #treatment: PartTreatment | null = null;

  constructor(boundary: string, rules: FormRules) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#rules = rules;
  }

  /**
   * @returns what is to be passed on of the form by now: it may be nothing, and it may be more than has come.
   * @throws {FormRefused} and what the rules throw: then nothing more may be passed on.
   */
  push(chunk: Buffer): Buffer {
    const pieces: Buffer[] = [];
    this.#held = this.#held.byteLength === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (this.#step(pieces));
    return pieces.length === 1 ? (pieces[0] ?? NOTHING) : Buffer.concat(pieces);
  }

  /** @throws {FormRefused} when the form has not come to its end. */
  end(): void {
    if (this.#state !== 'over') throw new FormRefused(because('form-without-end'));
  }

  /** @returns false when more has to come first. */
  #step(pieces: Buffer[]): boolean {
    switch (this.#state) {
      case 'beginning':
        return this.#begin(pieces);
      case 'head':
        return this.#readHead(pieces);
      case 'value':
        return this.#readValue(pieces);
      case 'file':
        return this.#passFile(pieces);
      case 'over':
        if (this.#held.byteLength > 0) throw new FormRefused(because('more-than-form'));
        return false;
    }
  }

  #begin(pieces: Buffer[]): boolean {
    // At the beginning of a form there is nothing that a line break would have to end.
    const opening = this.#delimiter.subarray(2);
    const begun = this.#held.subarray(0, opening.byteLength);
    if (!begun.equals(opening.subarray(0, begun.byteLength))) throw new FormRefused(because('no-form'));
    if (begun.byteLength < opening.byteLength) return false;
    const { first } = this.#rules;
    if (first !== null)
      pieces.push(
        opening,
        Buffer.from(`\r\nContent-Disposition: form-data; name="${first.name}"\r\n\r\n${first.value}\r\n`),
      );
    pieces.push(this.#take(opening.byteLength));
    this.#state = 'head';
    return true;
  }

  #readHead(pieces: Buffer[]): boolean {
    if (this.#held.subarray(0, 2).equals(LAST)) {
      if (this.#held.byteLength < LAST_LINE.byteLength) return false;
      if (!this.#held.subarray(0, LAST_LINE.byteLength).equals(LAST_LINE))
        throw new FormRefused(because('form-with-odd-end'));
      pieces.push(this.#take(LAST_LINE.byteLength));
      this.#state = 'over';
      return true;
    }
    const end = this.#held.subarray(0, MAX_HEAD_LENGTH).indexOf('\r\n\r\n');
    if (end === -1 && this.#held.byteLength >= MAX_HEAD_LENGTH) throw new FormRefused(because('part-without-head'));
    if (end === -1) return false;
    const head = HEAD.exec(this.#held.toString('utf8', 0, end))?.groups;
    if (head?.name === undefined) throw new FormRefused(because('part-with-odd-head'));
    const { name, file } = head;
    this.#treatment = this.#rules.onPart({ name, fileName: file === undefined ? null : unquoted(file) });
    const { rename } = this.#treatment;
    const original = this.#take(end + 4);
    pieces.push(
      rename === undefined || file === undefined
        ? original
        : Buffer.from(original.toString('utf8').replace(`filename="${file}"`, () => `filename="${quoted(rename)}"`)),
    );
    this.#state = file === undefined ? 'value' : 'file';
    return true;
  }

  /** The head of a field has been passed on already; without a value it says nothing. */
  #readValue(pieces: Buffer[]): boolean {
    const end = this.#held.indexOf(this.#delimiter);
    if ((end === -1 ? this.#held.byteLength : end) > MAX_VALUE_LENGTH) throw new FormRefused(because('field-too-long'));
    if (end === -1) return false;
    this.#treatment?.onContents(this.#held.subarray(0, end));
    return this.#endPart(end, pieces);
  }

  #passFile(pieces: Buffer[]): boolean {
    const end = this.#held.indexOf(this.#delimiter);
    // A delimiter has one carriage return, its first letter: only from the last one on may one have begun.
    const length = end === -1 ? startOf(this.#delimiter, this.#held) : end;
    if (length > 0) this.#treatment?.onContents(this.#held.subarray(0, length));
    if (end !== -1) return this.#endPart(end, pieces);
    if (length > 0) pieces.push(this.#take(length));
    return false;
  }

  /** @param length of the contents that are still held */
  #endPart(length: number, pieces: Buffer[]): boolean {
    this.#treatment?.onEnd();
    this.#treatment = null;
    pieces.push(this.#take(length + this.#delimiter.byteLength));
    this.#state = 'head';
    return true;
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }
}

const LAST = Buffer.from('--');
const LAST_LINE = Buffer.from('--\r\n');

const HEAD =
  /^\r\nContent-Disposition: form-data; name="(?<name>[A-Za-z]{1,40})"(?:; filename="(?<file>(?:[^"\\\r\n]|\\[\\"])*)"\r\nContent-Type: [\w.+-]+\/[\w.+-]+)?$/i;

/** Where in `bytes` a delimiter may have begun that is not complete yet; its length if none has. */
function startOf(delimiter: Buffer, bytes: Buffer): number {
  const at = bytes.lastIndexOf('\r');
  if (at === -1 || bytes.byteLength - at >= delimiter.byteLength) return bytes.byteLength;
  const begun = bytes.subarray(at);
  return begun.equals(delimiter.subarray(0, begun.byteLength)) ? at : bytes.byteLength;
}

/**
 * Undoes what Go writes (`escapeQuotes` in writer.go): backslash and quote after a backslash, line breaks as %0D and %0A, all else as plain
 * UTF-8. A name that really holds the letters "%0A" cannot be told from a line break; that is Go's doing.
 */
function unquoted(text: string): string {
  return text.replace(/\\(.)/gs, '$1').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
