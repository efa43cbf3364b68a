/** Filters log lines by level and text, and finds the text in a line. Pure. */
import type { LogLine } from '../../shared/contract.ts';

export type LevelChoice = 'all' | 'warn' | 'error';

export function filterLines(lines: readonly LogLine[], level: LevelChoice, search: string): readonly LogLine[] {
  const wanted = search.trim().toLowerCase();
  if (level === 'all' && wanted === '') return lines;
  return lines.filter(
    (line) =>
      (level === 'all' || line.level === 'error' || (level === 'warn' && line.level === 'warn')) &&
      (wanted === '' || line.text.toLowerCase().includes(wanted)),
  );
}

/** The line cut at each place where the text is found; every second piece is a find. */
export function splitAtFinds(text: string, search: string): readonly string[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [text];
  const lower = text.toLowerCase();
  // Some letters change their length in lower case; marking would then hit beside the find.
  if (lower.length !== text.length) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...pieces, text.slice(from)];
}
