/** Lines of the log as the windows show them: `2026-11-22 02:00:01 info  Read 12 assets.` Pure. */
import { localTime } from '../../core/log/sync-log.ts';
import { isBeginning, isEnding } from '../../core/sync/run-words.ts';
import { LOG_LEVELS, type LogLevel, type LogLine } from '../../shared/contract.ts';

/** Lines searched for those of one run. */
export const SEARCHED_LINES = 50_000;

const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s+(\w+)\s/;

export function parseLogLine(text: string, number: number): LogLine {
  const [, time, word] = LINE.exec(text) ?? [];
  const level = LOG_LEVELS.find((name) => name === word?.toLowerCase()) ?? ('info' satisfies LogLevel);
  const at = time === undefined ? Number.NaN : new Date(time.replace(' ', 'T')).getTime();
  return { number, at: Number.isNaN(at) ? null : at, level, text };
}

/**
 * The lines of one run: from its first to its last in the order of the file, because the seconds at its ends can be shared with a preview or another run.
 * Where these are not in the log, as after a crash, those of its first second to its last. Each with those that have no time of their own.
 */
export function linesOfRun(texts: readonly string[], startedAt: number, endedAt: number | null): readonly string[] {
  const from = localTime(new Date(startedAt));
  const to = endedAt === null ? null : localTime(new Date(endedAt));
  const lines = texts.map((text) => {
    const [prefix, time] = LINE.exec(text) ?? [];
    return { time, message: prefix === undefined ? '' : text.slice(prefix.length).trimStart() };
  });
  const isDuring = (time: string) => time >= from && (to === null || time <= to);
  const first = lines.findIndex(({ time, message }) => time !== undefined && isDuring(time) && isBeginning(message));
  const next = first === -1 ? -1 : lines.findIndex(({ message }, index) => index > first && isBeginning(message));
  const [start, end] = [Math.max(0, first), next === -1 ? lines.length : next];
  // It is written a moment after the end, which can be in another second.
  const last = first === -1 ? -1 : lines.findIndex(({ message }, index) => index > first && isEnding(message));
  if (last !== -1 && last < end) return texts.slice(start, last + 1);
  let isInside = false;
  return texts.slice(start, end).filter((_text, index) => {
    const time = lines[start + index]?.time;
    if (time !== undefined) isInside = isDuring(time);
    return isInside;
  });
}
