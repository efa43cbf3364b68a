/**
 * Texts in the language in use. English is the source: a tree of ICU messages (`strings/`), from which the typed access is made. Another
 * language is a flat list of the same keys (`languages/`); what it lacks is read in English.
 */
import { type FormatXMLElementFn, IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';
import type { MessageValues } from './message-values.ts';

export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** ICU messages by key, for example `popover.syncNow`. */
  readonly messages: Readonly<Record<string, string>>;
}

export const ENGLISH: Language = { tag: 'en', messages: {} };

/** A text as it is written: a string, or where it has values a function of them. */
export type Texts<Tree> = Tree extends string
  ? MessageValues<Tree> extends Readonly<Record<string, never>>
    ? string
    : (values: MessageValues<Tree>) => string
  : { readonly [Name in keyof Tree]: Texts<Tree[Name]> };

const RIGHT_TO_LEFT = /^(?:ar|fa|he|ur|en-XB)(?:-|$)/;

export const directionOf = (tag: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.test(tag) ? 'rtl' : 'ltr');

let inUse: Language = ENGLISH;
let ofMessages: Language = ENGLISH;
let onRead = (): void => {};

/** BCP 47, of the texts. */
export function languageInUse(): string {
  onRead();
  return inUse.tag;
}

/** With its messages. */
export const languageUsed = (): Language => inUse;

/** @param messages the language of what people are sent, where a program is spoken to in another one */
export function useLanguage(language: Language, messages = language): void {
  inUse = language;
  ofMessages = messages;
}

/** What is the same in every language: what `work` reads, it reads in English. */
export const inEnglish = <Result>(work: () => Result): Result => inLanguage(ENGLISH, work);

/** What people are sent: see {@link useLanguage}. */
export const inLanguageOfMessages = <Result>(work: () => Result): Result => inLanguage(ofMessages, work);

function inLanguage<Result>(language: Language, work: () => Result): Result {
  const before = inUse;
  inUse = language;
  try {
    return work();
  } finally {
    inUse = before;
  }
}

/** @param listener called whenever a text is read: a window redraws what has read one when the language changes */
export function listenToReads(listener: () => void): void {
  onRead = listener;
}

const parsed = new Map<string, IntlMessageFormat>();

/** What problems need: sizes as a person frees them, and times. */
const FORMATS = {
  number: { megabytes: { style: 'unit', unit: 'megabyte', scale: 1e-6, maximumFractionDigits: 0 } },
  date: { stamp: { dateStyle: 'short', timeStyle: 'short' }, day: { dateStyle: 'medium' } },
} as const;

type Value = PrimitiveType | FormatXMLElementFn<string>;

/** Puts values into an ICU message. */
export function formatMessage(message: string, tag: string, values: Readonly<Record<string, unknown>>): string {
  const key = `${tag} ${message}`;
  let format = parsed.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(message, tag, FORMATS, { ignoreTag: true });
    parsed.set(key, format);
  }
  return String(format.format(values as Record<string, Value>));
}

/** The message for a key in the language in use; null where it is to be told in English. */
export function messageInUse(key: string): string | null {
  onRead();
  return inUse.messages[key] ?? null;
}

export const hasValues = (message: string): boolean => message.includes('{');

function textOf(key: string, english: string): unknown {
  if (!hasValues(english)) return messageInUse(key) ?? english;
  return (values: Readonly<Record<string, unknown>>) => {
    const message = messageInUse(key);
    return message === null ? formatMessage(english, ENGLISH.tag, values) : formatMessage(message, inUse.tag, values);
  };
}

/** Typed access to a tree of messages. Every property is read when it is used, never kept: the language can change. */
export function textsOf<const Tree extends object>(tree: Tree, path = ''): Texts<Tree> {
  const texts: object = Array.isArray(tree) ? [] : {};
  for (const [name, node] of Object.entries(tree)) {
    const key = `${path}${name}`;
    if (typeof node === 'string')
      Object.defineProperty(texts, name, { enumerable: true, get: () => textOf(key, node) });
    else Object.defineProperty(texts, name, { enumerable: true, value: textsOf(node as object, `${key}.`) });
  }
  return texts as Texts<Tree>;
}

/** All messages of a tree by key, as a language has them. */
export function messagesOf(tree: object, path = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, node]) =>
      typeof node === 'string'
        ? [[`${path}${name}`, node]]
        : Object.entries(messagesOf(node as object, `${path}${name}.`)),
    ),
  );
}

/** A text of a list whose texts have values in part. */
export function say<Values>(text: string | ((values: Values) => string), values: NoInfer<Values>): string {
  return typeof text === 'string' ? text : text(values);
}
