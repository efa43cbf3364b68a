/** Lines of the log as the windows show them: `2026-11-22 02:00:01 info  Read 12 assets.` Pure. */
import { localTime } from '../../core/log/sync-log.ts';
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

/** The lines that were written during a run: from its first second to its last, with those that have no time of their own. */
export function linesOfRun(texts: readonly string[], startedAt: number, endedAt: number | null): readonly string[] {
  const from = localTime(new Date(startedAt));
  const to = endedAt === null ? null : localTime(new Date(endedAt));
  let isInside = false;
  return texts.filter((text) => {
    const time = LINE.exec(text)?.[1];
    if (time !== undefined) isInside = time >= from && (to === null || time <= to);
    return isInside;
  });
}
