/** Which language the app speaks: chosen, or the first of the system's that there is. */
import { app } from 'electron';
import { type LanguageChoice, type LanguageTag, languageFor } from '../core/model/languages.ts';
import { ENGLISH, type Language, useLanguage } from '../shared/texts.ts';

type Messages = Language['messages'];

const LOADERS: Readonly<Record<Exclude<LanguageTag, 'en'>, () => Promise<{ readonly default: Messages }>>> = {
  de: () => import('../shared/languages/de.json', { with: { type: 'json' } }),
  fr: () => import('../shared/languages/fr.json', { with: { type: 'json' } }),
  es: () => import('../shared/languages/es.json', { with: { type: 'json' } }),
  it: () => import('../shared/languages/it.json', { with: { type: 'json' } }),
  nl: () => import('../shared/languages/nl.json', { with: { type: 'json' } }),
  'pt-BR': () => import('../shared/languages/pt-BR.json', { with: { type: 'json' } }),
  ja: () => import('../shared/languages/ja.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('../shared/languages/zh-Hans.json', { with: { type: 'json' } }),
};

export async function loadLanguage(tag: LanguageTag): Promise<Language> {
  return tag === 'en' ? ENGLISH : { tag, messages: (await LOADERS[tag]()).default };
}

/** @returns the language that is in use from now on in this process */
export async function speak(choice: LanguageChoice): Promise<Language> {
  const language = await loadLanguage(languageFor(choice, app.getPreferredSystemLanguages()));
  useLanguage(language);
  return language;
}
