/**
 * Text that others wrote (the server, a tool, a file's name), made fit to be shown. A terminal obeys control characters, a line break passes
 * for a line of ours, and the marks of writing direction turn around what stands beside them.
 */
import { stripVTControlCharacters } from 'node:util';

/** Control characters, the marks of writing direction, and the line breaks of Unicode. */
const UNFIT = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST = 1_000;

/**
 * One line of it, for a sentence.
 * @param longest in letters; what is cut off is told by an ellipsis
 */
export function plainText(text: string, longest = LONGEST): string {
  const line = stripVTControlCharacters(text)
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(UNFIT, '')
    .trim();
  return line.length <= longest
    ? line
    : `${line
        .slice(0, longest - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

/** The whole of it, with what is unfit written out as `\u001b`; line breaks and tabs stay. JSON stays the same JSON. */
export function visibleText(text: string): string {
  return text.replace(UNFIT, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
