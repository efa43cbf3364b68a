/** A secret from standard input: at a terminal one line, which is not shown; from a file or a program everything. */
import { text } from 'node:stream/consumers';
import type { ReadStream } from 'node:tty';
import { ProblemError } from '../../core/model/problem.ts';

/** @throws {ProblemError} stopped, by the signal or by Ctrl-C */
export async function readSecret(input: ReadStream, signal: AbortSignal): Promise<string> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new ProblemError('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([stopped, input.isTTY ? readHiddenLine(input) : text(input)]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
    if (input.isTTY) input.setRawMode(false);
    // Otherwise the process would keep waiting for it.
    input.destroy();
  }
}

const [CTRL_C, CTRL_D, CTRL_U] = ['\u0003', '\u0004', '\u0015'];

/** In raw mode the terminal shows nothing, and leaves to us what its keys mean. */
function readHiddenLine(input: ReadStream): Promise<string> {
  input.setRawMode(true);
  input.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let line = '';
    input.on('end', () => resolve(line));
    input.on('error', reject);
    input.on('data', (typed: string) => {
      for (const key of typed) {
        if (key === '\r' || key === '\n' || key === CTRL_D) return resolve(line);
        if (key === CTRL_C) return reject(new ProblemError('stopped'));
        if (key === CTRL_U) line = '';
        else if (key === '\u007F' || key === '\b') line = line.slice(0, -1);
        else line += key;
      }
    });
  });
}
