/** The catalogue: English as the source, and what is told with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ENGLISH_COMMAND_STRINGS } from '../../../src/shared/command-strings.ts';
import { ENGLISH_STRINGS, strings } from '../../../src/shared/strings.ts';
import { ENGLISH, formatMessage, hasValues, messagesOf, say, textsOf, useLanguage } from '../../../src/shared/texts.ts';

const source = join(import.meta.dirname, '../../../src');
const everything = { ...ENGLISH_STRINGS, ...ENGLISH_COMMAND_STRINGS };
const english = messagesOf(everything);

afterEach(() => useLanguage(ENGLISH));

describe('a text', () => {
  const texts = textsOf({
    stop: 'Stop',
    files: '{count, plural, one {# file} other {# files}} in {place}',
    steps: ['First', 'Then {what}'],
  });

  it('is a string, or a function of its values', () => {
    expect(texts.stop).toBe('Stop');
    expect(texts.files({ count: 1, place: 'Photos' })).toBe('1 file in Photos');
    expect(texts.files({ count: 12_345, place: 'Photos' })).toBe('12,345 files in Photos');
    expect(texts.steps[1]({ what: 'wait' })).toBe('Then wait');
    // @ts-expect-error a value that is not given does not compile
    expect(() => texts.files({ count: 1 })).toThrow('place');
  });

  it('is told in the language in use, with its plurals and its numbers, and in English where that lacks it', () => {
    const messages = { files: '{place}: {count, plural, one {# Datei} other {# Dateien}}', 'steps.0': 'Zuerst' };
    useLanguage({ tag: 'de', messages });
    expect(texts.files({ count: 12_345, place: 'Fotos' })).toBe('Fotos: 12.345 Dateien');
    expect(texts.steps.map((step) => say(step, { what: '' }).trim())).toEqual(['Zuerst', 'Then']);
    expect(texts.stop).toBe('Stop');
    useLanguage(ENGLISH);
    expect(texts.files({ count: 2, place: 'Photos' })).toBe('2 files in Photos');
  });

  it('takes tags and typographic apostrophes as they are', () => {
    expect(formatMessage('<b>{name}</b> isn’t there', 'en', { name: 'It' })).toBe('<b>It</b> isn’t there');
  });
});

describe('English', () => {
  it('has keys that can be told apart', () => {
    // A name may hold a dot, as Immich's permissions do.
    const keys = (tree: object, path: string): readonly string[] =>
      Object.entries(tree).flatMap(([name, node]) =>
        typeof node === 'string' ? [`${path}${name}`] : keys(node, `${path}${name}.`),
      );
    const all = keys(everything, '');
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it('has messages that can be read, without straight apostrophes', () => {
    for (const [key, message] of Object.entries(english)) {
      expect(message, key).not.toContain("'");
      if (hasValues(message)) expect(() => formatMessage(message, 'en', anyValues), key).not.toThrow();
    }
  });

  it('has no text that nothing reads', () => {
    const code = filesBelow(source)
      .filter((file) => /\.tsx?$/.test(file) && !/\/shared\/(?:command-)?strings/.test(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const isRead = (name: string) => new RegExp(`[.'"\\s{]${name}\\b`).test(code);
    const unread = Object.keys(english).filter((key) => {
      const name = key.split('.').at(-1) ?? '';
      return !/^\d+$/.test(name) && !isRead(name);
    });
    expect(unread).toEqual([]);
  });
});

it('keeps the language out of what is read once', () => {
  expect(Object.getOwnPropertyDescriptor(strings.popover, 'stop')?.get).toBeTypeOf('function');
});

/** A value for every name. */
const anyValues = new Proxy({} as Record<string, unknown>, {
  get: () => 2,
  has: () => true,
  getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: 2 }),
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
