/** What can go wrong: this Mac. See `kind.ts`. */

import type { Explanation } from '../reasons.ts';
import type { WaitingFor } from '../waiting.ts';
import { problem } from './kind.ts';
import type { Say } from './say.ts';

type ReplacedLedger = {
  /** Where the damaged one is kept; absolute. */
  readonly aside: string;
  /** When the backup that took its place was made, milliseconds since 1970; null when there was none. */
  readonly backupAt: number | null;
};

const replacedLedger = ({ aside, backupAt }: ReplacedLedger, say: Say) =>
  backupAt === null
    ? `The ledger was damaged and was kept as ${aside}; there was no usable backup, so a new one was begun.`
    : `The ledger was damaged and was kept as ${aside}; the backup of ${say.time(backupAt)} took its place, without the history of syncs since then.`;

/** @param days written */
const NOT_SYNCED: Readonly<Record<WaitingFor, (days: string) => string>> = {
  power: (days) => `Nothing has been synced for ${days} days: the Mac was not plugged in, or its battery was low.`,
  network: (days) => `Nothing has been synced for ${days} days: the Mac was not on a network that may be used.`,
  server: (days) => `Nothing has been synced for ${days} days: the server did not answer.`,
  'another-run': (days) => `Nothing has been synced for ${days} days: another sync was in progress the whole time.`,
};

export const THIS_MAC_PROBLEMS = {
  'system-too-old': problem<{ readonly version: string; readonly needed: string }>({
    title: 'macOS is too old',
    sentence: ({ version, needed }) => `This Mac runs ${version}; Immich Sync needs ${needed} or newer.`,
    advice: 'Update macOS to use Immich Sync.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'disk-full': problem<{
    readonly path: string;
    /** Bytes. */
    readonly needed: number;
  }>({
    title: 'This Mac’s disk is full',
    sentence: ({ path, needed }, say) =>
      `There is not enough free space on the disk of ${path}: ${say.megabytes(needed)} more is needed.`,
    advice: 'Free some space, or choose another disk for the staging folder.',
    action: 'free-space',
    exitCode: 5,
  }),
  'disk-gone': problem<{
    readonly of: 'library' | 'staging';
    readonly path: string;
  }>({
    title: 'A disk was disconnected',
    sentence: ({ of, path }) =>
      of === 'library'
        ? `The disk of the Photos library ${path} was disconnected during the sync.`
        : `The disk of the staging folder ${path} was disconnected during the sync.`,
    advice: 'Connect it again and sync: it continues where it left off.',
    action: 'try-again',
    exitCode: 5,
  }),
  'staging-unusable': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The staging folder cannot be used',
    sentence: ({ path, reason }) => `The staging folder ${path} cannot be used (${reason}).`,
    advice: 'Connect the disk that it is on, or choose another folder.',
    action: 'choose-staging',
    exitCode: 5,
  }),
  'ledger-unusable': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The ledger cannot be used',
    sentence: ({ path, reason }) => `The ledger ${path} cannot be used (${reason}).`,
    advice:
      'Make the file and its folder writable. If you move it away, Immich Sync rebuilds it from Photos and the server, without what you had left out.',
    action: 'show-file',
    exitCode: 5,
  }),
  'ledger-busy': problem({
    title: 'The ledger is in use',
    sentence: () => 'Another process was writing to the ledger for too long.',
    advice: 'Try again; nothing was lost.',
    action: 'try-again',
    exitCode: 75,
  }),
  'ledger-newer': problem<{ readonly path: string }>({
    title: 'The ledger was written by a newer version',
    sentence: ({ path }) => `The ledger ${path} was written by a newer version of Immich Sync.`,
    advice:
      'Use that version again; nothing was changed. If you move the ledger away, Immich Sync rebuilds it from Photos and the server, without what you had left out.',
    action: 'show-file',
    exitCode: 5,
  }),
  'ledger-damaged': problem<ReplacedLedger>({
    title: 'The ledger was damaged',
    sentence: replacedLedger,
    advice: 'Sync again: everything is checked against Photos and the server, and nothing is uploaded twice.',
    action: 'try-again',
    exitCode: 5,
  }),
  'ledger-damaged-in-use': problem({
    title: 'The ledger is damaged',
    sentence: () => 'The ledger is damaged, and a sync is using it.',
    advice: 'Wait for that sync to finish, then sync again: the ledger is replaced by its backup then.',
    action: 'try-again',
    exitCode: 75,
  }),
  'ledger-replaced': problem<ReplacedLedger>({
    title: 'The ledger was damaged',
    sentence: replacedLedger,
    advice:
      'Nothing to do: everything was checked against Photos and the server. Without a backup, leave out again what you had left out.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'folder-unusable': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'A folder cannot be used',
    sentence: ({ path, reason }) => `The folder ${path} cannot be used (${reason}).`,
    advice: 'Make it writable, then try again.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'old-agent': problem<{ readonly jobs: readonly string[] }>({
    title: 'The old script still runs automatically',
    sentence: ({ jobs }, say) => `The old script still runs automatically: ${say.list(jobs)}.`,
    advice: 'Turn it off, or two programs upload the same photos to Immich.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'agent-unsupported': problem({
    title: 'There is no launchd here',
    sentence: () => 'There is no launchd here: agents exist only on macOS.',
    advice: 'Start syncs from cron or a systemd timer instead.',
    command: 'immich-sync sync --scheduled',
    action: 'copy-details',
    exitCode: 2,
  }),
  'agent-needs-app-moved': problem({
    title: 'Immich Sync is not in Applications',
    sentence: () => 'macOS runs Immich Sync from a temporary location that an agent would not find again.',
    advice: 'Move Immich Sync to Applications, open it there once, then try again.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'agent-without-times': problem({
    title: 'The schedule has no times',
    sentence: () => 'The schedule has no times, so an agent would never start.',
    advice: 'Set at least one time first.',
    command: 'immich-sync config set schedule.times 02:00',
    action: 'open-settings',
    exitCode: 2,
  }),
  'agent-failed': problem<{ readonly reason: Explanation }>({
    title: 'launchd refused',
    sentence: ({ reason }) => `launchd refused the request (${reason}).`,
    advice: 'Log in at this Mac’s own screen, not only over ssh, then try again.',
    action: 'copy-details',
    exitCode: 1,
  }),
  'hook-failing': problem<{
    /** The name of the service. */
    readonly service: string;
    readonly reason: Explanation;
  }>({
    title: 'A service was not notified of the last sync',
    sentence: ({ service, reason }) => `${service} could not be notified of the last sync: ${reason}.`,
    advice: 'Check its address, then send a test; syncs are not affected.',
    command: 'immich-sync hooks test',
    action: 'check-hooks',
    exitCode: 1,
  }),
  'status-file-not-written': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The status file was not written',
    sentence: ({ path, reason }) => `The status file ${path} was not written: ${reason}.`,
    advice: 'Make its folder writable, or choose another place; syncs are not affected.',
    command: 'immich-sync config set hooks.statusFile PATH',
    action: 'check-hooks',
    exitCode: 1,
  }),
  'another-run': problem<{
    /** Null where it has only just begun. */
    readonly pid: number | null;
    /** Milliseconds since 1970. */
    readonly since: number | null;
  }>({
    title: 'Another sync is in progress',
    sentence: ({ pid, since }, say) => {
      if (pid === null) return 'Another sync has just begun.';
      return since === null
        ? `Another sync is in progress (process ${pid}, just started).`
        : `Another sync is in progress (process ${pid}, since ${say.time(since)}).`;
    },
    advice: 'Wait for it to finish.',
    action: 'try-again',
    exitCode: 75,
  }),
  'diagnostics-not-saved': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The diagnostics could not be saved',
    sentence: ({ path, reason }) => `The diagnostics could not be saved as ${path}: ${reason}.`,
    advice: 'Save them in another folder, or under another name.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'report-not-saved': problem<{ readonly path: string; readonly reason: Explanation }>({
    title: 'The report could not be saved',
    sentence: ({ path, reason }) => `The report could not be saved as ${path}: ${reason}.`,
    advice: 'Save it in another folder, or under another name.',
    action: 'copy-details',
    exitCode: 5,
  }),
  'run-cut-off': problem<{ readonly pid: number }>({
    title: 'The sync was cut off',
    sentence: ({ pid }) => `The sync was cut off: process ${pid} ended before it was done.`,
    advice: 'Start it again; it continues where it left off.',
    action: 'try-again',
    exitCode: 130,
  }),
  'not-synced-lately': problem<{ readonly days: number; readonly waitingFor: WaitingFor }>({
    title: 'Nothing was synced for days',
    sentence: ({ days, waitingFor }, say) => NOT_SYNCED[waitingFor](say.number(days)),
    advice: 'Check the server’s address, and the conditions under Settings › Schedule.',
    action: 'open-settings',
    exitCode: 4,
  }),
  closed: problem({
    title: 'The sync was cut off',
    sentence: () => 'Immich Sync was closed during the sync.',
    advice: 'Open Immich Sync again; the next sync continues where it left off.',
    action: 'try-again',
    exitCode: 130,
  }),
  stopped: problem({
    title: 'The sync was stopped',
    sentence: () => 'The sync was stopped.',
    advice: 'Start it again at any time; it continues where it left off.',
    action: 'try-again',
    exitCode: 130,
  }),
};
