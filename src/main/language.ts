/** Which language the app speaks: chosen, or the first of the system's that there is. */
import { app } from 'electron';
import { type LanguageChoice, languageFor } from '../core/model/languages.ts';
import { type Language, useLanguage } from '../shared/texts.ts';
import { loadLanguage } from './languages.ts';

/** @returns the language that is in use from now on in this process */
export async function speak(choice: LanguageChoice): Promise<Language> {
  const language = await loadLanguage(languageFor(choice, app.getPreferredSystemLanguages()));
  useLanguage(language);
  return language;
}
