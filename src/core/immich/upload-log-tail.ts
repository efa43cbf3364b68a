/** Follows a log file that another program is writing. */
import { type FileHandle, open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

export interface LogTail {
  /** Reads what has been added and passes on every complete line. Returns the number of bytes read. */
  read(): Promise<number>;
  /** Reads the rest, an unfinished last line included, and lets go of the file. */
  finish(): Promise<void>;
}

const PIECE = 64 * 1024;
/** No line of immich-go is nearly as long; a program gone wrong must not fill the memory. */
const MAX_LINE_LENGTH = 1_000_000;

/** @param path a file that need not exist yet. */
export function tailLog(path: string, onLine: (line: string) => void): LogTail {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(PIECE);
  let handle: FileHandle | null = null;
  let offset = 0;
  let rest = '';
  let reading = Promise.resolve(0);

  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
    if (rest.length > MAX_LINE_LENGTH) {
      onLine(rest);
      rest = '';
    }
  };
  const readOn = async () => {
    handle ??= await open(path, 'r').catch(() => null);
    if (handle === null) return 0;
    const start = offset;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, offset);
      if (bytesRead === 0) return offset - start;
      offset += bytesRead;
      take(decoder.write(buffer.subarray(0, bytesRead)));
    }
  };
  /** One after the other: two reads at once would take the same bytes. */
  const read = () => {
    reading = reading.then(readOn);
    return reading;
  };
  return {
    read,
    finish: async () => {
      await read();
      take(decoder.end());
      if (rest !== '') onLine(rest);
      await handle?.close();
    },
  };
}
