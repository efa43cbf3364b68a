/**
 * Looking at the phone's files that stand for ours: each run asks the server about all of them by their checksums, in pages, as about what
 * was verified. The two files of a Live Photo stand together or not at all.
 */
import type { TakenAsset } from '../immich/client/asset-answers.ts';
import type { ChecksumAnswer } from '../immich/client/assets.ts';
import type { ImmichClient } from '../immich/client/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset } from '../ledger/ledger-asset.ts';
import type { Twin, TwinChange, TwinFile } from '../ledger/twin-ledger.ts';
import type { Scope } from '../model/scope.ts';
import type { ProofContext } from './ask.ts';
import { mayBeDecision } from './history.ts';
import { contradictionOf } from './twin-evidence.ts';
import { isLoss } from './verify.ts';

type Changes = { readonly [Name in keyof TwinChange]: TwinChange[Name][number][] };

const noChanges = (): Changes => ({ moved: [], trashed: [], restored: [], deleted: [], lost: [] });

/** Asks about all whose checksums are known, and writes down what has become of them. @returns how many files are not as they were, of each kind */
export async function verifyTwins(context: ProofContext): Promise<{ readonly [Name in keyof TwinChange]: number }> {
  const { ledger, client, target, now, history } = context;
  const startedAt = now();
  const twins = ledger.twins.all(target);
  const checksums = [...new Set(twins.flatMap(({ remoteSha1 }) => remoteSha1 ?? []))];
  const answers = await client.assets.check(checksums);
  // One answer may be wrong, for example while the server restarts: what is said to be gone is asked about once more.
  const gone = checksums.filter((sha1) => answers.get(sha1)?.state === 'absent');
  for (const [sha1, answer] of await client.assets.check(gone)) answers.set(sha1, answer);
  const changes = noChanges();
  const isGone = ({ remoteSha1, isTrashed }: TwinFile) =>
    !isTrashed && remoteSha1 !== null && answers.get(remoteSha1)?.state === 'absent';
  // One by one they were deleted by a person, as verified files are; many at once were lost.
  const known = ledger.verification.count(target) + checksums.length;
  const evidence = {
    mayBeDeleted: mayBeDecision(history),
    areLost: isLoss(history, twins.filter(isGone).length, known),
  };
  for (const files of byAsset(twins).values()) judge(files, answers, evidence, changes);
  if (Object.values(changes).some(({ length }) => length > 0))
    ledger.twins.takeOver(target, changes, startedAt, { keepsEntries: !evidence.mayBeDeleted });
  return {
    moved: changes.moved.length,
    trashed: changes.trashed.length,
    restored: changes.restored.length,
    deleted: changes.deleted.length,
    lost: changes.lost.length,
  };
}

function byAsset<File extends Twin>(twins: readonly File[]): ReadonlyMap<string, readonly File[]> {
  const assets = new Map<string, File[]>();
  for (const twin of twins) assets.set(twin.uuid, [...(assets.get(twin.uuid) ?? []), twin]);
  return assets;
}

interface Evidence {
  /** Whether what was in the trash may have been emptied out of it. */
  readonly mayBeDeleted: boolean;
  /** Whether what is gone without having been seen in the trash was lost. */
  readonly areLost: boolean;
}

/** @param files the phone's files for one asset */
function judge(
  files: readonly TwinFile[],
  answers: ReadonlyMap<string, ChecksumAnswer>,
  { mayBeDeleted, areLost }: Evidence,
  changes: Changes,
): void {
  const asked = files.flatMap((file) => {
    const answer = file.remoteSha1 === null ? undefined : answers.get(file.remoteSha1);
    return answer === undefined ? [] : [{ file, answer }];
  });
  const has = (state: ChecksumAnswer['state']) => asked.some(({ answer }) => answer.state === state);
  const wasTrashed = files.some(({ isTrashed }) => isTrashed);
  if (has('absent')) {
    // A person who has deleted it, or emptied it out of the trash, has to decide about ours; where it was lost, nothing stands for ours.
    if (wasTrashed ? mayBeDeleted : !areLost) changes.deleted.push(...files);
    else changes.lost.push(...files);
    return;
  }
  if (has('in-trash')) {
    if (!wasTrashed) changes.trashed.push(...files);
  } else if (wasTrashed && asked.length === files.length) changes.restored.push(...files);
  for (const { file, answer } of asked)
    if (answer.state !== 'absent' && answer.remoteId !== file.remoteId)
      changes.moved.push({ ...file, newId: answer.remoteId });
}

export interface LearnContext {
  readonly ledger: Ledger;
  readonly client: Pick<ImmichClient, 'assets'>;
  readonly target: number;
  readonly scope: Scope;
}

/**
 * Asks once for each file of the phone of which only the id is known: the films of Live Photos, and what was linked by earlier versions, which
 * compared less.
 * @returns how many stand for nothing any more.
 */
export async function learnTwins({ ledger, client, target, scope }: LearnContext, now: number): Promise<number> {
  const twins = ledger.twins.all(target).filter(({ isTrashed }) => !isTrashed);
  const unknown = [...byAsset(twins)].filter(([, files]) => files.some(({ remoteSha1 }) => remoteSha1 === null));
  if (unknown.length === 0) return 0;
  const ours = new Map<string, LedgerAsset>();
  const wanted = new Set(unknown.map(([uuid]) => uuid));
  for (const asset of ledger.openAssets(target, scope)) if (wanted.has(asset.uuid)) ours.set(asset.uuid, asset);
  const changes = noChanges();
  for (const [uuid, files] of unknown) {
    const seen = await Promise.all(files.map(({ remoteId }) => client.assets.taken(remoteId)));
    const there = seen.filter((asset) => asset !== null);
    if (there.length < files.length || there.some((asset) => isAnother(ours.get(uuid), asset)))
      changes.lost.push(...files);
    else if (there.some(({ isTrashed }) => isTrashed)) changes.trashed.push(...files);
    files.forEach(({ sha1 }, index) => {
      const asset = seen[index];
      if (asset != null) ledger.twins.learn(target, sha1, asset);
    });
  }
  ledger.twins.takeOver(target, changes, now);
  return changes.lost.length + changes.trashed.length;
}

/** Films of Live Photos are not compared: their stills were. */
function isAnother(ours: LedgerAsset | undefined, theirs: TakenAsset): boolean {
  if (theirs.isExternal) return true;
  return ours !== undefined && ours.media === theirs.media && contradictionOf(ours, theirs) !== null;
}
