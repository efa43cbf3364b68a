/** What can go wrong: the tools. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import { problem } from './kind.ts';

export const TOOL_PROBLEMS = {
  'tool-missing': problem<{ readonly tool: string }>({
    title: 'A tool is missing',
    sentence: ({ tool }) => `${tool} is not installed.`,
    advice: 'Let Immich Sync install it for you.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-too-old': problem<{ readonly tool: string; readonly version: string | null; readonly needed: string }>({
    title: 'A tool is too old',
    sentence: ({ tool, version, needed }) =>
      version === null
        ? `The version of ${tool} is not known; ${needed} or newer is needed.`
        : `${tool} ${version} is too old; ${needed} or newer is needed.`,
    advice: 'Let Immich Sync install a newer one for you.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-unusable': problem<{ readonly tool: string; readonly reason: Explanation }>({
    title: 'A tool does not start',
    sentence: ({ tool, reason }) => `${tool} does not start (${reason}).`,
    advice: 'Reinstall it.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-unreachable': problem<{ readonly tool: string; readonly host: string | null }>({
    title: 'A tool could not be downloaded',
    sentence: ({ tool, host }) =>
      host === null
        ? `${tool} could not be downloaded, because the internet cannot be reached.`
        : `${tool} could not be downloaded, because ${host} cannot be reached.`,
    advice: 'Check the internet connection, then try again. It continues where it left off.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-download-wrong': problem<{ readonly tool: string }>({
    title: 'A download is not the expected file',
    sentence: ({ tool }) => `${tool} was not installed, because what was downloaded is not the file that was tested.`,
    advice: 'Try again on another network: something on this one changes downloads.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-not-installed': problem<{ readonly tool: string; readonly reason: Explanation }>({
    title: 'A tool could not be installed',
    sentence: ({ tool, reason }) => `${tool} could not be installed (${reason}).`,
    advice: 'Try again. If it persists, install it with one of the commands in the documentation.',
    command: 'immich-sync doctor',
    action: 'install-tool',
    exitCode: 5,
  }),
  'tool-failed': problem<{ readonly tool: string; readonly reason: Explanation }>({
    title: 'A tool stopped with an error',
    sentence: ({ tool, reason }) => `${tool} stopped with an error (${reason}).`,
    advice: 'Let the next sync try again; if it persists, report it with the details from the log.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'tool-stalled': problem<{ readonly tool: string; readonly minutes: number }>({
    title: 'A tool got stuck',
    sentence: ({ tool, minutes }, say) =>
      say.plural(minutes, {
        one: () => `${tool} did nothing for a minute and was stopped.`,
        other: (n) => `${tool} did nothing for ${n} minutes and was stopped.`,
      }),
    advice: 'Let the next sync try again; if it happens again, restart this Mac and open Photos once.',
    action: 'try-again',
    exitCode: 5,
  }),
  'tool-unknown-output': problem<{ readonly tool: string; readonly count: number }>({
    title: 'A tool printed something unknown',
    sentence: ({ tool, count }, say) =>
      say.plural(count, {
        one: (n) => `${tool} printed ${n} line that Immich Sync does not understand.`,
        other: (n) => `${tool} printed ${n} lines that Immich Sync does not understand.`,
      }),
    advice: 'Report it with the lines from the log. Nothing is lost: everything that arrived was verified by checksum.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'tool-list-unreachable': problem<{ readonly reason: Explanation }>({
    title: 'Tool updates could not be checked',
    sentence: ({ reason }) => `The list of tool updates could not be downloaded (${reason}).`,
    advice: 'Check the internet connection, then try again. The tools in use stay as they are.',
    action: 'update-tools',
    exitCode: 5,
  }),
  'tool-list-refused': problem<{ readonly refusal: 'unreadable' | 'forged' | 'replayed' | 'expired' }>({
    title: 'The list of tool updates was refused',
    sentence: ({ refusal }) => {
      switch (refusal) {
        case 'unreadable':
          return 'The list of tool updates arrived damaged or incomplete.';
        case 'forged':
          return 'The list of tool updates is not signed by the makers of Immich Sync.';
        case 'replayed':
          return 'The list of tool updates is older than one that was seen before.';
        case 'expired':
          return 'The list of tool updates is out of date.';
      }
    },
    advice: 'Try again tomorrow; if it persists, update Immich Sync. The tools in use stay as they are.',
    action: 'update-tools',
    exitCode: 5,
  }),
  'tool-list-too-new': problem({
    title: 'Tool updates need a newer Immich Sync',
    sentence: () => 'This version of Immich Sync is too old for the list of tool updates.',
    advice: 'Update Immich Sync.',
    action: 'check-for-updates',
    exitCode: 5,
  }),
  'tool-update-failed': problem<{ readonly reason: Explanation }>({
    title: 'The tools could not be updated',
    sentence: ({ reason }) => `The tools could not be updated (${reason}).`,
    advice: 'Nothing to do: the previous tools stay in use.',
    action: 'update-tools',
    exitCode: 5,
  }),
  'tool-update-not-ready': problem({
    title: 'No tool update is ready yet',
    sentence: () => 'There are no tools yet that were tested with this Photos library.',
    advice: 'Nothing to do: Immich Sync looks again every day, and new photos stay safe in Photos until then.',
    action: 'update-tools',
    exitCode: 5,
  }),
  'tools-not-ours': problem({
    title: 'These tools are yours to update',
    sentence: () => 'The tools in use were not installed by Immich Sync, so it does not replace them.',
    advice: 'Update them where you installed them, for example with Homebrew, or let Immich Sync install its own.',
    command: 'immich-sync tools install',
    action: 'install-tool',
    exitCode: 5,
  }),
};
