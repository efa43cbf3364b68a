/** Which language the command line speaks: that of the settings, else that of the terminal, else, where there is none, that of the system. */
import { readFileSync } from 'node:fs';
import { LANGUAGE_CHOICES, type LanguageChoice, type LanguageTag, languageFor } from '../../core/model/languages.ts';
import { pathsFor } from '../../core/settings/paths.ts';
import { type AskLanguages, systemLanguages } from '../../core/system/languages.ts';
import { ENGLISH, useLanguage } from '../../shared/texts.ts';
import { loadCommandLanguage } from '../languages.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Before any command is read: its help and its mistakes are printed in it, too. What programs read is English in every language; what people are sent
 * meanwhile is not.
 * @param args of the command line
 * @param ask for the person's languages, where the terminal has none
 */
export async function speakOnCommandLine(
  args: readonly string[],
  environment: Environment,
  isForProgram = false,
  ask: AskLanguages = systemLanguages(process.platform),
): Promise<void> {
  const home = homeIn(args);
  const { settingsFile } = pathsFor({ home, platform: process.platform, environment });
  const choice = chosenIn(settingsFile);
  const ofSystem = choice === 'system' && languageOfTerminal(environment) === null ? await ask() : [];
  const language = await loadCommandLanguage(commandLanguage(choice, environment, ofSystem));
  useLanguage(isForProgram ? ENGLISH : language, language);
}

/**
 * `C` and `POSIX` are English here, and so is a language that there is not.
 * @param choice the setting `app.language`
 * @param ofSystem what the system says where the terminal says nothing, the best first
 */
export function commandLanguage(
  choice: LanguageChoice,
  environment: Environment,
  ofSystem: readonly string[] = [],
): LanguageTag {
  const wanted = languageOfTerminal(environment);
  return languageFor(choice, wanted === null ? ofSystem : [wanted]);
}

/** POSIX: the first of these variables that is set counts. Null where none is. */
function languageOfTerminal({ LC_ALL, LC_MESSAGES, LANG }: Environment): string | null {
  return [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? null;
}

function homeIn(args: readonly string[]): string | undefined {
  const at = args.indexOf('--home');
  return at === -1 ? args.find((arg) => arg.startsWith('--home='))?.slice('--home='.length) : args[at + 1];
}

/** Without opening the settings, which would put right what is wrong in them: a command does that when it comes to it. */
function chosenIn(settingsFile: string): LanguageChoice {
  try {
    const { app } = JSON.parse(readFileSync(settingsFile, 'utf8')) as { app?: { language?: unknown } };
    return LANGUAGE_CHOICES.find((choice) => choice === app?.language) ?? 'system';
  } catch {
    return 'system';
  }
}
