/**
 * Everything that can go wrong in words a person understands: a code, one plain sentence and one thing to do.
 * The list is complete at compile time; the command line, the app's screens and the documentation all read it.
 */

import { plainText } from './plain-text.ts';

/** What a screen's one button does about a problem. The command line prints {@link PROBLEMS}' `advice` instead. */
export const PROBLEM_ACTIONS = [
  'check-address',
  'replace-key',
  'accept-user',
  'update-server',
  'choose-library',
  'confirm-library',
  'install-tool',
  'free-space',
  'choose-staging',
  /** Settings and ledger lie in one folder. */
  'show-file',
  'retry',
  'show-assets',
  'open-immich',
  'open-trash',
  'photos-access',
  'local-network-access',
  'open-settings',
  'copy-details',
] as const;
export type ProblemAction = (typeof PROBLEM_ACTIONS)[number];

/** Why the run ended, as a process exit code (`sysexits`-like, see the README). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 75 | 130;

interface ProblemKind {
  readonly sentence: (values: Readonly<Record<string, string | number>>) => string;
  readonly advice: string;
  readonly action: ProblemAction;
  readonly exitCode: ExitCode;
}

const kind = (
  sentence: ProblemKind['sentence'],
  advice: string,
  action: ProblemAction,
  exitCode: ExitCode,
): ProblemKind => ({ sentence, advice, action, exitCode });

const plural = (count: unknown, one: string, many: string) => `${count} ${Number(count) === 1 ? one : many}`;

/** @param v.backup when the backup was made, in words; empty when there was none */
const replacedLedger = (v: ProblemValues) =>
  `The ledger was damaged and was kept as ${v.aside}; ${
    v.backup === ''
      ? 'there was no usable backup, so a new one was begun'
      : `the backup of ${v.backup} took its place, without the history of syncs since then`
  }.`;

export const PROBLEMS = {
  // Setting up
  'not-set-up': kind(
    (v) => `Immich Sync is not set up yet: ${v.missing} is missing.`,
    'Run `immich-sync config set server URL` and `immich-sync login`.',
    'open-settings',
    3,
  ),
  'settings-unreadable': kind(
    (v) => `The settings file ${v.path} could not be read: ${v.reason}.`,
    'Fix the file, or move it away to start with default settings.',
    'show-file',
    3,
  ),
  'settings-not-saved': kind(
    (v) => `The settings could not be saved in ${v.path}: ${v.reason}.`,
    'Make the file and its folder writable, then change the setting again.',
    'open-settings',
    3,
  ),
  'setting-invalid': kind(
    (v) => `${v.reason}`,
    'See `immich-sync config get` for all settings and their values.',
    'open-settings',
    2,
  ),
  'key-malformed': kind(
    (v) => `That cannot be an Immich API key: ${v.reason}.`,
    'Copy the whole key from Immich under Account Settings › API Keys, and nothing else.',
    'replace-key',
    2,
  ),
  'item-unknown': kind(
    (v) =>
      Number(v.count) > 1
        ? `${v.count} items are called “${v.word}”; give the number of the one you mean.`
        : `“${v.word}” is not one of the items missing in Immich.`,
    'Run `immich-sync remainder` to list all of them with their numbers.',
    'show-assets',
    2,
  ),
  'keychain-locked': kind(
    () => 'The keychain is locked, so the API key cannot be read or saved.',
    'Unlock the keychain (over ssh on a Mac with `security unlock-keychain`), then try again.',
    'retry',
    3,
  ),
  'keychain-refused': kind(
    () => 'Immich Sync was not allowed to use the keychain.',
    'Open Immich Sync again and choose Always Allow when macOS asks.',
    'retry',
    3,
  ),
  'keychain-unanswered': kind(
    (v) => `The system asked about the keychain, and nobody answered for ${v.minutes}.`,
    'Unlock the keychain and choose Always Allow when macOS asks, then sync again.',
    'retry',
    3,
  ),
  'keychain-missing': kind(
    (v) => `There is no keychain to keep the API key in: ${v.reason}.`,
    'Set up a keychain, or set the key in IMMICH_SYNC_API_KEY.',
    'open-settings',
    3,
  ),
  'keychain-unavailable': kind(
    (v) => `The keychain could not be used: ${v.reason}.`,
    'Try again; if it persists, set the key in IMMICH_SYNC_API_KEY.',
    'open-settings',
    3,
  ),
  'key-unreadable': kind(
    () => 'The saved API key can no longer be read: the keychain no longer has the key that it was encrypted with.',
    'Enter the key again, in Settings or with `immich-sync login`.',
    'replace-key',
    3,
  ),

  usage: kind((v) => `${v.reason}`, 'See `immich-sync --help` for all commands and options.', 'copy-details', 2),

  // The server
  'server-address-invalid': kind(
    (v) => `“${v.address}” is not a web address.`,
    'Enter the address that you open Immich with, for example https://photos.example.org.',
    'check-address',
    2,
  ),
  'server-unreachable': kind(
    (v) => `The Immich server at ${v.server} does not answer (${v.reason}).`,
    'Check that the server is on and that this Mac can reach it; the next sync tries again.',
    'check-address',
    4,
  ),
  'local-network-refused': kind(
    (v) => `This Mac does not let Immich Sync reach ${v.server} on the local network, or the server is off.`,
    'Answer the question that macOS asks, or allow Immich Sync in System Settings › Privacy & Security › Local Network, then try again.',
    'local-network-access',
    4,
  ),
  'server-not-immich': kind(
    (v) => `There is a server at ${v.server}, but it is not Immich (${v.reason}).`,
    'Check the address: it is the one that you open Immich with in the browser.',
    'check-address',
    4,
  ),
  'server-redirects': kind(
    (v) => `${v.server} redirects to ${v.target}.`,
    'Use that address instead.',
    'check-address',
    4,
  ),
  'server-login-page': kind(
    (v) => `${v.server} is behind a login page (${v.reason}), which Immich Sync cannot pass.`,
    'Exempt Immich’s address from it, or send the header that it asks for: `immich-sync config set server.headers "Name: value"`.',
    'check-address',
    4,
  ),
  'server-certificate': kind(
    (v) => `The certificate of ${v.server} is not trusted (${v.reason}).`,
    'Renew the certificate, or add its authority under Advanced.',
    'check-address',
    4,
  ),
  'server-too-old': kind(
    (v) => `The server runs Immich ${v.version}; Immich Sync needs ${v.needed} or newer.`,
    'Update the Immich server.',
    'update-server',
    4,
  ),
  'server-error': kind(
    (v) => `Immich returned an error while ${v.what} (${v.status}${v.message ? `: ${v.message}` : ''}).`,
    'Check the server’s log; the next sync tries again.',
    'retry',
    4,
  ),
  'key-refused': kind(
    () => 'Immich refused the API key.',
    'Make a new key in Immich under Account Settings › API Keys and enter it with `immich-sync login`.',
    'replace-key',
    4,
  ),
  'key-of-another-user': kind(
    (v) =>
      `This API key belongs to someone else: ${v.email}. Until now your photos were uploaded to ${v.former} at ${v.server}.`,
    'Restore the previous key; or use this account (`immich-sync accept-user`): then everything is uploaded to it, too.',
    'accept-user',
    4,
  ),
  'key-lacks-permission': kind(
    (v) => `The API key lacks permissions that Immich Sync needs: ${v.permissions}.`,
    'Edit the key in Immich under Account Settings › API Keys and add them.',
    'replace-key',
    4,
  ),
  'server-storage-full': kind(
    (v) => `The Immich server is out of space (${v.message}).`,
    'Free space on the server or raise the user’s quota.',
    'open-immich',
    4,
  ),

  // The library
  'library-missing': kind(
    (v) => `There is no Photos library at ${v.path}.`,
    'Choose the library in Settings, or connect the disk that it is on.',
    'choose-library',
    5,
  ),
  'library-not-a-library': kind(
    (v) => `${v.path} is not a Photos library.`,
    'Choose a folder whose name ends in .photoslibrary and that Photos has opened once.',
    'choose-library',
    5,
  ),
  'library-no-access': kind(
    (v) => `macOS does not let Immich Sync read ${v.path}.`,
    'Allow it in System Settings › Privacy & Security › Photos; syncs at night, and a library in another folder, need Full Disk Access there.',
    'photos-access',
    5,
  ),
  'library-no-access-here': kind(
    (v) => `macOS does not let ${v.app}, where this command runs, read ${v.path}.`,
    'Allow that app in System Settings › Privacy & Security › Photos, or under Full Disk Access, then open a new window of it and try again.',
    'photos-access',
    5,
  ),
  'library-damaged': kind(
    (v) => `The database of ${v.path} cannot be read (${v.reason}).`,
    'Open Photos with the Option and Command keys held down and let it repair the library.',
    'choose-library',
    5,
  ),
  'library-busy': kind(
    (v) => `Photos was writing to ${v.path} the whole time, so it could not be read.`,
    'Nothing to do: the next sync tries again.',
    'retry',
    5,
  ),
  'library-shrank': kind(
    (v) =>
      `${v.lost} of ${v.before} items are gone from the Photos library since the last sync. Nothing was changed in Immich.`,
    'Check the library in Photos. If that is right, press the button or run `immich-sync confirm-library`.',
    'confirm-library',
    5,
  ),
  'library-too-new': kind(
    (v) => `This version of osxphotos does not support this Photos library yet (${v.reason}).`,
    'Update osxphotos; nothing is changed until it can read the library.',
    'install-tool',
    5,
  ),

  // The tools
  'tool-missing': kind(
    (v) => `${v.tool} is not installed.`,
    'Install it with the command that `immich-sync doctor` shows.',
    'install-tool',
    5,
  ),
  'tool-too-old': kind(
    (v) => `${v.tool} ${v.version} is too old; ${v.needed} or newer is needed.`,
    'Update it with the command that `immich-sync doctor` shows.',
    'install-tool',
    5,
  ),
  'tool-unusable': kind(
    (v) => `${v.tool} does not start (${v.reason}).`,
    'Reinstall it with the command that `immich-sync doctor` shows.',
    'install-tool',
    5,
  ),
  'tool-failed': kind(
    (v) => `${v.tool} stopped with an error (${v.reason}).`,
    'The next sync tries again; if it persists, report it with the details from the log.',
    'copy-details',
    5,
  ),
  'tool-stalled': kind(
    (v) => `${v.tool} did nothing for ${v.minutes} and was stopped.`,
    'The next sync tries again; if it happens again, restart this Mac and open Photos once.',
    'retry',
    5,
  ),
  'tool-unknown-output': kind(
    (v) => `${v.tool} printed ${plural(v.count, 'line', 'lines')} that Immich Sync does not understand.`,
    'Nothing is lost: everything that arrived was verified by checksum. The log has the lines.',
    'copy-details',
    1,
  ),

  // This Mac
  'system-too-old': kind(
    (v) => `This Mac runs ${v.version}; Immich Sync needs ${v.needed} or newer.`,
    'Update macOS.',
    'copy-details',
    5,
  ),
  'disk-full': kind(
    (v) => `There is not enough free space on the disk of ${v.path}: ${v.needed} more is needed.`,
    'Free some space or choose another disk for the staging folder.',
    'free-space',
    5,
  ),
  'staging-unusable': kind(
    (v) => `The staging folder ${v.path} cannot be used (${v.reason}).`,
    'Choose another folder, or connect the disk that it is on.',
    'choose-staging',
    5,
  ),
  'ledger-unusable': kind(
    (v) => `The ledger ${v.path} cannot be used (${v.reason}).`,
    'Make the file and its folder writable. If you move it away, the next sync rebuilds it from Photos and the server, without what you had left out.',
    'show-file',
    5,
  ),
  'ledger-busy': kind(
    () => 'Another process was writing to the ledger for too long.',
    'Try again; nothing was lost.',
    'retry',
    75,
  ),
  'ledger-newer': kind(
    (v) => `The ledger ${v.path} was written by a newer version of Immich Sync.`,
    'Use that version again; nothing was changed. If you move the ledger away, Immich Sync rebuilds it from Photos and the server, without what you had left out.',
    'show-file',
    5,
  ),
  'ledger-damaged': kind(
    replacedLedger,
    'Sync again: everything is checked against Photos and the server, and nothing is uploaded twice.',
    'retry',
    5,
  ),
  'ledger-damaged-in-use': kind(
    () => 'The ledger is damaged, and a sync is using it.',
    'Wait for that sync to finish, then sync again: the ledger is replaced by its backup then.',
    'retry',
    75,
  ),
  'ledger-replaced': kind(
    replacedLedger,
    'Nothing to do: everything was checked against Photos and the server. Without a backup, leave out again what you had left out.',
    'copy-details',
    1,
  ),
  'folder-unusable': kind(
    (v) => `The folder ${v.path} cannot be used (${v.reason}).`,
    'Make the folder writable, or choose another one with --home.',
    'copy-details',
    5,
  ),
  'old-agent': kind(
    (v) => `The old script still runs automatically: ${v.jobs}.`,
    'Turn it off with the commands shown, or two programs upload the same photos to Immich.',
    'copy-details',
    1,
  ),
  'agent-unsupported': kind(
    () => 'There is no launchd here: agents exist only on macOS.',
    'Run `immich-sync sync --scheduled` from cron or a systemd timer.',
    'copy-details',
    2,
  ),
  'agent-needs-app-moved': kind(
    () => 'macOS runs Immich Sync from a temporary location that an agent would not find again.',
    'Move Immich Sync to Applications, open it there once, then try again.',
    'copy-details',
    5,
  ),
  'agent-without-times': kind(
    () => 'The schedule has no times, so an agent would never start.',
    'Set times first, for example with `immich-sync config set schedule.times 02:00`.',
    'open-settings',
    2,
  ),
  'agent-failed': kind(
    (v) => `launchd refused the request (${v.reason}).`,
    'Log in at this Mac’s own screen, not only over ssh, then try again.',
    'copy-details',
    1,
  ),
  'another-run': kind(
    (v) => `Another sync is in progress (process ${v.pid}, since ${v.since}).`,
    'Wait for it to finish.',
    'retry',
    75,
  ),
  'run-cut-off': kind(
    (v) => `The sync was cut off: process ${v.pid} ended before it was done.`,
    'Start it again; it continues where it left off.',
    'retry',
    130,
  ),
  'not-synced-lately': kind(
    (v) => `Nothing has been synced for ${v.days} days: ${v.reason}.`,
    'Check the server’s address, and the conditions under Settings › Schedule.',
    'open-settings',
    4,
  ),
  closed: kind(
    () => 'Immich Sync was closed during the sync.',
    'Nothing to do: the next start continues where it left off.',
    'retry',
    130,
  ),
  stopped: kind(
    () => 'The sync was stopped.',
    'Start it again at any time; it continues where it left off.',
    'retry',
    130,
  ),

  // Single items
  'asset-unreadable': kind(
    (v) => `${plural(v.count, 'item', 'items')} of the Photos library could not be read.`,
    'Open them in Photos; the log has the details.',
    'copy-details',
    1,
  ),
  'asset-altered': kind(
    (v) =>
      `The title, caption or keywords of ${plural(v.count, 'item', 'items')} in Photos are damaged or very long; Immich gets what can be read of them.`,
    'Enter them again in Photos.',
    'copy-details',
    1,
  ),
  'export-failed': kind(
    (v) => `${plural(v.count, 'item', 'items')} could not be exported from Photos (${v.reason}).`,
    'The next sync tries again; open them in Photos to see whether they are damaged.',
    'show-assets',
    1,
  ),
  'export-differs': kind(
    (v) => `${plural(v.count, 'file', 'files')} changed while they were exported from Photos.`,
    'Nothing to do: the next sync tries again.',
    'show-assets',
    1,
  ),
  'file-unreadable': kind(
    (v) => `${plural(v.count, 'file', 'files')} in the Photos library could not be read (${v.reason}).`,
    'Open them in Photos to see whether they are damaged.',
    'show-assets',
    1,
  ),
  'file-empty': kind(
    (v) => `${plural(v.count, 'file', 'files')} in the Photos library ${Number(v.count) === 1 ? 'is' : 'are'} empty.`,
    'Open them in Photos; there is nothing to upload in them.',
    'show-assets',
    1,
  ),
  'kind-not-taken': kind(
    (v) => `Immich does not accept ${v.reason} files: ${plural(v.count, 'file stays', 'files stay')} in Photos only.`,
    'Leave them out, or convert them to a format that Immich accepts: `immich-sync remainder` lists them.',
    'show-assets',
    1,
  ),
  'upload-refused': kind(
    (v) => `Immich refused ${plural(v.count, 'file', 'files')} (${v.reason}).`,
    'The next sync tries again; if it persists, open the files in Photos to see whether they are damaged.',
    'show-assets',
    1,
  ),
  'upload-failed': kind(
    (v) => `${plural(v.count, 'file', 'files')} could not be uploaded to Immich (${v.reason}).`,
    'The next syncs try again, less often each time.',
    'show-assets',
    1,
  ),
  'keeps-failing': kind(
    (v) => `${plural(v.count, 'item', 'items')} could not be uploaded to Immich after many tries (${v.reason}).`,
    'List them with `immich-sync remainder`, then run `immich-sync retry` or `immich-sync leave-out`.',
    'show-assets',
    1,
  ),
  'waits-for-next-try': kind(
    (v) => `${plural(v.count, 'item is', 'items are')} still not in Immich (${v.reason}).`,
    'They are retried automatically. To try now, run `immich-sync retry` and sync.',
    'show-assets',
    1,
  ),
  'not-proved': kind(
    (v) => `${plural(v.count, 'file', 'files')} could not be found on the server after the upload.`,
    'The next sync tries again.',
    'retry',
    1,
  ),
  'contents-damaged': kind(
    (v) =>
      Number(v.count) === 1
        ? 'Immich’s copy of one file is damaged.'
        : `Immich’s copies of ${v.count} files are damaged.`,
    'Check the server’s disk. Restore the files from the server’s backup; or delete them in Immich for good, and bring them back with the next sync.',
    'open-immich',
    1,
  ),
  'contents-not-delivered': kind(
    (v) => `Immich could not hand out ${plural(v.count, 'file', 'files')} to be checked.`,
    'Look for the files on the server’s disk, and whether they are in the locked folder of Immich.',
    'open-immich',
    1,
  ),
  'download-forbidden': kind(
    () =>
      'The API key may not download, so the files on the server’s disk cannot be checked: Immich asks for the permission asset.download.',
    'Give the key that permission in Immich, or verify without `--deep`.',
    'open-settings',
    4,
  ),
  'verified-files-lost': kind(
    (v) =>
      `${plural(v.count, 'file that was', 'files that were')} verified ${Number(v.count) === 1 ? 'is' : 'are'} no longer in Immich.`,
    'Nothing to do: they are uploaded again. If you did not delete them, check the server’s disk.',
    'open-immich',
    1,
  ),
  'server-went-back': kind(
    () => 'The Immich server is in an earlier state than this Mac left it in, as after restoring a backup.',
    'Nothing to do: everything was checked, and what was missing is restored.',
    'open-immich',
    1,
  ),
  'records-went-back': kind(
    () => 'The records of Immich Sync on this Mac are older than the last sync, as after restoring a backup.',
    'Nothing to do: everything was checked again, and what was changed in Immich since then is left as it is.',
    'open-immich',
    1,
  ),
  'held-back': kind(
    (v) => `As a precaution, nothing that is already in Immich is changed: ${v.reasons}.`,
    'Update Immich Sync and osxphotos; new photos are still uploaded, and the rest then follows automatically.',
    'copy-details',
    1,
  ),
  'albums-failed': kind(
    (v) => `${plural(v.count, 'album', 'albums')} could not be updated (${v.reason}).`,
    'The next sync tries again.',
    'retry',
    1,
  ),
  'albums-ambiguous': kind(
    (v) =>
      Number(v.count) === 1
        ? `Immich has an album “${v.name}” with some of the photos of the one in Photos, and others.`
        : `Immich has ${v.count} albums with the names and some of the photos of albums in Photos, and others.`,
    'Choose under Settings › Albums whether it is the same album or another one.',
    'open-settings',
    1,
  ),
  'live-link-failed': kind(
    (v) => `${plural(v.count, 'Live Photo', 'Live Photos')} could not be paired on the server (${v.reason}).`,
    'The next sync tries again.',
    'retry',
    1,
  ),
  'stacks-failed': kind(
    (v) => `${plural(v.count, 'stack', 'stacks')} could not be updated (${v.reason}).`,
    'The next sync tries again.',
    'retry',
    1,
  ),
  'details-failed': kind(
    (v) => `The details of ${plural(v.count, 'file', 'files')} could not be set in Immich (${v.reason}).`,
    'The next sync tries again.',
    'retry',
    1,
  ),
  'details-not-kept': kind(
    (v) => `Immich did not keep the details of ${plural(v.count, 'file', 'files')}, though they were set three times.`,
    'Check the server’s log; they are set again when they change in Photos.',
    'open-immich',
    1,
  ),
  'fetch-failed': kind(
    (v) => `Originals could not be fetched from iCloud (${v.reason}).`,
    'Open Photos and let it load, and allow osxphotos to use Photos if macOS asks; the next night tries again.',
    'photos-access',
    1,
  ),
  'restore-forbidden': kind(
    () => 'The API key may not restore from Immich’s trash: Immich asks for the permission asset.delete.',
    'Restore them in Immich’s trash yourself; the next sync finds them. (Or give the key that permission.)',
    'open-trash',
    4,
  ),
  'locked-away': kind(
    (v) =>
      `${plural(v.count, 'file is', 'files are')} no longer hidden in Photos, but still in Immich’s locked folder, which no API key can open.`,
    'Move them out of the locked folder in Immich; the next sync does the rest.',
    'open-immich',
    1,
  ),
  unexpected: kind(
    (v) => `Something unexpected went wrong: ${v.reason}.`,
    'Copy the details and send them to the developers.',
    'copy-details',
    1,
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A problem as it is stored, printed and shown. Holds no secrets and can cross every border as JSON. */
export interface Problem {
  readonly code: ProblemCode;
  readonly sentence: string;
  readonly advice: string;
  readonly action: ProblemAction;
  /** Up to 20 file names or UUIDs that the problem is about. */
  readonly about: readonly string[];
  readonly count: number;
}

export type ProblemValues = Readonly<Record<string, string | number>>;

export function makeProblem(code: ProblemCode, given: ProblemValues = {}, about: readonly string[] = []): Problem {
  const { sentence, advice, action } = PROBLEMS[code];
  // The one place through which words of the server and of tools come into sentences.
  const values = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? plainText(value) : value]),
  );
  return {
    code,
    sentence: sentence(values),
    advice,
    action,
    about: about.slice(0, 20).map((name) => plainText(name)),
    count: Number(values.count ?? Math.max(1, about.length)),
  };
}

/** An error that a person can act on. Everything the core throws on purpose is one of these. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(
    code: ProblemCode,
    values: ProblemValues = {},
    options?: { readonly cause?: unknown; readonly about?: readonly string[] },
  ) {
    const problem = makeProblem(code, values, options?.about);
    super(problem.sentence, options?.cause === undefined ? undefined : { cause: options.cause });
    this.problem = problem;
  }

  get code(): ProblemCode {
    return this.problem.code;
  }

  get exitCode(): ExitCode {
    return PROBLEMS[this.problem.code].exitCode;
  }
}

/** SQLite's SQLITE_BUSY and SQLITE_LOCKED: another process wrote for longer than one waits for it. */
function isLedgerBusy(error: unknown): boolean {
  const code = Number((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff;
  return code === 5 || code === 6;
}

/** Turns anything thrown into a problem, so that no failure reaches a person as a stack trace. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isLedgerBusy(error)) return makeProblem('ledger-busy');
  return makeProblem('unexpected', { reason: error instanceof Error ? error.message : String(error) });
}
