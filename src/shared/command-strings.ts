/**
 * Every text of the command line, as `strings.ts` has those of the windows: a file of `strings/command-line/` for each group of commands, in
 * English, as ICU messages. Apart from those, so that no window has to load them. Other languages: `languages/command-line/`.
 */
import { helpStrings } from './strings/command-line/help.ts';
import { libraryOutputStrings } from './strings/command-line/library.ts';
import { setUpOutputStrings } from './strings/command-line/set-up.ts';
import { syncOutputStrings } from './strings/command-line/syncs.ts';
import { usageStrings } from './strings/command-line/usage.ts';
import { textsOf } from './texts.ts';

/** English, the source of all other languages. */
export const ENGLISH_COMMAND_STRINGS = {
  commandLine: {
    help: helpStrings,
    usage: usageStrings,
    syncs: syncOutputStrings,
    library: libraryOutputStrings,
    setUp: setUpOutputStrings,
  },
} as const;

export const { commandLine: commandStrings } = textsOf(ENGLISH_COMMAND_STRINGS);
