/**
 * Text that others wrote (the server, a tool, a file's name), made fit to be shown. A terminal obeys control characters, a line break passes
 * for a line of ours, and the marks of writing direction turn around what stands beside them.
 */

/** Control characters, the marks of writing direction, and the line breaks of Unicode. */
const UNFIT = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/**
 * What terminals obey (ECMA-48): a control sequence with its parameters, a string that is ended by BEL or ST, or an escape of two characters.
 * By hand, because this floor runs in windows, too, where there is no `node:util`.
 */
const TERMINAL_SEQUENCE = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'gu',
);
const MAX_LENGTH = 1_000;

/**
 * One line of it, for a sentence.
 * @param longest in letters; what is cut off is shown by an ellipsis
 */
export function plainText(text: string, longest = MAX_LENGTH): string {
  const line = text
    .replace(TERMINAL_SEQUENCE, '')
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
