/** The ask step: which contents does the server hold already? Those are proved at once and never exported. */
import type { ImmichClient } from '../immich/client.ts';
import type { Ledger, Proof, ProofOrigin } from '../ledger/ledger.ts';
import type { Scope } from './scope.ts';

export interface ProofContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AskContext extends ProofContext {
  readonly scope: Scope;
}

export interface AskOutcome {
  readonly found: number;
  readonly inTrash: number;
  readonly absent: readonly string[];
}

/** Asks about everything that is not proved yet. @returns how many contents there are of each kind. */
export async function askAboutUnproved(
  context: AskContext,
): Promise<{ readonly found: number; readonly inTrash: number; readonly absent: number }> {
  const counts = { found: 0, inTrash: 0, absent: 0 };
  for (const page of context.ledger.unprovedHashes(context.target, context.scope)) {
    const { found, inTrash, absent } = await ask(context, page, () => 'found');
    counts.found += found;
    counts.inTrash += inTrash;
    counts.absent += absent.length;
  }
  return counts;
}

/**
 * Asks about everything that was proved once, and takes the proof back where the server no longer confirms it.
 * @returns how many proofs were taken back.
 */
export async function askAgain(context: AskContext): Promise<number> {
  const { ledger, target } = context;
  let count = 0;
  // Former edits are no part of anything any more, but are listed as kept on the server.
  const former = ledger.remote.formerFiles(target).map(({ sha1 }) => sha1);
  for (const page of concat(ledger.provedHashes(target, context.scope), former)) {
    const answers = await context.client.checkUploads(page);
    const lost = page.filter((sha1) => answers.get(sha1)?.state !== 'present');
    ledger.withdrawProofs(target, lost);
    count += lost.length;
  }
  return count;
}

/** Contents whose proof is looked at again in each run: one request, and every proof of 100,000 within 50 runs. */
const SPOT_CHECK = 2_000;

/**
 * Asks again about the oldest proofs, a few in each run: a proof that was wrong, or has become so, does not stay for long. What lies in the
 * server's trash is there still, and waits for a look at everything.
 * @returns how many proofs were taken back.
 */
export async function checkOldestProofs({ ledger, client, target, now }: ProofContext): Promise<number> {
  const oldest = ledger.oldestProofs(target, SPOT_CHECK);
  if (oldest.length === 0) return 0;
  const answers = await client.checkUploads(oldest);
  const lost = oldest.filter((sha1) => answers.get(sha1)?.state === 'absent');
  const missing = new Set(lost);
  ledger.withdrawProofs(target, lost);
  ledger.confirmProofs(
    target,
    oldest.filter((sha1) => !missing.has(sha1)),
    now(),
  );
  return lost.length;
}

function* concat(pages: Iterable<readonly string[]>, last: readonly string[]): Generator<readonly string[]> {
  yield* pages;
  if (last.length > 0) yield last;
}

/** Asks about `checksums` and writes down what the server proves. */
export async function ask(
  { ledger, client, target, now }: ProofContext,
  checksums: readonly string[],
  originOf: (remoteId: string) => ProofOrigin,
): Promise<AskOutcome> {
  const proofs: Proof[] = [];
  const absent: string[] = [];
  const trashed: string[] = [];
  for (const [sha1, answer] of await client.checkUploads(checksums)) {
    if (answer.state === 'present') proofs.push({ sha1, remoteId: answer.remoteId, origin: originOf(answer.remoteId) });
    else (answer.state === 'in-trash' ? trashed : absent).push(sha1);
  }
  ledger.recordProofs(target, proofs, now());
  ledger.settleTrash(target, { trashed, absent }, now());
  return { found: proofs.length, inTrash: trashed.length, absent };
}
