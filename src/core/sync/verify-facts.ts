/**
 * What is known of each asset on the server, with where it is known from and since when: what `immich-sync verify --json` prints. A fact is
 * `observed` when the server has said so, and `expected` when that is only what was asked of it.
 */

import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerAsset, LedgerPart } from '../ledger/ledger-asset.ts';
import type { RefusalReason } from '../ledger/refusal-ledger.ts';
import type { ContentOutcome, KnownEntry, KnownProof } from '../ledger/verified-assets.ts';
import type { Absence, PartKind } from '../model/asset.ts';
import type { PartState } from '../model/coverage.ts';
import type { ProofOrigin } from '../model/remote.ts';
import type { Scope } from '../model/scope.ts';
import type { ServerLook } from './verify-look.ts';

/** ISO 8601, UTC. */
type Time = string;

export interface PartFact {
  readonly kind: PartKind;
  /** Hexadecimal; null while the file was not read. */
  readonly sha1: string | null;
  readonly state: PartState;
  readonly reason: RefusalReason | Absence | null;
  readonly remoteId: string | null;
  /** `uploaded` by us with its sidecar, or `found` there. */
  readonly origin: ProofOrigin | null;
  /** When the server said last that it holds it. */
  readonly observedAt: Time | null;
  /** What came of the last reading of the server's own file; null when it was never read. */
  readonly contents: { readonly outcome: ContentOutcome; readonly checkedAt: Time } | null;
  /** The details of this file (caption, keywords, date …); null where none were brought. */
  readonly details: Fact | null;
}

export interface Fact {
  readonly state: 'observed' | 'expected';
  readonly observedAt: Time | null;
}

/** What was looked at now: there, not there although it was, or not to be seen with this key. */
export interface LookedAt {
  readonly state: 'observed' | 'gone' | 'expected';
  readonly observedAt: Time | null;
}

export interface AssetFacts {
  readonly uuid: string;
  readonly filename: string;
  readonly capturedAt: string;
  readonly isAsExpected: boolean;
  readonly parts: readonly PartFact[];
  /** `origin` is `found` where the asset was in the album before us. */
  readonly albums: readonly (LookedAt & {
    readonly name: string;
    readonly remoteId: string;
    readonly origin: 'ours' | 'found';
  })[];
  readonly stack: (LookedAt & { readonly remoteId: string; readonly members: readonly string[] }) | null;
  readonly livePairs: readonly (LookedAt & { readonly stillId: string; readonly videoId: string })[];
}

export interface FactsContext {
  readonly ledger: Ledger;
  readonly target: number;
  readonly scope: Scope;
  readonly look: ServerLook;
  /** When {@link look} was taken, milliseconds since 1970. */
  readonly lookedAt: number;
}

/** Assets whose facts are read together. */
const PAGE = 500;

/** All assets in scope, sorted by UUID; a few hundred are in memory at a time. */
export function* assetFacts(context: FactsContext): Generator<AssetFacts> {
  const { ledger, target, scope } = context;
  const stacks = stacksByMember(ledger, target);
  const pairs = ledger.verified.pairs(target);
  let page: LedgerAsset[] = [];
  for (const asset of ledger.assets(target, scope)) {
    page.push(asset);
    if (page.length < PAGE) continue;
    yield* factsOf(page, context, { stacks, pairs });
    page = [];
  }
  yield* factsOf(page, context, { stacks, pairs });
}

interface Made {
  readonly stacks: ReadonlyMap<string, MadeStack>;
  readonly pairs: ReadonlyMap<string, string>;
}

interface MadeStack {
  readonly remoteId: string;
  readonly members: readonly string[];
}

function* factsOf(page: readonly LedgerAsset[], context: FactsContext, made: Made): Generator<AssetFacts> {
  const { ledger, target } = context;
  const sha1s = page.flatMap(({ parts }) => parts.flatMap(({ sha1 }) => sha1 ?? []));
  const proofs = ledger.verified.proofs(target, sha1s);
  const entries = Map.groupBy(
    ledger.verified.entries(
      target,
      page.map(({ uuid }) => uuid),
    ),
    ({ uuid }) => uuid,
  );
  for (const asset of page)
    yield factsOfAsset(asset, { proofs, entries: entries.get(asset.uuid) ?? [] }, context, made);
}

function factsOfAsset(
  { uuid, filename, capturedAt, parts: ledgerParts }: LedgerAsset,
  { proofs, entries }: { readonly proofs: ReadonlyMap<string, KnownProof>; readonly entries: readonly KnownEntry[] },
  { look, lookedAt }: FactsContext,
  made: Made,
): AssetFacts {
  const seen = (isThere: boolean): LookedAt =>
    isThere ? { state: 'observed', observedAt: time(lookedAt) } : { state: 'gone', observedAt: null };
  const parts = ledgerParts.map((part) => partFact(part, part.sha1 === null ? undefined : proofs.get(part.sha1)));
  const albums = entries.map(({ album, albumId, remoteId, isOurs }) => ({
    name: album,
    remoteId: albumId,
    origin: isOurs ? ('ours' as const) : ('found' as const),
    ...seen(look.albums.get(albumId)?.has(remoteId) === true),
  }));
  const ids = parts.flatMap(({ remoteId }) => remoteId ?? []);
  const stack = ids.flatMap((id) => made.stacks.get(id) ?? [])[0] ?? null;
  const livePairs = ids.flatMap((stillId) => {
    const videoId = made.pairs.get(stillId);
    return videoId === undefined ? [] : [{ stillId, videoId, ...seen(look.pairs.get(stillId) === videoId) }];
  });
  const stackFact = stack === null ? null : { ...stack, ...stackState(stack, look, seen) };
  const isAsExpected =
    parts.every(
      ({ state, contents }) => state !== 'not-there' && (contents === null || contents.outcome === 'sound'),
    ) &&
    stackFact?.state !== 'gone' &&
    livePairs.every(({ state }) => state !== 'gone');
  return { uuid, filename, capturedAt, isAsExpected, parts, albums, stack: stackFact, livePairs };
}

function stackState({ remoteId, members }: MadeStack, { stacks }: ServerLook, seen: (isThere: boolean) => LookedAt) {
  if (stacks === null) return { state: 'expected', observedAt: null } as const;
  return seen(members.every((id) => stacks.get(remoteId)?.has(id) === true));
}

/** What is known of one part, without asking the server. */
export function partFact(part: LedgerPart, proof: KnownProof | undefined): PartFact {
  const { kind, sha1, refusal, absence } = part;
  const state = partState(part);
  return {
    kind,
    sha1,
    state,
    reason: state === 'not-there' ? (refusal?.reason ?? null) : state === 'not-read' ? absence : null,
    remoteId: part.remoteId ?? part.linkedId,
    origin: proof?.origin ?? null,
    observedAt: proof === undefined ? null : time(proof.observedAt),
    contents: proof?.contents ? { outcome: proof.contents.outcome, checkedAt: time(proof.contents.at) } : null,
    details: detailsFact(proof?.detailsObservedAt),
  };
}

function partState({ remoteId, linkedId, isLeftOut, sha1 }: LedgerPart): PartState {
  if (remoteId !== null) return 'verified';
  if (isLeftOut) return 'left-out';
  if (linkedId !== null) return 'linked';
  return sha1 === null ? 'not-read' : 'not-there';
}

function detailsFact(observedAt: number | null | undefined): Fact | null {
  if (observedAt === undefined) return null;
  return observedAt === null
    ? { state: 'expected', observedAt: null }
    : { state: 'observed', observedAt: time(observedAt) };
}

function stacksByMember(ledger: Ledger, target: number): ReadonlyMap<string, MadeStack> {
  const found = new Map<string, MadeStack>();
  for (const { remoteId, members } of ledger.remote.stacks(target).values())
    if (remoteId !== null) for (const member of members) found.set(member, { remoteId, members });
  return found;
}

const time = (milliseconds: number): Time => new Date(milliseconds).toISOString();
