/** What commander says of a mistyped command, in our words and in the language in use. Pure. */
import { stripVTControlCharacters } from 'node:util';
import { commandStrings } from '../../shared/command-strings.ts';
import { formatList, formatRow } from '../../shared/format.ts';

/** Its sentences (commander 15, `lib/command.js`), without what it suggests. */
const SENTENCES: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^unknown command '(.*)'$/s, (command) => commandStrings.usage.unknownCommand({ command })],
  [/^unknown option '(.*)'$/s, (option) => commandStrings.usage.unknownOption({ option })],
  [/^missing required argument '(.*)'$/s, (argument) => commandStrings.usage.argumentMissing({ argument })],
  [/^option '(.*)' argument missing$/s, (option) => commandStrings.usage.valueMissing({ option })],
  [
    /^too many arguments.*?\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s,
    (expected, given, all) => {
      const extra = all.split(', ').slice(Number(expected));
      return commandStrings.usage.tooManyArguments({
        given: Number(given) - Number(expected),
        arguments: formatRow(extra),
      });
    },
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '.*'\. Allowed choices are (.*)\.$/s,
    (value, choices) =>
      commandStrings.usage.notAChoice({ value, choices: formatList(choices.split(', '), 'disjunction') }),
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. (.*)$/s,
    (option, value, why) => commandStrings.usage.valueInvalid({ option, value, why }),
  ],
];

/** One or two whole sentences. @param message as commander has it; one that is not known is printed as it is */
export function usageSentence(message: string): string {
  const [, said = '', similar] =
    /^(?:error: )?(.*?)(?:\n\(Did you mean (?:one of )?(.*)\?\))?\s*$/s.exec(stripVTControlCharacters(message)) ?? [];
  const names = similar === undefined ? [] : similar.split(', ');
  const suggestion =
    names.length === 0 ? [] : [commandStrings.usage.didYouMean({ names: formatList(names, 'disjunction') })];
  for (const [form, sentence] of SENTENCES) {
    const found = form.exec(said);
    if (found !== null) return [sentence(...found.slice(1)), ...suggestion].join(' ');
  }
  return [said, ...suggestion].join(' ');
}
