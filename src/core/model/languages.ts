/** The languages that the app speaks. Each is here from the day on which none of its texts is missing. */

/** In its own name, by BCP 47. */
export const LANGUAGE_NAMES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  'pt-BR': 'Português (Brasil)',
  ja: '日本語',
  'zh-Hans': '简体中文',
} as const;

export type LanguageTag = keyof typeof LANGUAGE_NAMES;
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly LanguageTag[];

/** What a person can choose. `system` takes the first of the system’s languages that there is. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
export type LanguageChoice = 'system' | LanguageTag;

/**
 * The language to speak.
 * @param preferred the person's, the best first, as BCP 47 or as `de_DE.UTF-8`
 */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): LanguageTag {
  if (choice !== 'system') return choice;
  for (const wanted of preferred) {
    const tag = wanted
      .replace(/[.@].*$/, '')
      .replaceAll('_', '-')
      .toLowerCase();
    const found =
      LANGUAGES.find((language) => language.toLowerCase() === tag) ??
      LANGUAGES.find((language) => baseOf(language) === baseOf(tag) && isSameScript(language, tag));
    if (found !== undefined) return found;
  }
  return 'en';
}

/**
 * The first that dates and numbers can be written by.
 * @param candidates BCP 47, the best first
 */
export function localeFrom(candidates: readonly string[]): string {
  return candidates.find(isLocale) ?? 'en';
}

/** Systems have names of their own, as `C` and `en-US@posix`, at which `Intl` throws. */
export function isLocale(candidate: string): boolean {
  try {
    return Intl.getCanonicalLocales(candidate).length > 0;
  } catch {
    return false;
  }
}

const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';

/** Traditional Chinese is not read by everyone who reads simplified. */
const isSameScript = (language: string, tag: string): boolean =>
  language !== 'zh-Hans' || !/^zh-(?:hant|tw|hk|mo)\b/.test(tag);
