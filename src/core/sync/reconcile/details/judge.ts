/** What is to be set on one file, from what Photos says, what is known, and what was seen on the server just now. */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { DetailedFile } from '../../../ledger/detailed-file.ts';
import { hasGoneBack } from '../../history.ts';
import type { Setting } from './apply.ts';
import { arrived, baseOfUpload, sentDetails, uploadedDetails } from './arrival.ts';
import type { DetailContext } from './context.ts';
import type { Looks } from './look.ts';
import { firstPortion, type Owed } from './portion.ts';
import { beforesOf, type Work } from './queue.ts';
import { type DetailDecision, decideDetails, fillDetails, NOTHING_TO_SET, onlyAdding } from './rule.ts';

/** What did not stick after so many tries is reported, and left. */
const MAX_TRIES = 3;

export interface Decided extends Work, Setting {
  readonly remote: RemoteAsset;
  /** False while the server has not read the file. */
  readonly isRead: boolean;
  /** How many details of the last try did not stick. */
  readonly lost: number;
  /** What is to be set by later calls; null for nothing. */
  readonly owed: Owed | null;
}

export function decide(work: Work, remote: RemoteAsset, looks: Looks, context: DetailContext): Decided {
  const { file, wanted, synced, speakers } = work;
  const { rules, history, since } = context;
  const leader = hasGoneBack(history) ? 'immich' : rules.leader;
  const of = (decision: DetailDecision, isRead = true, lost = 0): Decided => {
    const { now, owed } = firstPortion(decision, context.capabilities.tag);
    return { ...work, remoteId: file.remoteId, decision: now, owed, remote, isRead, lost };
  };
  if (synced === null) {
    const isRead = remote.capturedAt !== null;
    // What it lacks is not known before the server has read it.
    if (file.origin !== 'uploaded') return of(isRead ? fillDetails(wanted, remote, rules) : NOTHING_TO_SET, isRead);
    const uploaded = work.sent === null ? uploadedDetails(wanted, file.kind) : sentDetails(work.sent, file.kind);
    const base = isRead ? baseOfUpload(uploaded, remote, file.provedAt >= since) : { ...wanted, ...FRESH };
    const decision = decideDetails(wanted, base, remote, leader);
    return of({ ...decision, visibility: besideOriginal(file, decision.visibility, looks) }, isRead);
  }
  if (history === 'server-went-back') return of(fillDetails(wanted, remote, { hideFound: true }));
  const { base, lost } = arrived(synced, beforesOf(file), remote);
  // What a duplicate says that was added replaces nothing that a person has said in Immich.
  const isOneMore = synced.speakers !== undefined && speakers.some((uuid) => synced.speakers?.includes(uuid) === false);
  // What did not stick after so many tries is left as it is.
  const start = lost > 0 && file.tries >= MAX_TRIES ? synced : base;
  const decision = decideDetails(wanted, start, remote, isOneMore ? 'immich' : leader);
  const isOneLess = synced.speakers?.some((uuid) => !speakers.includes(uuid)) === true;
  return of(isOneLess ? onlyAdding(decision) : decision, true, lost);
}

/** What an upload says of itself, whatever lies in it. */
const FRESH = { favorite: false, visibility: 'timeline' } as const;

/** Where a new edit goes: to its original, should a person have archived that or locked it away. */
function besideOriginal(
  file: DetailedFile,
  decided: DetailDecision['visibility'],
  looks: Looks,
): DetailDecision['visibility'] {
  const original = file.originalId === null ? undefined : looks.get(file.originalId);
  if (original === null) return 'locked';
  return original?.visibility === 'archive' ? 'archive' : decided;
}

export function hasGivenUp({ lost, file }: Decided): boolean {
  return lost > 0 && file.tries >= MAX_TRIES;
}
