/** What is said of a command that was not typed as it has to be. */
export const usageStrings = {
  unknownCommand: 'There is no command “{command}”.',
  unknownOption: 'There is no option “{option}”.',
  argumentMissing: 'The argument “{argument}” is missing.',
  valueMissing: 'The option “{option}” needs a value.',
  tooManyArguments: '{given, plural, one {One argument is} other {# arguments are}} too many: {arguments}.',
  /** @param why a whole sentence */
  valueInvalid: '“{value}” cannot be given to “{option}”. {why}',
  /** @param choices as they are typed, in a list with “or” */
  notAChoice: '“{value}” is not one of {choices}.',
  didYouMean: 'Did you mean {names}?',

  wholeNumber: 'It must be a whole number above zero.',
  length: 'Write it like 90m, 3h or 2d.',
  moment: 'Write “tomorrow”, or a time like 2026-12-24T18:00.',
  past: 'That time has passed.',
} as const;
