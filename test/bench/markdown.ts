/** Numbers and tables as docs/performance.md shows them, so that what a benchmark prints can be put there as it is. Pure. */

/** The first column is text, the others are numbers. @returns lines */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)];
}

export function shownTime(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  return `${seconds.toFixed(seconds < 100 ? 1 : 0)} s`;
}

export function shownBytes(bytes: number): string {
  return bytes < 1e7 ? `${(bytes / 1e6).toFixed(1)} MB` : `${shownCount(Math.round(bytes / 1e6))} MB`;
}

export function shownCount(count: number): string {
  return count.toLocaleString('en');
}

export function shownRatio(ratio: number): string {
  return ratio.toFixed(2);
}

/**
 * Puts lines between the marks `<!-- NAME -->` and `<!-- end -->` of a document.
 * @throws Error when it has no such marks.
 */
export function replaceTable(document: string, name: string, lines: readonly string[]): string {
  const marked = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- end -->)`);
  if (!marked.test(document)) throw new Error(`The document has no marks for ${name}.`);
  return document.replace(marked, (_, start: string, end: string) => [start, '', ...lines, '', end].join('\n'));
}
