/** Every language against English: nothing is missing, nothing is left over, and each message takes the values of the English one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { afterEach, describe, expect, it } from 'vitest';
import { PROBLEM_SAMPLES } from '../../../scripts/docs/problem-samples.ts';
import { LANGUAGES, languageFor, localeFrom } from '../../../src/core/model/languages.ts';
import { makeProblem, PROBLEMS, type ProblemCode, tell } from '../../../src/core/model/problem.ts';
import { because, quote, REASON_CODES } from '../../../src/core/model/reasons.ts';
import { SERVER_TASK_NAMES } from '../../../src/core/model/server-tasks.ts';
import { ENGLISH_COMMAND_STRINGS } from '../../../src/shared/command-strings.ts';
import { ENGLISH_STRINGS } from '../../../src/shared/strings.ts';
import { ENGLISH, messagesOf, useLanguage } from '../../../src/shared/texts.ts';
import { inUse, problemInUse, reasonInUse } from '../../../src/shared/told.ts';
import { HUGE_PREVIEW } from '../../screens/fixtures.ts';
import { spoken } from '../../screens/said.ts';

const folder = join(import.meta.dirname, '../../../src/shared/languages');
const messages = (tag: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'));
const commandLine = messagesOf(ENGLISH_COMMAND_STRINGS);
const english = { ...messagesOf(ENGLISH_STRINGS), ...commandLine };

/** Languages whose command line is still told in English, in part or in all. Whoever has written the last text of one takes it out. */
const COMMAND_LINE_TO_WRITE: ReadonlySet<string> = new Set([]);

const toldByCode = [
  ...Object.keys(PROBLEMS).flatMap((code) => ['title', 'sentence', 'advice'].map((part) => `problems.${code}.${part}`)),
  ...REASON_CODES.map((code) => `reasons.${code}`),
  ...SERVER_TASK_NAMES.map((name) => `tasks.${name}`),
];

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const parse = (message: string): readonly Element[] =>
  new IntlMessageFormat(message, 'en', {}, { ignoreTag: true }).getAst();

/** Arguments with cases, a message for each. */
const casesOf = (element: Element): Readonly<Record<string, { readonly value: readonly Element[] }>> =>
  'options' in element ? element.options : {};
const isPlural = (element: Element): boolean => 'pluralType' in element;

/** Names with the kind of their values. */
function valuesIn(elements: readonly Element[]): readonly string[] {
  return elements.flatMap((element) => {
    // Text, or the # of a plural.
    if (!('value' in element) || (!('style' in element) && element.type === 0)) return [];
    const isNumber = 'style' in element || isPlural(element);
    return [
      `${element.value}${isNumber ? ': number' : ''}`,
      ...Object.values(casesOf(element)).flatMap(({ value }) => valuesIn(value)),
    ];
  });
}
const valuesOf = (message: string) => [...new Set(valuesIn(parse(message)))].sort();

afterEach(() => useLanguage(ENGLISH));

const tags = LANGUAGES.filter((tag) => tag !== 'en');

it('has a file for each language, and no other', () => {
  const files = tags.map((tag) => `${tag}.json`);
  expect(readdirSync(folder).sort()).toEqual([...files, 'command-line'].sort());
  expect(readdirSync(join(folder, 'command-line')).sort()).toEqual([...files].sort());
});

it('has the spaces of French before its punctuation, which keep it on its line', () => {
  // A list of signs is no punctuation.
  for (const [key, message] of Object.entries({ ...messages('fr'), ...messages('command-line/fr') }))
    expect(message, key).not.toMatch(/ [;!?:»%](?! \[)|« /);
});

describe.each(tags)('%s', (tag) => {
  const ofCommandLine = messages(join('command-line', tag));
  const own = { ...messages(tag), ...ofCommandLine };
  const isToWrite = COMMAND_LINE_TO_WRITE.has(tag);

  it('lacks no text and has none too many', () => {
    const wanted = [...Object.keys(english), ...toldByCode];
    const missing = wanted.filter((key) => !Object.hasOwn(own, key));
    const missingOnCommandLine = missing.filter((key) => Object.hasOwn(commandLine, key));
    expect(missingOnCommandLine.length > 0, 'COMMAND_LINE_TO_WRITE').toBe(isToWrite);
    expect({
      missing: missing.filter((key) => !isToWrite || !missingOnCommandLine.includes(key)),
      unused: Object.keys(own).filter((key) => !wanted.includes(key)),
    }).toEqual({ missing: [], unused: [] });
  });

  it('has the texts of the command line in a file of their own, which no window loads', () => {
    expect(Object.keys(ofCommandLine).filter((key) => !Object.hasOwn(commandLine, key))).toEqual([]);
    expect(Object.keys(messages(tag)).filter((key) => Object.hasOwn(commandLine, key))).toEqual([]);
  });

  it('takes the same values as English', () => {
    for (const [key, message] of Object.entries(english))
      if (Object.hasOwn(own, key)) expect(valuesOf(own[key] ?? ''), key).toEqual(valuesOf(message));
  });

  it('has a case for each plural form that the language has', () => {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.filter((form) => form !== 'many');
    const check = (key: string, elements: readonly Element[]): void => {
      for (const element of elements) {
        const cases = casesOf(element);
        if (isPlural(element) && !('=0' in cases))
          expect(Object.keys(cases), key).toEqual(expect.arrayContaining(forms));
        for (const { value } of Object.values(cases)) check(key, value);
      }
    };
    for (const [key, message] of Object.entries(own)) check(key, parse(message));
  });

  it('has its own quotation marks and apostrophes, and no double spaces', () => {
    for (const [key, message] of Object.entries(own)) expect(message, key).not.toMatch(/['"]| {2}/);
  });

  it('tells every problem with its values, and with no others', () => {
    useLanguage({ tag, messages: own });
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const sentence = own[`problems.${code}.sentence`];
      if (sentence === undefined) continue;
      const samples = [PROBLEM_SAMPLES[code]].flat();
      const given = new Set(samples.flatMap((values) => Object.keys(values ?? {})));
      // Those that a problem need not have: the message says what then.
      for (const [, name = ''] of sentence.matchAll(/\{(\w+), select, none /g)) given.add(name);
      const optional = given.has('away') ? ['awayReason'] : [];
      const names = valuesOf(sentence).map((name) => name.split(':')[0] ?? '');
      expect([...given, ...optional], code).toEqual(expect.arrayContaining(names));
      for (const values of samples) {
        const english = makeProblem(code, values as never);
        // Had a value been missing, it would be told in English.
        expect(problemInUse(english).sentence, code).not.toBe(english.sentence);
      }
    }
  });
});

describe('problems and reasons', () => {
  const de = { tag: 'de', messages: messages('de') };

  it('have words in English for the values that every language tells them with', () => {
    const languages = tags.map((tag) => [tag, messages(tag)] as const);
    for (const code of REASON_CODES) {
      const given = valuesOf(de.messages[`reasons.${code}`] ?? '');
      for (const [tag, own] of languages)
        expect(valuesOf(own[`reasons.${code}`] ?? ''), `${code} in ${tag}`).toEqual(given);
      const values = given.map((value) => {
        const [name = '', kind] = value.split(': ');
        // A list of one is written as the one is. Languages get sizes as they are written.
        return [name, kind === 'number' || name.endsWith('Size') ? 3 : [quote(`<${name}>`)]] as const;
      });
      const told = String(tell({ code, values: Object.fromEntries(values) }));
      expect(told, code).not.toMatch(/undefined|null|NaN|\[object| {2}|^$/);
    }
  });

  it('are told in the language in use, with what is inside them', () => {
    useLanguage(de);
    const reason = because('not-exported', { why: because('disk-full') });
    expect(reasonInUse(reason)).toBe('nicht exportiert: die Festplatte ist voll');
    expect(problemInUse(makeProblem('export-failed', { count: 1_234, reason })).sentence).toBe(
      '1.234 Objekte konnten nicht aus Fotos exportiert werden (nicht exportiert: die Festplatte ist voll).',
    );
    expect(problemInUse(makeProblem('disk-full', { path: '/x', needed: 2_900_000_000 })).sentence).toContain(
      '2.900 MB',
    );
    expect(problemInUse(makeProblem('server-redirects', { server: 'a', target: null })).sentence).toBe(
      'a leitet auf eine andere Adresse um.',
    );
    const tooSmall = because('not-a-size', { value: '12', leastSize: 10_000, mostSize: 1e15 });
    expect(reasonInUse(tooSmall)).toBe('„12“ ist keine Größe von 10 kB bis 1.000 TB');
    const tunnelDown = because('proxy-says', { status: 530 });
    expect(problemInUse(makeProblem('server-unreachable', { server: 'a', reason: tunnelDown })).sentence).toBe(
      'Der Immich-Server unter a antwortet nicht (der Cloudflare-Tunnel zu ihm steht nicht: 530).',
    );
    expect(reasonInUse(because('proxy-says', { status: 503 }))).toBe('der Proxy davor meldet 503');
    expect(
      problemInUse(makeProblem('server-error', { what: 'list-albums', status: 500, message: null })).sentence,
    ).toBe('Immich hat einen Fehler gemeldet: Alben auflisten (500).');
  });

  it('are told by the fixtures of the windows, too', () => {
    useLanguage(de);
    const { uploads, details, albums } = spoken(HUGE_PREVIEW).changes;
    expect([...uploads, ...details, ...albums].map(({ what }) => what)).toEqual([
      'Original, Bearbeitung',
      'Original, Live-Photo-Video',
      'Original',
      'Favorit, +Sea',
      'Beschreibung, Datum',
      'bekommt weitere Fotos',
      'wird zu „Sunday Walks“',
    ]);
  });

  it('keep words that are not ours, and codes of another version', () => {
    useLanguage(de);
    expect(reasonInUse(quote('EOF'))).toBe('EOF');
    expect(reasonInUse({ code: 'of-tomorrow', values: {} })).toBe('of-tomorrow');
  });

  it('are found wherever a window gets them, and stay English for the log', () => {
    useLanguage(de);
    const problem = makeProblem('key-refused');
    expect(inUse({ list: [{ problem }], other: null }).list[0]?.problem.title).toBe(
      'Immich hat den API-Schlüssel abgelehnt',
    );
    expect(problem.sentence).toBe('Immich refused the API key.');
    expect(tell(because('disk-full'))).toBe('its disk is full');
  });
});

describe('the language', () => {
  it.each([
    ['system', ['de-AT', 'en'], 'de'],
    ['system', ['tlh', 'de_DE.UTF-8'], 'de'],
    ['system', ['en-GB', 'de'], 'en'],
    ['system', [], 'en'],
    ['system', ['C.UTF-8'], 'en'],
    ['de', ['en'], 'de'],
    ['en', ['de'], 'en'],
  ] as const)('is chosen: %s of %j is %s', (choice, preferred, tag) => {
    expect(languageFor(choice, preferred)).toBe(tag);
  });

  it.each([
    [['de-AT', 'en'], 'de-AT'],
    // As Chromium answers under LC_ALL=C: Intl throws at it.
    [['C', 'en-GB'], 'en-GB'],
    [['', 'pt-BR'], 'pt-BR'],
    [['de_DE', 'en-US-posix'], 'en-US-posix'],
    [['C', ''], 'en'],
  ] as const)('of dates and numbers is one that there is: of %j %s', (candidates, locale) => {
    expect(localeFrom(candidates)).toBe(locale);
    expect(() => new Intl.DateTimeFormat(localeFrom(candidates))).not.toThrow();
  });
});
