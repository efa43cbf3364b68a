/** immich-go's JSON log: one object a line, written at once. */
import { appendFileSync, writeSync } from 'node:fs';

export type Level = 'INFO' | 'WARN' | 'ERROR';
export type Log = (level: Level, msg: string, fields?: Readonly<Record<string, string>>) => void;

/** @param file is appended to, as the real one does; without one nothing is logged */
export function openLog(file: string | undefined): Log {
  if (file === undefined) return () => {};
  return (level, msg, fields = {}) =>
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
}

/** Written before the process may end, unlike `console.log` on a pipe. */
export function print(text: string, stream: 1 | 2 = 1): void {
  writeSync(stream, `${text}\n`);
}
