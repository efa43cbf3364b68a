import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { type LegacyConfig, parseLegacyConfig, readLegacyConfig } from '../../../src/core/settings/legacy-config.ts';
import { readShellAssignments } from '../../../src/core/settings/shell-assignments.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
const URL_LINE = 'IMMICH_URL=https://photos.example.org';

const said = ({ warnings, ...config }: LegacyConfig) => ({ ...config, warnings: warnings.map(tell) });

describe('parseLegacyConfig', () => {
  it.each([
    ['as the old script wrote it', `IMMICH_URL="https://photos.example.org/api"\nIMMICH_API_KEY="${KEY}"\n`],
    ['single quotes', `IMMICH_URL='https://photos.example.org'\nIMMICH_API_KEY='${KEY}'`],
    ['no quotes', `${URL_LINE}\nIMMICH_API_KEY=${KEY}`],
    [
      'export and comments',
      `# the server\n  export ${URL_LINE} # here\n\texport IMMICH_API_KEY="${KEY}"# no comment`.replace('"#', '" #'),
    ],
    ['several on one line', `${URL_LINE} IMMICH_API_KEY=${KEY}`],
    ['semicolons', `${URL_LINE}; IMMICH_API_KEY=${KEY};`],
    ['Windows line ends', `${URL_LINE}\r\nIMMICH_API_KEY="${KEY}"\r\n`],
    ['a byte order mark', `\uFEFF${URL_LINE}\nIMMICH_API_KEY=${KEY}`],
    [
      'line continuation',
      `IMMICH_URL=https://photos.\\\nexample.org\nIMMICH_API_KEY="${KEY.slice(0, 5)}\\\n${KEY.slice(5)}"`,
    ],
    [
      'pieces in several kinds of quotes',
      `IMMICH_URL=https://"photos".'example'.or\\g\nIMMICH_API_KEY=${KEY.slice(0, 5)}"${KEY.slice(5)}"`,
    ],
    ['the last assignment', `IMMICH_URL=http://old\nIMMICH_API_KEY=old\n${URL_LINE}\nIMMICH_API_KEY=${KEY}`],
  ])('reads %s', (_case, text) => {
    expect(said(parseLegacyConfig(text))).toEqual({ url: 'https://photos.example.org', apiKey: KEY, warnings: [] });
  });

  it('executes nothing and works nothing out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-legacy-'));
    const proof = join(folder, 'executed');
    const file = join(folder, 'config');
    await writeFile(
      file,
      `IMMICH_URL="$(touch ${proof}; echo http://x)"\nIMMICH_API_KEY=\`touch ${proof}\`\n$(touch ${proof})\n`,
    );
    expect(said(await readLegacyConfig(file))).toEqual({
      url: null,
      apiKey: null,
      warnings: [
        'Line 1: IMMICH_URL would have to be worked out by a shell, which Immich Sync does not do.',
        'Line 2: IMMICH_API_KEY would have to be worked out by a shell, which Immich Sync does not do.',
        'Line 3 is not an assignment and was passed over.',
      ],
    });
    await expect(readLegacyConfig(proof)).rejects.toThrow(`${proof}: it does not exist.`);
    await rm(folder, { recursive: true });
  });

  it.each([
    [`${URL_LINE}`, ['The file has no API key (IMMICH_API_KEY).']],
    [`${URL_LINE}\nIMMICH_API_KEY=""`, ['The file has no API key (IMMICH_API_KEY).']],
    [
      `${URL_LINE}\nIMMICH_API_KEY="\${SECRET}geheim"`,
      ['Line 2: IMMICH_API_KEY would have to be worked out by a shell, which Immich Sync does not do.'],
    ],
    [
      `${URL_LINE}\nIMMICH_API_KEY=$'geheim'`,
      ['Line 2: IMMICH_API_KEY would have to be worked out by a shell, which Immich Sync does not do.'],
    ],
    [`${URL_LINE}\nIMMICH_API_KEY="geheim geheim"`, ['Line 2: IMMICH_API_KEY is not an API key.']],
    [
      `${URL_LINE}\nIMMICH_API_KEY="geheim`,
      [
        'The file has no API key (IMMICH_API_KEY).',
        'Line 2: a quote is opened and never closed; what follows could not be read.',
      ],
    ],
    [
      `${URL_LINE}\nIMMICH_API_KEY='geheim`,
      [
        'The file has no API key (IMMICH_API_KEY).',
        'Line 2: a quote is opened and never closed; what follows could not be read.',
      ],
    ],
    [
      `${URL_LINE}\nIMMICH_API_KEY=geheim upload`,
      ['The file has no API key (IMMICH_API_KEY).', 'Line 2 is not an assignment and was passed over.'],
    ],
    [
      `${URL_LINE}\n\nSTAGING=geheim\nif true; then`,
      [
        'The file has no API key (IMMICH_API_KEY).',
        'STAGING is not used by Immich Sync.',
        'Line 4 is not an assignment and was passed over.',
        'Line 4 is not an assignment and was passed over.',
      ],
    ],
  ])('warns about %j without repeating a value', (text, warnings) => {
    expect(said(parseLegacyConfig(text))).toEqual({ url: 'https://photos.example.org', apiKey: null, warnings });
  });

  it.each([
    '$(security find-generic-password -s "a b" -w)',
    '"$(security find-generic-password -s "a \\" ) b" -w | head -n 1; true)"',
    "$(cat 'a ) b' \"$(echo ')')\")",
    '`cat ~/key | tr -d " "`',
    `"\${KEY:-"a b"}"`,
    '$KEY"x"',
    `\${KEY}`,
  ])('finds the end of what a shell would work out: %s', (value) => {
    expect(said(parseLegacyConfig(`IMMICH_API_KEY=${value}\n${URL_LINE}`))).toEqual({
      url: 'https://photos.example.org',
      apiKey: null,
      warnings: ['Line 1: IMMICH_API_KEY would have to be worked out by a shell, which Immich Sync does not do.'],
    });
  });

  it('warns about an address that is none', () => {
    expect(said(parseLegacyConfig(`IMMICH_URL=ftp://geheim\nIMMICH_API_KEY=${KEY}`))).toEqual({
      url: null,
      apiKey: KEY,
      warnings: ['Line 1: IMMICH_URL is not a web address.'],
    });
  });
});

describe('readLegacyConfig', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-legacy-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refusal = (path: string) => readLegacyConfig(path).catch((error) => [error.code, error.message]);

  it('does not wait for a pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const refused = ['setting-invalid', `${pipe}: it is not a file; save it as one first.`];
    expect(await refusal(pipe)).toEqual(refused);
    // Nor for one that somebody holds open and says nothing.
    const holder = await open(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    expect(await refusal(pipe)).toEqual(refused);
    await holder.close();
    expect(await refusal('/dev/zero')).toMatchObject(['setting-invalid', expect.stringContaining('it is not a file')]);
    expect(await refusal(folder)).toMatchObject(['setting-invalid', expect.stringContaining('it is a folder')]);
  });

  it('does not read what is too long to be one', async () => {
    const file = join(folder, 'junk');
    await writeFile(file, 'junk\n'.repeat(5_000_000));
    expect(await refusal(file)).toMatchObject(['setting-invalid', expect.stringContaining('it is too long')]);
  });

  it('tells of many junk lines in a few sentences', async () => {
    const file = join(folder, 'junk');
    await writeFile(file, `${'junk\n'.repeat(40_000)}${URL_LINE}\nIMMICH_API_KEY=${KEY}\n`);
    const { url, apiKey, warnings } = said(await readLegacyConfig(file));
    expect([url, apiKey]).toEqual(['https://photos.example.org', KEY]);
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toBe('39,995 more lines are not assignments and were passed over.');
  });
});

describe('readShellAssignments', () => {
  it('reads what a shell reads', () => {
    // Every piece is harmless to execute: the shell is the judge of the quoting.
    const pieces = [
      'a',
      'ü',
      '1',
      ' ',
      '\t',
      '#',
      '=',
      '\\ ',
      '\\\\',
      "\\'",
      '\\"',
      '\\$',
      '\\\n',
      "'x y'",
      "'\\'",
      "'\"'",
      '"x y"',
      '"\\""',
      '"\\\\"',
      '"\\$x"',
      '"\'"',
      '"a\\\nb"',
      '"a\nb"',
      "'a\nb'",
      '"\\x"',
      '$',
      '"$"',
      '""',
      '%',
      '~x',
      '""a=',
      "'a'=",
      '\\a=',
      '$\\\na',
    ];
    const value = fc.array(fc.constantFrom(...pieces), { maxLength: 8 });
    fc.assert(
      fc.property(value, (parts) => {
        const source = `V=old\nV=x${parts.join('')}\n`;
        const reading = readShellAssignments(source);
        fc.pre(
          reading.openQuote === null &&
            reading.otherLines.length === 0 &&
            reading.assignments.every(({ value: known }) => known !== null),
        );
        const shell = execFileSync('/bin/sh', ['-c', `${source}\nprintf '%s.' "$V"`], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        expect(`${reading.assignments.findLast(({ name }) => name === 'V')?.value}.`).toBe(shell);
      }),
      { numRuns: 300 },
    );
  });

  it('ends on anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`A='"\\$\`#;&| \n\r\0(){}`) }), (text) => {
        expect(readShellAssignments(text)).toHaveProperty('assignments');
      }),
    );
  });
});
