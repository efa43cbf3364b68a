/** What is new in a version, out of the CHANGELOG that the app brings along. Read as text: nothing in it becomes markup. */
import type { NotePiece, ReleaseNotes } from '../model/updates.ts';

/**
 * @param changelog in the form of Keep a Changelog: `## 1.2.3 - 2026-11-26`, headings of three, lists
 * @returns null when it says nothing of that version. A version without a section of its own is not out yet: it has what is under Unreleased
 */
export function releaseNotes(changelog: string, version: string): ReleaseNotes | null {
  const lines = sectionOf(changelog, version) ?? sectionOf(changelog, 'Unreleased');
  if (lines === null) return null;
  const sections: { title: string | null; entries: string[] }[] = [{ title: null, entries: [] }];
  let isContinued = false;
  for (const line of lines) {
    const heading = /^###\s+(.+)$/.exec(line)?.[1];
    const entry = /^[-*]\s+(.+)$/.exec(line)?.[1];
    const entries = sections.at(-1)?.entries ?? [];
    if (heading !== undefined) sections.push({ title: heading.trim(), entries: [] });
    else if (entry !== undefined) entries.push(entry.trim());
    else if (line.trim() !== '') {
      const last = entries.length - 1;
      if (isContinued && last >= 0) entries[last] = `${entries[last]} ${line.trim()}`;
      else entries.push(line.trim());
    }
    isContinued = heading === undefined && line.trim() !== '';
  }
  const told = sections
    .filter(({ entries }) => entries.length > 0)
    .map(({ title, entries }) => ({ title, lines: entries.map(piecesOf) }));
  return told.length === 0 ? null : { version, sections: told };
}

function sectionOf(changelog: string, version: string): readonly string[] | null {
  const lines = changelog.split('\n');
  const isTitle = (line: string) => /^##\s/.test(line);
  const begin = lines.findIndex((line) => isTitle(line) && /^##\s+\[?v?([^\]\s]+)/.exec(line)?.[1] === version);
  if (begin === -1) return null;
  const end = lines.findIndex((line, index) => index > begin && isTitle(line));
  return lines.slice(begin + 1, end === -1 ? undefined : end);
}

/** Words and `code`; of a link its words stay, of emphasis nothing but the words. */
function piecesOf(line: string): readonly NotePiece[] {
  const plain = (text: string) =>
    text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\*\*([^*]+)\*\*|(?<!\w)\*([^*\s][^*]*)\*(?!\w)|(?<!\w)_([^_]+)_(?!\w)/g, '$1$2$3');
  return line
    .split(/(`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^`[^`]+`$/.test(piece) ? { text: piece.slice(1, -1), isCode: true } : { text: plain(piece), isCode: false },
    );
}
