/** The languages of the gallery: those of the app, and two made up from English, which show what would break in one that is not there yet. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { ENGLISH_STRINGS } from '../../src/shared/strings.ts';
import { ENGLISH, type Language, messagesOf } from '../../src/shared/texts.ts';

const FOLDER = join(import.meta.dirname, '../../src/shared/languages');

/** @param tag of a language, or `pseudo`, or `pseudo-rtl` */
export async function galleryLanguage(tag: string): Promise<Language> {
  if (tag === 'en') return ENGLISH;
  if (tag === 'pseudo')
    return { tag: 'en-XA', messages: pseudoMessages((text) => `${accented(text)}${padding(text)}`) };
  // Arabic has the direction that the windows look for; the words stay readable.
  if (tag === 'pseudo-rtl') return { tag: 'ar', messages: pseudoMessages((text) => `\u202e${text}\u202c`) };
  return { tag, messages: JSON.parse(await readFile(join(FOLDER, `${tag}.json`), 'utf8')) as Language['messages'] };
}

/**
 * @returns the texts that may stand for an English one: those of every key that reads so in English. A text that
 * is made of values is taken as it is.
 */
export function translator(language: Language): (english: string) => readonly string[] {
  if (language === ENGLISH) return (english) => [english];
  const english = Object.entries(messagesOf(ENGLISH_STRINGS));
  return (text) => {
    const found = english.filter(([, message]) => message === text).map(([key]) => language.messages[key] ?? text);
    return [...new Set([...found, text])];
  };
}

const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ö', u: 'ü', A: 'Å', E: 'É', O: 'Ö' };
const accented = (text: string) => text.replace(/[aeiouAEO]/g, (letter) => ACCENTS[letter] ?? letter);
/** A third more, as German and Finnish need. */
const padding = (text: string) => (text.trim().length < 3 ? '' : ` ${'ñ'.repeat(Math.ceil(text.trim().length / 3))}`);

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function pseudoMessages(change: (text: string) => string): Language['messages'] {
  return Object.fromEntries(
    Object.entries(messagesOf(ENGLISH_STRINGS)).map(([key, message]) => [
      key,
      written(new IntlMessageFormat(message, 'en', {}, { ignoreTag: true }).getAst(), change),
    ]),
  );
}

/** The ICU message again, its texts changed. */
function written(elements: readonly Element[], change: (text: string) => string): string {
  return elements
    .map((element) => {
      if (!('value' in element)) return '#';
      if ('options' in element) {
        const cases = Object.entries(element.options).map(([name, { value }]) => `${name} {${written(value, change)}}`);
        return `{${element.value}, ${'pluralType' in element ? 'plural' : 'select'}, ${cases.join(' ')}}`;
      }
      if ('style' in element) return `{${element.value}, number}`;
      return element.type === 0 ? change(element.value) : `{${element.value}}`;
    })
    .join('');
}
