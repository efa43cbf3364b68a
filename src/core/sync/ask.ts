/** The ask step: which contents does the server hold already? Those are proved at once and never exported. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Proof } from '../ledger/ledger-asset.ts';
import type { ProofOrigin } from '../model/remote.ts';
import type { Scope } from '../model/scope.ts';
import { type History, mayBeDecision } from './history.ts';

export interface ProofContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  /** Whether what is gone may have been deleted by a person. */
  readonly history: History;
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

/** Asks about `checksums` and writes down what the server proves. */
export async function ask(
  { ledger, client, target, history, now }: ProofContext,
  checksums: readonly string[],
  originOf: (remoteId: string) => ProofOrigin,
): Promise<AskOutcome> {
  const proofs: Proof[] = [];
  const absent: string[] = [];
  const trashed: string[] = [];
  for (const [sha1, answer] of await client.assets.check(checksums)) {
    if (answer.state === 'present') proofs.push({ sha1, remoteId: answer.remoteId, origin: originOf(answer.remoteId) });
    else (answer.state === 'in-trash' ? trashed : absent).push(sha1);
  }
  ledger.recordProofs(target, proofs, now());
  ledger.settleTrash(target, { trashed, absent }, mayBeDecision(history) ? 'deleted' : 'lost', now());
  return { found: proofs.length, inTrash: trashed.length, absent };
}
