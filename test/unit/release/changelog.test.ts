import { describe, expect, it } from 'vitest';
import { datedChangelog, notesSoFar, sectionOf } from '../../../scripts/release/changelog.ts';

const CHANGELOG = `# Changelog

What is new goes under *Unreleased*.

## Unreleased

- Not out yet.

## [1.1.0] - 2026-12-01

### Added

- Something,
  on two lines.

### Fixed

- Something else.

## 1.1.0-beta.1 - 2026-11-28

- A try.

## 1.0.1 - tomorrow

- Undated.

## 1.0.0 - 2026-11-26

Nothing.

[1.1.0]: https://example.org/compare
`;

describe('a section of the changelog', () => {
  it('is everything below its heading', () => {
    expect(sectionOf(CHANGELOG, '1.1.0')).toEqual({
      version: '1.1.0',
      date: '2026-12-01',
      notes: '### Added\n\n- Something,\n  on two lines.\n\n### Fixed\n\n- Something else.',
    });
    expect(sectionOf(CHANGELOG, '1.1.0-beta.1').notes).toBe('- A try.');
  });

  it.each([
    ['1.1', 'CHANGELOG.md has no section “## 1.1 - YYYY-MM-DD”. Write it before the tag.'],
    ['1.2.0', 'has no section'],
    ['1.0.1', 'The section of 1.0.1 in CHANGELOG.md has no date'],
    ['Unreleased', 'has no date'],
    ['1.0.0', 'The section of 1.0.0 in CHANGELOG.md names no change.'],
  ])('is none for %s', (version, sentence) => {
    expect(() => sectionOf(CHANGELOG, version)).toThrow(sentence);
  });
});

describe('before the tag', () => {
  it('the notes are those of the version, else what is not out yet', () => {
    expect(notesSoFar(CHANGELOG, '1.1.0-beta.1')).toBe('- A try.');
    expect(notesSoFar(CHANGELOG, '1.2.0')).toBe('- Not out yet.');
    expect(() => notesSoFar('# Changelog\n', '1.2.0')).toThrow('neither a section of 1.2.0 nor one “## Unreleased”');
  });

  it('the changelog can be read as it will be', () => {
    expect(sectionOf(datedChangelog(CHANGELOG, '1.2.0', '2026-12-24'), '1.2.0')).toEqual({
      version: '1.2.0',
      date: '2026-12-24',
      notes: '- Not out yet.',
    });
    expect(datedChangelog(CHANGELOG, '1.1.0', '2026-12-24')).toBe(CHANGELOG);
  });
});
