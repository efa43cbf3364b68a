/** The terminal that this process was started from. */
import { visibleText } from '../../core/model/plain-text.ts';
import { CLOSED } from '../../core/model/run-report.ts';
import { cutTo } from './columns.ts';
import type { Terminal } from './output.ts';
import { readSecret } from './secret-input.ts';

const CLEAR_LINE = '\r\u001B[2K';

export function processTerminal(): Terminal {
  // A reader that stops reading (`immich-sync logs | head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    print: (line) => process.stdout.write(`${visibleText(line)}\n`),
    printError: (line) => process.stderr.write(`${visibleText(line)}\n`),
    redraw: process.stdout.isTTY
      ? (line) => process.stdout.write(CLEAR_LINE + cutTo(visibleText(line), process.stdout.columns - 1))
      : null,
    readSecret: (signal) => readSecret(process.stdin, signal),
    isInputTerminal: process.stdin.isTTY === true,
  };
}

/**
 * Resolves when everything that was printed has left this process. A pipe takes 64 KB at a time, and `app.exit` does not wait for the rest.
 */
export async function flushOutput(): Promise<void> {
  const streams = [process.stdout, process.stderr];
  // Called in any case: a reader that is gone is an error to the stream, not to who waits here.
  await Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))));
}

/** Aborted by Ctrl-C, and by a system that asks the process to end (log-out, shutdown, launchd): then the sync continues later automatically. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort());
  process.on('SIGTERM', () => stop.abort(CLOSED));
  return stop.signal;
}
