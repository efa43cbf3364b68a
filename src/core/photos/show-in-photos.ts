/**
 * Shows an item in Photos, by what Photos offers for it: its AppleScript command `spotlight`, with the identifier that PhotoKit has for the item
 * (its UUID and `/L0/001`). macOS asks the person once whether we may control Photos (NSAppleEventsUsageDescription).
 */
import { tmpdir } from 'node:os';
import { ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import { baseEnvironment, ChildNotStarted, runChild } from '../tools/child.ts';

const OSASCRIPT = '/usr/bin/osascript';
/** Milliseconds: Photos may have to start first, and the person to answer macOS. */
const PATIENCE = 120_000;

const SCRIPT = [
  'on run argv',
  'tell application "Photos"',
  'spotlight media item id (item 1 of argv)',
  'activate',
  'end tell',
  'end run',
];

/**
 * @param uuid of the item in Photos
 * @param program another one than the system's, for tests
 * @throws {ProblemError} photo-not-shown, with what Photos or macOS said
 */
export async function showInPhotos(uuid: string, program = OSASCRIPT): Promise<void> {
  try {
    const outcome = await runChild({
      program,
      args: [...SCRIPT.flatMap((line) => ['-e', line]), `${uuid}/L0/001`],
      env: baseEnvironment(),
      cwd: tmpdir(),
      timeout: PATIENCE,
    });
    if (outcome.timedOut)
      throw new ProblemError('photo-not-shown', { reason: because('gave-no-answer', { seconds: PATIENCE / 1_000 }) });
    if (outcome.exitCode === 0) return;
    const said = outcome.lastErrors.findLast((line) => line.trim() !== '');
    throw new ProblemError('photo-not-shown', { reason: said === undefined ? because('said-nothing') : wordsOf(said) });
  } catch (error) {
    if (!(error instanceof ChildNotStarted)) throw error;
    const reason = because('could-not-be-started', { code: error.code ?? null });
    throw new ProblemError('photo-not-shown', { reason });
  }
}

/** `72:110: execution error: Not authorised to send Apple events to Photos. (-1743)` */
const wordsOf = (line: string) => quote(line.replace(/^\d+:\d+: (?:execution error: )?/, '').slice(0, 200));
