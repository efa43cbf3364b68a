/** What is said about a tool that was found, in the same words and with the same weight by every screen and every command. */
import type { FoundBy, ToolVerdict } from './tools.ts';

export const VERDICT_WORDS: Readonly<Record<ToolVerdict, string>> = {
  tested: 'tested',
  newer: 'newer than tested',
  untested: 'not tested',
  'too-old': 'too old',
  unusable: 'does not start',
};

/** How it is shown: a green, amber or red dot; `✓`, `!` or `✕` on the command line. */
export const VERDICT_WEIGHT: Readonly<Record<ToolVerdict, 'good' | 'caution' | 'bad'>> = {
  tested: 'good',
  newer: 'caution',
  untested: 'caution',
  'too-old': 'bad',
  unusable: 'bad',
};

export const FOUND_BY_WORDS: Readonly<Record<FoundBy, string>> = {
  settings: 'chosen by you',
  private: 'installed by Immich Sync',
  path: 'found in your PATH',
  homebrew: 'from Homebrew',
  'usr-local': 'from /usr/local/bin',
  uv: 'from uv',
  pipx: 'from pipx',
  'local-bin': 'from your home folder',
  go: 'from Go',
};
