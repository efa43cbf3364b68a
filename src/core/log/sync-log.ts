/**
 * The log that a person follows with `tail -f`: one line an event, `2026-11-22 02:00:01 info  Photos changed since …`, local time.
 * electron-log brings levels and the hook for redaction. The writer is ours, because electron-log's file transport keeps one old file,
 * counts the size only of what it wrote itself (the app and the command line share this file) and cannot be waited for.
 */
import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogMessage } from 'electron-log';
import electronLog from 'electron-log/node';
import type { LogLevel } from '../model/choices.ts';
import { visibleText } from '../model/plain-text.ts';
import { LOG_FILE_SIZE, rotate, sizeOf } from './log-files.ts';
import type { Redactor } from './redaction.ts';

export interface Log {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
  /** Waits until everything logged so far is in the file. */
  flush(): Promise<void>;
  /** Why lines could not be written since the log was opened, or null. A log that cannot be written never stops a sync. */
  readonly trouble: Error | null;
}

export interface OpenLogOptions {
  readonly level: LogLevel;
  readonly redactor: Redactor;
  readonly now?: () => Date;
}

/** Opens the log; its folder (0700) and the file (0600) are made when needed. Never throws: see {@link Log.trouble}. */
export function openLog(file: string, { level, redactor, now = () => new Date() }: OpenLogOptions): Log {
  let pending: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let trouble: Error | null = null;

  const write = async () => {
    const lines = pending;
    pending = [];
    // In slices, so that a burst of lines cannot make one file many times its size.
    while (lines.length > 0) {
      let slice = '';
      while (lines.length > 0 && slice.length < LOG_FILE_SIZE / 4) slice += lines.shift();
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        if (sizeOf(file) + Buffer.byteLength(slice) > LOG_FILE_SIZE) rotate(file);
        await appendFile(file, slice, { mode: 0o600 });
      } catch (error) {
        trouble = error instanceof Error ? error : new Error(String(error));
      }
    }
  };

  const logger = electronLog.create({ logId: file });
  for (const transport of Object.values(logger.transports)) if (transport) transport.level = false;
  logger.hooks.push((message) => ({ ...message, data: [formatLine(message, redactor, now())] }));
  const toFile = Object.assign(
    (message: LogMessage) => {
      if (pending.push(String(message.data[0])) === 1) writing = writing.then(write);
    },
    { level, transforms: [] },
  );
  logger.transports.syncLog = toFile;

  const entry =
    (method: LogLevel) =>
    (message: string, details?: unknown): void =>
      details === undefined ? logger[method](message) : logger[method](message, details);
  return {
    error: entry('error'),
    warn: entry('warn'),
    info: entry('info'),
    debug: entry('debug'),
    flush: () => writing,
    get trouble() {
      return trouble;
    },
  };
}

/** Letters: a stack with its causes has a few thousand, a server's answer may have anything. */
const MAX_ENTRY_LENGTH = 128 * 1024;

/** The whole line with its end. Further lines of the same event are indented, so that no text can pass for an event of its own. */
function formatLine({ level, data }: LogMessage, redactor: Redactor, time: Date): string {
  const [message, details]: unknown[] = data;
  const text = details === undefined ? String(message) : `${message} ${formatDetails(redactor.value(details))}`;
  const body = redactor
    .text(text)
    .slice(0, MAX_ENTRY_LENGTH)
    .replace(/\r?\n(?=.)/gs, '\n    ')
    .trimEnd();
  return `${localTime(time)} ${level.padEnd(5)} ${visibleText(body)}\n`;
}

function formatDetails(details: unknown): string {
  if (typeof details !== 'object' || details === null) return String(details);
  const { name, message, stack, cause, ...rest } = details as Readonly<Record<string, unknown>>;
  if (typeof stack !== 'string') return JSON.stringify(details);
  const more = Object.keys(rest).length === 0 ? '' : `\n${JSON.stringify(rest)}`;
  const head = stack.includes(String(message)) ? stack : `${name}: ${message}\n${stack}`;
  return `${head}${more}${cause === undefined ? '' : `\nbecause of ${formatDetails(cause)}`}`;
}

/** `2026-11-22 02:00:01` in local time. */
export function localTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
