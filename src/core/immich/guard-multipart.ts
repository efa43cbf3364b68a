/**
 * Reads the heads of a multipart form's parts while the form streams past, puts a field before it and gives files other names. The contents
 * of the parts are passed on at once, and nothing of them is kept.
 */

export interface FormPart {
  /** Of the field. */
  readonly name: string;
  /** Without folders, as the uploader wrote it; null for a part that is no file. */
  readonly fileName: string | null;
}

export interface FormChanges {
  /** A field to be sent before all others; left out where the form does not begin with one. */
  readonly first: { readonly name: string; readonly value: string } | null;
  /** Called with each part as it comes. @returns the name that its file is to have instead; null to leave it as it is */
  readonly onPart: (part: FormPart) => string | null;
}

/** A part's head takes 200 bytes. One as long as this is none, and from there on the form is passed on as it is. */
const LONGEST_HEAD = 64 * 1024;
const NOTHING = Buffer.alloc(0);

export class FormRewriter {
  readonly #changes: FormChanges;
  /** With the line break that ends what comes before it. */
  readonly #delimiter: Buffer;
  #state: 'beginning' | 'head' | 'contents' | 'over' = 'beginning';
  /** What has come of the form's beginning or of a part's head. */
  #held: Buffer = NOTHING;
  /** The end of the contents that were passed on: a delimiter may have begun there. */
  #tail: Buffer = NOTHING;
  #hasFirst = false;

  constructor(boundary: string, changes: FormChanges) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#changes = changes;
  }

  /** True when the field that was to come first is part of the form. */
  get hasFirst(): boolean {
    return this.#hasFirst;
  }

  /** @returns what is to be passed on of the form by now: it may be nothing, and it may be more than has come. */
  push(chunk: Buffer): Buffer {
    const pieces: Buffer[] = [];
    let rest = chunk;
    while (rest.byteLength > 0) {
      switch (this.#state) {
        case 'beginning':
          rest = this.#begin(rest, pieces);
          break;
        case 'head':
          rest = this.#readHead(rest, pieces);
          break;
        case 'contents':
          rest = this.#passContents(rest, pieces);
          break;
        case 'over':
          pieces.push(rest);
          rest = NOTHING;
      }
    }
    return pieces.length === 1 ? (pieces[0] ?? NOTHING) : Buffer.concat(pieces);
  }

  /** @returns what was held back of a form that ended too early. */
  end(): Buffer {
    const held = this.#held;
    this.#held = NOTHING;
    this.#state = 'over';
    return held;
  }

  #begin(rest: Buffer, pieces: Buffer[]): Buffer {
    this.#held = Buffer.concat([this.#held, rest]);
    // At the beginning of a form there is nothing that a line break would have to end.
    const opening = this.#delimiter.subarray(2);
    if (this.#held.byteLength < opening.byteLength) return NOTHING;
    const held = this.end();
    if (held.subarray(0, opening.byteLength).equals(opening)) {
      const { first } = this.#changes;
      if (first !== null) {
        const field = `\r\nContent-Disposition: form-data; name="${first.name}"\r\n\r\n${first.value}\r\n`;
        pieces.push(opening, Buffer.from(field));
        this.#hasFirst = true;
      }
      pieces.push(opening);
      this.#state = 'head';
      return held.subarray(opening.byteLength);
    }
    this.#state = 'contents';
    return held;
  }

  #readHead(rest: Buffer, pieces: Buffer[]): Buffer {
    this.#held = Buffer.concat([this.#held, rest]);
    const end = this.#held.indexOf('\r\n\r\n');
    const isLast = this.#held.subarray(0, 2).equals(Buffer.from('--'));
    if (isLast || (end === -1 && this.#held.byteLength > LONGEST_HEAD)) {
      pieces.push(this.end());
      return NOTHING;
    }
    if (end === -1) return NOTHING;
    const held = this.end();
    pieces.push(this.#renamed(held.subarray(0, end)));
    this.#state = 'contents';
    this.#tail = NOTHING;
    return held.subarray(end);
  }

  #passContents(rest: Buffer, pieces: Buffer[]): Buffer {
    const length = this.#delimiter.byteLength;
    const seam = Buffer.concat([this.#tail, rest.subarray(0, length - 1)]);
    const inSeam = seam.indexOf(this.#delimiter);
    const inRest = inSeam === -1 ? rest.indexOf(this.#delimiter) : inSeam - this.#tail.byteLength;
    if (inSeam === -1 && inRest === -1) {
      this.#tail = (rest.byteLength < length ? seam : rest).subarray(1 - length);
      pieces.push(rest);
      return NOTHING;
    }
    this.#state = 'head';
    pieces.push(rest.subarray(0, inRest + length));
    return rest.subarray(inRest + length);
  }

  #renamed(head: Buffer): Buffer {
    const text = head.toString('utf8');
    const disposition = DISPOSITION.exec(text);
    const name = disposition?.groups?.name;
    if (name === undefined) return head;
    const fileName = disposition?.groups?.file;
    const other = this.#changes.onPart({
      name: unquoted(name),
      fileName: fileName === undefined ? null : unquoted(fileName),
    });
    if (other === null || fileName === undefined) return head;
    return Buffer.from(text.replace(`filename="${fileName}"`, () => `filename="${quoted(other)}"`));
  }
}

const DISPOSITION =
  /^content-disposition: *form-data; *name="(?<name>(?:[^"\\]|\\.)*)"(?:; *filename="(?<file>(?:[^"\\]|\\.)*)")?/im;

/**
 * Undoes what Go's `mime/multipart` writes (`escapeQuotes` in writer.go): backslash and quote after a backslash, line breaks as %0D and
 * %0A, all else as plain UTF-8. A name that really holds the letters "%0A" cannot be told from a line break; that is Go's doing.
 */
function unquoted(text: string): string {
  return text.replace(/\\(.)/gs, '$1').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
