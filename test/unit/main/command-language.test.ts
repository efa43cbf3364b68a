/** The language of the command line: which it is, and what is told in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summaryOf } from '../../../src/core/hooks/summary.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { type AskLanguages, parseLanguages, systemLanguages } from '../../../src/core/system/languages.ts';
import { cutTo, padded, paddedBefore, widthOf } from '../../../src/main/cli/columns.ts';
import { completionScript } from '../../../src/main/cli/completion.ts';
import { commandLanguage, speakOnCommandLine } from '../../../src/main/cli/language.ts';
import { alignedLines, bytes, dateTime, duration, problemLines } from '../../../src/main/cli/output.ts';
import { buildProgram, runCommandLine } from '../../../src/main/cli/program.ts';
import { loadLanguage } from '../../../src/main/languages.ts';
import { ENGLISH, languageInUse, useLanguage } from '../../../src/shared/texts.ts';

/** German as far as these tests need it: each text of the command line is looked at with its language. */
const MESSAGES = {
  'commandLine.help.program.about': 'Hält deine Fotomediathek auf deinem eigenen Immich-Server.',
  'commandLine.help.headings.usage': 'Aufruf:',
  'commandLine.help.headings.commands': 'Befehle:',
  'commandLine.help.stop': 'die laufende Synchronisierung anhalten',
  'commandLine.help.program.hint': '(immich-sync --help zeigt alle Befehle)',
  'commandLine.usage.unknownCommand': 'Den Befehl „{command}“ gibt es nicht.',
  'commandLine.usage.didYouMean': 'Meinst du {names}?',
  'commandLine.syncs.see': 'Siehe {url}',
  'commandLine.syncs.label': '{name}:',
};

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'command-language-'));
});
afterEach(() => {
  useLanguage(ENGLISH);
  rmSync(home, { recursive: true });
});

describe('the language', () => {
  it.each([
    ['system', { LANG: 'de_DE.UTF-8' }, 'de'],
    ['system', { LC_ALL: '', LC_MESSAGES: 'fr_FR.UTF-8', LANG: 'de_DE.UTF-8' }, 'fr'],
    ['system', { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'en'],
    ['system', { LC_ALL: 'POSIX' }, 'en'],
    ['system', { LANG: 'C.UTF-8' }, 'en'],
    ['system', { LANG: 'zh_CN.UTF-8' }, 'zh-Hans'],
    ['system', { LANG: 'zh_TW.UTF-8' }, 'en'],
    ['system', { LANG: 'pt_BR' }, 'pt-BR'],
    ['system', { LC_CTYPE: 'UTF-8' }, 'en'],
    ['system', {}, 'en'],
    ['ja', { LANG: 'de_DE.UTF-8' }, 'ja'],
    ['en', { LANG: 'de_DE.UTF-8' }, 'en'],
  ] as const)('by setting %s and %j is %s', (choice, environment, tag) => {
    expect(commandLanguage(choice, environment)).toBe(tag);
  });

  it('is that of the system where neither settings nor terminal name one, as in a job of launchd', async () => {
    const asked: string[] = [];
    const mac = (answers: Readonly<Record<string, string>>) =>
      systemLanguages('darwin', async (program, args) => {
        const call = [program, ...args].join(' ');
        asked.push(call);
        return answers[call] ?? null;
      });
    const [own, all] = ['app.immich-sync', '-g'].map((domain) => `/usr/bin/defaults read ${domain} AppleLanguages`);
    const german = mac({ [all ?? '']: '(\n    "de-AT",\n    "en-AT"\n)' });
    const speaks = async (environment: Readonly<Record<string, string>>, ask: AskLanguages) => {
      await speakOnCommandLine(['sync', '--scheduled', '--home', home], environment, false, ask);
      return languageInUse();
    };
    expect(await speaks({}, german)).toBe('de');
    expect(asked.splice(0)).toEqual([own, all]);
    // Chosen for the app alone.
    expect(await speaks({ LANG: '' }, mac({ [own ?? '']: '(\n    ja\n)' }))).toBe('ja');
    expect(await speaks({}, mac({}))).toBe('en');
    expect(await speaks({}, systemLanguages('linux'))).toBe('en');

    asked.length = 0;
    expect(await speaks({ LANG: 'fr_FR.UTF-8' }, german)).toBe('fr');
    writeFileSync(join(home, 'settings.json'), '{"app":{"language":"it"}}');
    expect(await speaks({}, german)).toBe('it');
    expect(asked).toEqual([]);
  });

  it.each([
    ['(\n    "de-DE",\n    "en-US",\n    fr\n)', ['de-DE', 'en-US', 'fr']],
    ['(\n    "zh-Hans-CN"\n)\n', ['zh-Hans-CN']],
    ['(\n)', []],
    ['', []],
    ['The domain/default pair of (kCFPreferencesAnyApplication, AppleLanguages) does not exist', []],
  ])('%j as macOS prints it', (output, languages) => {
    expect(parseLanguages(output)).toEqual(languages);
  });

  it('is read from the settings of the home, which may be damaged or not there', async () => {
    const environment = { LANG: 'fr_FR.UTF-8' };
    const speaks = async (settings: string | null) => {
      if (settings !== null) writeFileSync(join(home, 'settings.json'), settings);
      await speakOnCommandLine(['status', '--home', home], environment);
      return languageInUse();
    };
    expect(await speaks(null)).toBe('fr');
    expect(await speaks('{"app":{"language":"de"}}')).toBe('de');
    await speakOnCommandLine([`--home=${home}`], environment);
    expect(languageInUse()).toBe('de');
    expect(await speaks('{"app":{"language":"tlh"}}')).toBe('fr');
    expect(await speaks('{"app"')).toBe('fr');
    expect(await speaks('null')).toBe('fr');
  });
});

describe('in another language', () => {
  beforeEach(async () => {
    const { messages } = await loadLanguage('de');
    useLanguage({ tag: 'de', messages: { ...messages, ...MESSAGES } });
  });

  function told(...args: string[]): readonly string[] {
    const printed: string[] = [];
    const print = (text: string) => void printed.push(...text.split('\n'));
    const program = buildProgram(async () => {}, { print, printError: print });
    expect(() => program.parse(args, { from: 'user' })).toThrow();
    return printed;
  }

  it('tells help, with the names of commands and options as they are', () => {
    const help = told('--help').join('\n');
    expect(help).toContain('Aufruf: immich-sync');
    expect(help).toMatch(/Befehle:\n/);
    expect(help).toMatch(/ {2}stop +die laufende Synchronisierung anhalten/);
  });

  it('tells what was mistyped', () => {
    expect(told('syncc')).toEqual([
      'Den Befehl „syncc“ gibt es nicht. Meinst du sync?',
      '(immich-sync --help zeigt alle Befehle)',
    ]);
  });

  it('tells problems with what to do, sizes, times and dates', () => {
    const [sentence, advice, , see] = problemLines([makeProblem('tool-missing', { tool: 'osxphotos' })]);
    expect(sentence).toBe('! osxphotos ist nicht installiert.');
    expect(advice).not.toContain('Let Immich Sync');
    expect(see).toBe('  Siehe https://immich-sync.github.io/immich-sync/problems/tool-missing');
    expect([1, 1_200].map(bytes)).toEqual([expect.stringMatching(/^1\sByte$/), expect.stringMatching(/^1,2\skB$/)]);
    expect([0.42, 5_000].map(duration)).toEqual(['0,4 s', '1 h 23 min']);
    expect(dateTime(Date.UTC(2026, 10, 24, 12))).toMatch(/^Di\./);
  });

  it('keeps what a shell keeps in English', () => {
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const program = buildProgram(async () => {}, { print, printError: print });
    program.parse(['completion', 'fish'], { from: 'user' });
    useLanguage(ENGLISH);
    const english = buildProgram(async () => {}, { print, printError: print });
    expect(printed).toEqual([completionScript(english, 'fish').trimEnd()]);
  });
});

it('is English in what programs read, and not in what people are sent meanwhile', async () => {
  writeFileSync(join(home, 'settings.json'), '{"app":{"language":"de"}}');
  const printed: string[] = [];
  const exitCode = await runCommandLine(['--home', home, '--json', 'syncc'], {
    terminal: { print: (text: string) => printed.push(text), printError: () => {} } as never,
    signal: new AbortController().signal,
    openSecrets: () => {
      throw new Error('No secret is needed for that');
    },
    launchControl: null,
    version: '1.2.3',
    program: [],
  });
  const [{ sentence, title }] = JSON.parse(printed.join('')).problems;
  expect([exitCode, title, sentence]).toEqual([
    2,
    'The command was not understood',
    'There is no command “syncc”. Did you mean sync?',
  ]);
  expect(summaryOf({ kind: 'test' }).title).toBe('Test von Immich Sync');
  expect(languageInUse()).toBe('en');
});

describe('a mistyped command', () => {
  it.each([
    [['sync', '--ful'], 'There is no option “--ful”. Did you mean --full?'],
    [['sync', 'a', 'b'], '2 arguments are too many: a, b.'],
    [['albums', 'only'], 'The argument “name” is missing.'],
    [['history', '-n'], 'The option “-n, --limit <count>” needs a value.'],
    [
      ['history', '-n', 'many'],
      '“many” cannot be given to “-n, --limit <count>”. It must be a whole number above zero.',
    ],
    [['completion', 'tcsh'], '“tcsh” is not one of bash, zsh, or fish.'],
  ])('%j', (args, sentence) => {
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const program = buildProgram(async () => {}, { print, printError: print });
    expect(() => program.parse(args, { from: 'user' })).toThrow();
    expect(printed[0]).toBe(sentence);
  });
});

describe('columns', () => {
  it('count characters that take two places', () => {
    expect(['Fotos', '写真', 'コピー（3）', '“照片”'].map(widthOf)).toEqual([5, 4, 11, 6]);
    expect(padded('写真', 6)).toBe('写真  ');
    expect(paddedBefore('写真', 6)).toBe('  写真');
    expect([cutTo('写真アプリ', 5), cutTo('Photos', 5)]).toEqual(['写真', 'Photo']);
  });

  it('are as wide as the longest label, and what has none stands below', () => {
    const lines = [{ label: 'Time', text: '1 h' }, { label: null, text: '(a guess)' }, '  · a'];
    expect(alignedLines(lines)).toEqual(['Time:           1 h', '                (a guess)', '  · a']);
    expect(alignedLines([...lines, { label: 'Longer than the others', text: 'x' }])[0]).toBe(
      'Time:                   1 h',
    );
  });
});
