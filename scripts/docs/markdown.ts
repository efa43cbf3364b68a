/** Pieces of Markdown. VitePress hands pages to Vue, which takes `<word>` and `{{ }}` for its own: both are escaped, except in code. */

/** Text that may hold code between backticks, and shows everything else as it is. */
export function inText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece) =>
      piece.startsWith('`')
        ? piece
        : piece.replace(/[<&]/g, (sign) => (sign === '<' ? '&lt;' : '&amp;')).replaceAll('{{', '&#123;&#123;'),
    )
    .join('');
}

export const inCode = (text: string) => `\`${text}\``;

/** The first letter a capital one, and a full stop at the end. */
export function inSentence(text: string): string {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
