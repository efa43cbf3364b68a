/** The `immich-sync` command: the same engine as the app, without a window. */
import { text } from 'node:stream/consumers';
import type { Terminal } from './cli/output.ts';
import { runCommandLine } from './cli/program.ts';

const CLEAR_LINE = '\r\u001B[2K';

const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
  redraw: process.stdout.isTTY
    ? (line) => process.stdout.write(CLEAR_LINE + line.slice(0, process.stdout.columns - 1))
    : null,
  readInput: () => text(process.stdin),
  isInputTerminal: process.stdin.isTTY,
};

// A reader that stops reading (`immich-sync logs | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());

process.exitCode = await runCommandLine(process.argv.slice(2), terminal, stop.signal);
