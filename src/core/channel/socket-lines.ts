/** Splits what comes in over a local socket into lines. */
import type { Socket } from 'node:net';

/** Bytes; a report with a hundred problems is far below. Who sends a longer line is not one of us and is cut off. */
const MAX_LINE_LENGTH = 4 * 1024 * 1024;

export function readSocketLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > MAX_LINE_LENGTH) socket.destroy();
  });
}
