/** Looks into a multipart form while it streams past, and puts a field before it. Nothing of the file itself is kept. */

/** The form's fields before the file take about 1.5 KB; what has not shown a file name by now never will. */
const LONGEST_HEAD = 64 * 1024;

export interface FileNameScanner {
  push(chunk: Buffer): void;
  /** Null until the name has come past, and for good if the form has none. */
  readonly fileName: string | null;
}

export function scanFileName(boundary: string): FileNameScanner {
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  let fileName: string | null = null;
  return {
    push(chunk) {
      if (done) return;
      head = Buffer.concat([head, chunk.subarray(0, LONGEST_HEAD - head.byteLength)]);
      fileName = findFileName(head, boundary);
      done = fileName !== null || head.byteLength >= LONGEST_HEAD;
      if (done) head = Buffer.alloc(0);
    },
    get fileName() {
      return fileName;
    },
  };
}

/** The name of the part `assetData` in the beginning of a form; null if its header is not (completely) in there. */
export function findFileName(head: Buffer, boundary: string): string | null {
  const delimiter = Buffer.from(`--${boundary}\r\n`);
  let at = head.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.byteLength;
    const end = head.indexOf('\r\n\r\n', start);
    if (end === -1) return null;
    const name = fileNameOf(head.toString('utf8', start, end));
    if (name !== null) return name;
    at = head.indexOf(delimiter, end);
  }
  return null;
}

const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
const FILE_PART = new RegExp(`^content-disposition: *form-data; *name="assetData"; *filename=${QUOTED}`, 'im');

/**
 * Undoes what Go's `mime/multipart` writes (`escapeQuotes` in writer.go): backslash and quote after a backslash, line breaks as %0D and
 * %0A, all else as plain UTF-8. A name that really holds the letters "%0A" cannot be told from a line break; that is Go's doing.
 */
function fileNameOf(header: string): string | null {
  const quoted = FILE_PART.exec(header)?.[1];
  if (quoted === undefined) return null;
  return quoted.replace(/\\(.)/gs, '$1').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

/**
 * A field to be sent before all others of a form; null when the form does not begin with one: then nothing can be put before it.
 * @param first the beginning of the form as it came
 */
export function fieldBefore(
  first: Buffer,
  boundary: string,
  field: { readonly name: string; readonly value: string },
): Buffer | null {
  const delimiter = `--${boundary}\r\n`;
  if (first.toString('latin1', 0, delimiter.length) !== delimiter) return null;
  return Buffer.from(`${delimiter}Content-Disposition: form-data; name="${field.name}"\r\n\r\n${field.value}\r\n`);
}
