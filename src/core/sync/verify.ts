/**
 * Looking at everything again: each run asks the server about every file that was ever verified there, and takes over what it answers. A file
 * may be there, there under another id, in the trash, or gone; and what is gone was either deleted by a person or lost.
 */
import type { ChecksumAnswer } from '../immich/client/assets.ts';
import type { FileToVerify, MovedFile, VerifiedFile } from '../ledger/verification-ledger.ts';
import type { ProofContext } from './ask.ts';
import { type History, mayBeDecision } from './history.ts';
import type { RunNotes } from './run-notes.ts';

/** What has become of files since they were verified. */
export interface Findings {
  /** Files that were asked about. */
  readonly asked: number;
  /** There under another id. */
  readonly moved: number;
  readonly trashed: number;
  /** Deleted for good by a person. */
  readonly deleted: number;
  /** Gone, and to be sent again. */
  readonly lost: number;
  /** To be sent again because there was one answer alone that they were there, which the next one does not confirm. */
  readonly unfounded: number;
}

/** More than this many files gone at a time are a loss: nobody deletes so many one by one. */
const MAX_DELETED = 20;
/** The same as a share of what was verified, for small libraries. */
const MAX_DELETED_SHARE = 0.05;

/**
 * Whether files that the server has no more were lost, and not deleted by a person. Pure.
 * @param gone how many there are
 * @param verified how many were verified before
 */
export function isLoss(history: History, gone: number, verified: number): boolean {
  return !mayBeDecision(history) || gone > MAX_DELETED || gone > verified * MAX_DELETED_SHARE;
}

/**
 * Asks about every verified file of the target and writes down what has become of it.
 * @param context `onAsked` is told how many files were asked about so far
 */
export async function verifyEverything(
  context: ProofContext & { readonly notes: RunNotes; readonly onAsked?: (files: number) => void },
): Promise<Findings> {
  const { ledger, client, target, now, history, notes } = context;
  const startedAt = now();
  const moved: MovedFile[] = [];
  const trashed: VerifiedFile[] = [];
  const gone: FileToVerify[] = [];
  let asked = 0;
  for (const files of ledger.verification.pages(target)) {
    asked += files.length;
    const answers = await client.assets.check(files.map(({ sha1 }) => sha1));
    for (const file of files) sort(file, answers.get(file.sha1), { moved, trashed, gone });
    context.onAsked?.(asked);
  }
  // One answer may be wrong, for example while the server restarts: what is said to be gone is asked about once more.
  const again = await client.assets.check(gone.map(({ sha1 }) => sha1));
  const absent: FileToVerify[] = [];
  for (const file of gone) sort(file, again.get(file.sha1), { moved, trashed, gone: absent });
  // What was there by one answer alone may never have been there: nobody can be said to have deleted it.
  const unfounded = absent.filter(({ isHearsay }) => isHearsay);
  const confirmed = absent.filter(({ isHearsay }) => !isHearsay);
  const [deleted, lost] = isLoss(history, confirmed.length, asked) ? [[], confirmed] : [confirmed, []];
  const change = { moved, trashed, deleted, lost: [...lost, ...unfounded] };
  // Where one record has gone back in time, the albums themselves are looked at before anything is put into them.
  ledger.verification.takeOver(target, change, startedAt, { keepsEntries: !mayBeDecision(history) });
  for (const kind of ['moved', 'trashed', 'deleted', 'lost'] as const)
    notes.contents(
      kind,
      change[kind].map(({ sha1 }) => sha1),
    );
  return {
    asked,
    moved: moved.length,
    trashed: trashed.length,
    deleted: deleted.length,
    lost: lost.length,
    unfounded: unfounded.length,
  };
}

interface Piles {
  readonly moved: MovedFile[];
  readonly trashed: VerifiedFile[];
  readonly gone: FileToVerify[];
}

function sort(file: FileToVerify, answer: ChecksumAnswer | undefined, { moved, trashed, gone }: Piles): void {
  if (answer === undefined || answer.state === 'absent') gone.push(file);
  else if (answer.state === 'in-trash') trashed.push(file);
  else if (answer.remoteId !== file.remoteId) moved.push({ ...file, newId: answer.remoteId });
}
