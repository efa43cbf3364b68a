/** Reasons why a setting is not taken; after its name. What was typed is a value, so that it stands in its own quotation marks. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

export type Typed = { readonly value: string };
export type Limits = Typed & { readonly least: number; readonly most: number };

export const SETTING_REASONS = {
  'not-a-value': reason<Typed>(({ value }) => `“${value}” is not a value for it`),
  'not-yes-or-no': reason<Typed>(({ value }) => `“${value}” is neither yes nor no`),
  'not-a-choice': reason<Typed & { readonly of: readonly string[] }>(
    ({ value, of }, say) => `“${value}” is not one of its choices; use ${say.list(of)}`,
  ),
  'not-a-number': reason<Limits>(
    ({ value, least, most }, say) =>
      `“${value}” is not a whole number from ${say.number(least)} to ${say.number(most)}`,
  ),
  /** Limits in bytes. */
  'not-a-size': reason<Typed & { readonly leastSize: number; readonly mostSize: number }>(
    ({ value, leastSize, mostSize }, say) =>
      `“${value}” is not a size from ${say.size(leastSize)} to ${say.size(mostSize)}`,
  ),
  'not-a-whole-path': reason<Typed>(({ value }) => `“${value}” is not a whole path; begin it with / or ~/`),
  'not-a-program-path': reason<Typed>(({ value }) => `“${value}” is not the whole path of a program; begin it with /`),
  'path-with-zero': reason(() => 'a path cannot hold a zero character'),
  'not-a-day': reason<Typed>(({ value }) => `“${value}” is not a day; write it like 2020-12-31`),
  'not-a-time': reason<Typed>(({ value }) => `“${value}” is not a time of day; write it like 02:00`),
  'no-day-left': reason(() => 'at least one day is needed; to stop automatic syncs, set schedule.times to none'),
  'not-a-network': reason<Typed>(
    ({ value }) =>
      `“${value}” is not a network; write the hardware address of its router, then a name: a4:b1:c1:00:00:01 Home`,
  ),
  'cannot-be-empty': reason(() => 'it cannot be empty'),
  'tag-without-name': reason(() => 'a tag needs a name; write none for no parent'),
  'too-many-characters': reason<{ readonly most: number }>(
    ({ most }, say) => `it can have at most ${say.number(most)} characters`,
  ),
  'too-many-entries': reason<{ readonly most: number }>(
    ({ most }, say) => `it can have at most ${say.number(most)} entries`,
  ),
  'not-headers': reason(() => 'write headers as “Name: value”'),
  'not-a-header-name': reason<Typed>(({ value }) => `“${value}” is not the name of an HTTP header`),
  'key-is-no-header': reason(() => 'the API key is not a header setting; give it to `immich-sync login`'),
  'header-with-line-break': reason(() => 'a header’s value cannot hold line breaks'),
  'header-is-ours': reason(() => 'Immich Sync sets this header itself'),
  'header-value-odd': reason(() => 'the value of a header is one line of letters, digits and punctuation'),
  'no-settings-document': reason(() => 'it is not a JSON object'),
  'no-settings-group': reason(() => 'it is not a group of settings'),
  'too-long-for-settings': reason(() => 'it is too long to be settings'),
  'too-long-for-script-settings': reason(() => 'it is too long to be the configuration of the script'),
  'save-as-file-first': reason(() => 'it is not a file; save it as one first'),
};

/** What the app found in a settings file, or in that of the old script: whole sentences. */
export const SETTINGS_NOTICES = {
  'settings-not-read': reason<{ readonly why: Explanation }>(({ why }) => `${why}.`),
  'settings-set-aside': reason<{ readonly path: string }>(
    ({ path }) => `The settings file was damaged. It was kept as ${path}; default settings are used.`,
  ),
  'setting-at-default': reason<{ readonly name: string; readonly why: Explanation }>(
    ({ name, why }) => `${name}: ${why}. The default is used.`,
  ),
  'setting-without-effect': reason<{ readonly name: string }>(
    ({ name }) => `“${name}” in the settings file is not a setting; it has no effect.`,
  ),
};

/** What could not be taken over from the configuration of the old script: whole sentences, without its values. */
export const SCRIPT_NOTICES = {
  'script-without-server': reason<{ readonly name: string }>(({ name }) => `The file has no server address (${name}).`),
  'script-without-key': reason<{ readonly name: string }>(({ name }) => `The file has no API key (${name}).`),
  'script-needs-shell': reason<{ readonly line: number; readonly name: string }>(
    ({ line, name }) => `Line ${line}: ${name} would have to be worked out by a shell, which Immich Sync does not do.`,
  ),
  'script-server-unusable': reason<{ readonly line: number; readonly name: string }>(
    ({ line, name }) => `Line ${line}: ${name} is not a web address.`,
  ),
  'script-key-unusable': reason<{ readonly line: number; readonly name: string }>(
    ({ line, name }) => `Line ${line}: ${name} is not an API key.`,
  ),
  'script-value-unused': reason<{ readonly name: string }>(({ name }) => `${name} is not used by Immich Sync.`),
  'script-line-skipped': reason<{ readonly line: number }>(
    ({ line }) => `Line ${line} is not an assignment and was passed over.`,
  ),
  'script-lines-skipped': reason<{ readonly count: number }>(({ count }, say) =>
    say.plural(count, {
      one: () => 'One more line is not an assignment and was passed over.',
      other: (n) => `${n} more lines are not assignments and were passed over.`,
    }),
  ),
  'script-quote-open': reason<{ readonly line: number }>(
    ({ line }) => `Line ${line}: a quote is opened and never closed; what follows could not be read.`,
  ),
};
