import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { releaseNotes } from '../../../src/core/updates/release-notes.ts';

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 0.2.0 - 2027-01-10

One thing stands out.

### Added

- A command \`immich-sync verify --deep\` that reads
  files back.
- **Bold** words, _stressed_ ones, *Stop*, 2 * 3 * 4, a_name_with_lines and a [link](https://example.org/x).

### Fixed

- <img src=x onerror=alert(1)> & co.

## 0.1.0 - 2026-11-26

- The first.
`;

const words = (text: string) => ({ text, isCode: false });

describe('what is new in a version', () => {
  it('is its own section of the changelog, line by line, as plain words', () => {
    expect(releaseNotes(CHANGELOG, '0.2.0')).toEqual({
      version: '0.2.0',
      sections: [
        { title: null, lines: [[words('One thing stands out.')]] },
        {
          title: 'Added',
          lines: [
            [
              words('A command '),
              { text: 'immich-sync verify --deep', isCode: true },
              words(' that reads files back.'),
            ],
            [words('Bold words, stressed ones, Stop, 2 * 3 * 4, a_name_with_lines and a link.')],
          ],
        },
        { title: 'Fixed', lines: [[words('<img src=x onerror=alert(1)> & co.')]] },
      ],
    });
  });

  it('is what is not out yet for a version without a section, as one from a checkout', () => {
    const unreleased = [{ title: null, lines: [[words('Not yet.')]] }];
    expect(releaseNotes(CHANGELOG, '0.2')).toEqual({ version: '0.2', sections: unreleased });
    expect(releaseNotes(CHANGELOG, '0.3.0')).toEqual({ version: '0.3.0', sections: unreleased });
  });

  it('is nothing where the changelog has neither', () => {
    expect(releaseNotes('# Changelog\n\n## 0.1.0 - 2026-11-26\n\n- The first.\n', '0.2.0')).toBeNull();
    expect(releaseNotes('', '0.1.0')).toBeNull();
  });

  it('is there for the version of this project', async () => {
    const { version } = JSON.parse(await readFile('app/package.json', 'utf8')) as { version: string };
    const notes = releaseNotes(await readFile('CHANGELOG.md', 'utf8'), version);
    expect(notes?.sections.flatMap(({ lines }) => lines).length).toBeGreaterThan(0);
  });
});
