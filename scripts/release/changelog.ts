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

/** What is not out yet. */
const UNRELEASED = 'Unreleased';

/** @throws {Error} in a sentence that says what the changelog lacks */
export function sectionOf(changelog: string, version: string): ChangelogSection {
  const heading = headingOf(changelog, version);
  if (heading === null)
    throw new Error(`CHANGELOG.md has no section “## ${version} - YYYY-MM-DD”. Write it before the tag.`);
  const date = HEADING.exec(heading)?.[2];
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date))
    throw new Error(`The section of ${version} in CHANGELOG.md has no date: “## ${version} - YYYY-MM-DD”.`);
  return { version, date, notes: notesBelow(changelog, heading, version) };
}

/**
 * Before there is a tag: the notes of the version, else of what is not out yet.
 * @throws {Error} in a sentence that says what the changelog lacks
 */
export function notesSoFar(changelog: string, version: string): string {
  const heading = headingOf(changelog, version) ?? headingOf(changelog, UNRELEASED);
  if (heading === null) throw new Error(`CHANGELOG.md has neither a section of ${version} nor one “## ${UNRELEASED}”.`);
  return notesBelow(changelog, heading, version);
}

/** The changelog as it will be with the tag: what is not out yet is the version's, unless that has a section already. @param date `2026-11-26` */
export function datedChangelog(changelog: string, version: string, date: string): string {
  if (headingOf(changelog, version) !== null) return changelog;
  return changelog.replace(/^## \[?Unreleased\]?\s*$/m, `## ${version} - ${date}\n`);
}

/** The line; null without such a section. */
function headingOf(changelog: string, version: string): string | null {
  return changelog.split('\n').find((line) => HEADING.exec(line)?.[1] === version) ?? null;
}

function notesBelow(changelog: string, heading: string, version: string): string {
  const lines = changelog.split('\n');
  const start = lines.indexOf(heading);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  const section = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  // Definitions of links are for the whole file.
  const notes = section
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n')
    .trim();
  if (!/^[-*] /m.test(notes)) throw new Error(`The section of ${version} in CHANGELOG.md names no change.`);
  return notes;
}
