/** Sections of CHANGELOG.md, whose form is that of https://keepachangelog.com. */

export interface ChangelogSection {
  readonly version: string;
  /** `2026-11-26` */
  readonly date: string;
  /** Markdown without the heading. */
  readonly notes: string;
}

/** `## 1.2.0 - 2026-11-26`, also with the version in brackets. */
const HEADING = /^## \[?([^\]\s]+)\]?(?: - (\S+))?\s*$/;

/** @throws {Error} in a sentence that says what the changelog lacks */
export function sectionOf(changelog: string, version: string): ChangelogSection {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => HEADING.exec(line)?.[1] === version);
  if (start === -1)
    throw new Error(`CHANGELOG.md has no section “## ${version} - YYYY-MM-DD”. Write it before the tag.`);
  const date = HEADING.exec(lines[start] ?? '')?.[2];
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date))
    throw new Error(`The section of ${version} in CHANGELOG.md has no date: “## ${version} - YYYY-MM-DD”.`);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  const section = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  // Definitions of links are for the whole file.
  const notes = section
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n')
    .trim();
  if (!/^[-*] /m.test(notes)) throw new Error(`The section of ${version} in CHANGELOG.md names no change.`);
  return { version, date, notes };
}
