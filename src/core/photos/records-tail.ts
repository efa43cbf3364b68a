import { open } from 'node:fs/promises';

/** Milliseconds. */
const INTERVAL = 50;

/**
 * Reads a file that another program appends whole lines to, from its beginning, while it grows. A last line without a newline is not
 * passed on: a kill tore it. Polls, because file events are late or missing on network volumes and in containers.
 */
export class RecordsTail {
  readonly #path: string;
  readonly #onLine: (line: string) => void;
  readonly #timer: NodeJS.Timeout;
  #position = 0;
  #rest = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(path: string, onLine: (line: string) => void) {
    this.#path = path;
    this.#onLine = onLine;
    this.#timer = setInterval(() => this.#readSoon(), INTERVAL);
  }

  /** Reads to the end and stops. Throws what `onLine` threw. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    this.#readSoon();
    await this.#reading;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #readSoon(): void {
    this.#reading = this.#reading
      .then(() => this.#read())
      .catch((error: unknown) => {
        this.#failure ??= { error };
      });
  }

  async #read(): Promise<void> {
    if (this.#failure !== undefined) return;
    const file = await open(this.#path, 'r').catch((error: NodeJS.ErrnoException) => {
      // Nothing has been appended yet.
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (file === undefined) return;
    try {
      const chunk = Buffer.alloc(1 << 16);
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, chunk.length, this.#position);
        if (bytesRead === 0) return;
        this.#position += bytesRead;
        this.#split(Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]));
      }
    } finally {
      await file.close();
    }
  }

  #split(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      const line = bytes.toString('utf8', start, end);
      start = end + 1;
      if (line !== '') this.#onLine(line);
    }
    this.#rest = Buffer.from(bytes.subarray(start));
  }
}
