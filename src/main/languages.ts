/** The languages as they are loaded: each is read when it is chosen, and no other. */
import type { LanguageTag } from '../core/model/languages.ts';
import { ENGLISH, type Language } from '../shared/texts.ts';

type Messages = Language['messages'];
type Loaders = Readonly<Record<Exclude<LanguageTag, 'en'>, () => Promise<{ readonly default: Messages }>>>;

/** Of windows, menus and notifications, of problems and reasons. */
const WINDOWS: Loaders = {
  de: () => import('../shared/languages/de.json', { with: { type: 'json' } }),
  fr: () => import('../shared/languages/fr.json', { with: { type: 'json' } }),
  es: () => import('../shared/languages/es.json', { with: { type: 'json' } }),
  it: () => import('../shared/languages/it.json', { with: { type: 'json' } }),
  nl: () => import('../shared/languages/nl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../shared/languages/pt-BR.json', { with: { type: 'json' } }),
  ja: () => import('../shared/languages/ja.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('../shared/languages/zh-Hans.json', { with: { type: 'json' } }),
};

/** Of the command line besides. */
const COMMAND_LINE: Loaders = {
  de: () => import('../shared/languages/command-line/de.json', { with: { type: 'json' } }),
  fr: () => import('../shared/languages/command-line/fr.json', { with: { type: 'json' } }),
  es: () => import('../shared/languages/command-line/es.json', { with: { type: 'json' } }),
  it: () => import('../shared/languages/command-line/it.json', { with: { type: 'json' } }),
  nl: () => import('../shared/languages/command-line/nl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../shared/languages/command-line/pt-BR.json', { with: { type: 'json' } }),
  ja: () => import('../shared/languages/command-line/ja.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('../shared/languages/command-line/zh-Hans.json', { with: { type: 'json' } }),
};

export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return tag === 'en' ? ENGLISH : { tag, messages: (await WINDOWS[tag]()).default };
}

export async function loadCommandLanguage(tag: LanguageTag): Promise<Language> {
  if (tag === 'en') return ENGLISH;
  const [windows, commandLine] = await Promise.all([WINDOWS[tag](), COMMAND_LINE[tag]()]);
  return { tag, messages: { ...windows.default, ...commandLine.default } };
}
