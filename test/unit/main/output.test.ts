import { describe, expect, it, onTestFinished } from 'vitest';
import { capabilitiesOf, missingCapabilities } from '../../../src/core/immich/permissions.ts';
import { makeProblem, PROBLEMS } from '../../../src/core/model/problem.ts';
import type { ProblemKind } from '../../../src/core/model/problems/kind.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { printReport } from '../../../src/main/cli/commands/sync.ts';
import { bytes, coverageLines, duration, findingLines, printable, problemLines } from '../../../src/main/cli/output.ts';
import { buildProgram } from '../../../src/main/cli/program.ts';
import { loadCommandLanguage } from '../../../src/main/languages.ts';
import { commandStrings } from '../../../src/shared/command-strings.ts';
import { strings } from '../../../src/shared/strings.ts';
import { ENGLISH, useLanguage } from '../../../src/shared/texts.ts';
import { anyReport } from '../../support/any-report.ts';

describe('words and numbers', () => {
  it('tells the true number and explains the rest', () => {
    expect(
      coverageLines({
        assets: 12_431,
        complete: 12_423,
        incomplete: 0,
        absent: 8,
        reasons: { 'original-not-on-this-mac': 7, 'in-server-trash': 1 },
      }),
    ).toEqual([
      '12,423 of 12,431 in Immich, verified by checksum.',
      '  7 items have files that are only in iCloud.',
      '  1 item is in Immich’s trash.',
    ]);
  });

  it('says when the number was verified', () => {
    const coverage = { assets: 3, complete: 3, incomplete: 0, absent: 0, reasons: {} };
    expect(coverageLines(coverage, 'today at 02:01')).toEqual(['3 of 3 in Immich, verified today at 02:01.']);
  });

  it('tells what a run found, unless a problem does, and nothing of a report without findings', () => {
    const none = { moved: 0, trashed: 0, deleted: 0, lost: 0, unfounded: 0, albumsDeleted: 0, wentBack: null };
    const findings = { ...none, deleted: 1, lost: 7, albumsDeleted: 2 };
    expect(findingLines({ findings, problems: [makeProblem('verified-files-lost', { count: 7 })] })).toEqual([
      '1 file was deleted in Immich. Still in Photos, and not uploaded again unless you say so: bring it back, or leave it out.',
      '2 albums were deleted in Immich. The photos are still there. What you deleted is not created again.',
    ]);
    expect(findingLines({ problems: [] })).toEqual([]);
  });

  it('ends sentences as the language does', async () => {
    useLanguage(await loadCommandLanguage('zh-Hans'));
    onTestFinished(() => useLanguage(ENGLISH));
    const coverage = { assets: 2, complete: 1, incomplete: 0, absent: 1, reasons: { 'in-server-trash': 1 } };
    const none = { moved: 0, trashed: 0, deleted: 0, lost: 0, unfounded: 0, albumsDeleted: 0, wentBack: null };
    const lines = [...coverageLines(coverage), ...findingLines({ findings: { ...none, deleted: 1 }, problems: [] })];
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatch(/。$/);
      expect(line).not.toContain('.');
    }
    expect(commandStrings.syncs.verify.notThere({ part: strings.activity.preview.parts.raw })).toBe(
      'RAW 文件不在 Immich 中',
    );
  });

  it('tells a problem, what to do, where to read on, and what it is about', () => {
    expect(problemLines([makeProblem('file-empty', { count: 1 }, ['IMG_1.HEIC'])])).toEqual([
      '! 1 file in the Photos library is empty.',
      '  Open them in Photos; there is nothing to upload in them.',
      '  See https://immich-sync.github.io/immich-sync/problems/file-empty',
      '    IMG_1.HEIC',
    ]);
  });

  it('has the command that does it below what to do', () => {
    expect(problemLines([makeProblem('tool-missing', { tool: 'osxphotos' })])).toEqual([
      '! osxphotos is not installed.',
      '  Let Immich Sync install it for you.',
      '    immich-sync tools install',
      '  See https://immich-sync.github.io/immich-sync/problems/tool-missing',
    ]);
  });

  it('names no command of ours that is not there', () => {
    const program = buildProgram(async () => {}, { print: () => {}, printError: () => {} });
    const known = new Set(['--help', ...program.commands.map((command) => command.name())]);
    const kinds: readonly ProblemKind<never>[] = Object.values(PROBLEMS);
    const named = kinds.flatMap(({ command = '' }) =>
      [...command.matchAll(/immich-sync (\S+)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name ?? ''))).toEqual([]);
  });

  it('shortens sizes and times', () => {
    expect([0, 999, 1_200, 35_800_000, 2.3e9].map(bytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.2 kB',
      '36 MB',
      '2.3 GB',
    ]);
    expect([0.42, 12.4, 72, 5_000].map(duration)).toEqual(['0.4 s', '12 s', '1 min 12 s', '1 h 23 min']);
  });

  it('does not let a file name command the terminal', () => {
    expect(printable('a\u001b[2Jb\n"c"')).toBe('a\\u001b[2Jb\\n"c"');
  });
});

describe('a sync', () => {
  const lines = (report: RunReport) => {
    const printed: string[] = [];
    printReport({ terminal: { print: (line) => printed.push(line) }, json: false }, report);
    return printed;
  };

  it('says what is left undone for want of each permission, in the words of the report', () => {
    const keyLacks = missingCapabilities(capabilitiesOf([]));
    expect(keyLacks.length).toBeGreaterThan(5);
    expect(lines(anyReport({ keyLacks }))).toEqual(
      expect.arrayContaining(
        keyLacks.map(({ permission, consequence }) => `The API key lacks ${permission}, so ${consequence}.`),
      ),
    );
    const other = { permission: 'moon.visit', consequence: 'nobody goes there' };
    expect(lines(anyReport({ keyLacks: [other] }))).toContain('The API key lacks moon.visit, so nobody goes there.');
  });

  it('tells what it did, and what was said twice', () => {
    expect(
      lines(
        anyReport({
          conflicts: [
            { uuid: 'A', filename: 'Sea', field: 'album-name', photos: 'Sea', immich: 'Lake', winner: 'immich' },
          ],
          contradictions: [
            {
              field: 'date',
              told: { uuid: 'B', filename: 'a.jpg', value: '' },
              others: [
                { uuid: 'C', filename: 'b.jpg', value: '' },
                { uuid: 'D', filename: 'c.jpg', value: '' },
              ],
            },
          ],
        }),
      ),
    ).toEqual([
      'Done in 4 min 12 s.',
      'Uploaded and verified: 128 files, 1.2 GB.',
      'Already in Immich: 5 files.',
      'Sea: the album’s name was changed in Photos and in Immich; the one from Immich was kept.',
      'a.jpg: b.jpg and c.jpg with the same contents have another date; Immich gets the one of a.jpg.',
      '12,430 of 12,431 in Immich, verified by checksum.',
      '  1 item is left out, as you chose.',
    ]);
  });
});
