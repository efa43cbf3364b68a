/** Texts in columns of a terminal, where some characters take two places. Pure. */

const WIDE = /[\p{Script=Han}\p{Script=Hangul}\u3000-\u30FF\uFF01-\uFF60]/u;

const placesOf = (character: string): number => (WIDE.test(character) ? 2 : 1);

/** Places that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += placesOf(character);
  return width;
}

/** As `padEnd`. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** As `padStart`. */
export const paddedBefore = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** As much of a text as there is place for. */
export function cutTo(text: string, width: number): string {
  let left = width;
  let cut = '';
  for (const character of text) {
    left -= placesOf(character);
    if (left < 0) break;
    cut += character;
  }
  return cut;
}
