/** The whole truth about one photo: what Photos has of it, and what is known of each of its files on the server. From the ledger alone. */
import type { Description } from '../ledger/described-assets.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { KnownProof } from '../ledger/verified-assets.ts';
import type { MediaKind } from '../model/asset.ts';
import type { Safety } from '../model/coverage.ts';
import type { Scope } from '../model/scope.ts';
import { reasonOf } from '../sync/remainder.ts';
import { type PartFact, partFact } from '../sync/verify-facts.ts';

export interface AssetCard extends Description {
  readonly filename: string;
  /** ISO 8601, with the offset of the place where it was taken; empty where Photos does not know. */
  readonly capturedAt: string;
  readonly media: MediaKind;
  readonly isLive: boolean;
  readonly safety: Safety;
  readonly parts: readonly PartFact[];
  /** The oldest of the times at which the server was last seen to hold its files; null when not all are verified. */
  readonly verifiedAt: string | null;
  /** Its albums in Immich that we know of: a file of it that is there now was put into them, or found in them. What lies in the trash is shown in none. */
  readonly albumsInImmich: readonly { readonly name: string; readonly remoteId: string }[];
}

/** In the order of `uuids`; those that are not in Photos are not in it. @param target null before the server of the settings was ever asked */
export function cardsOf(
  ledger: Ledger,
  target: number | null,
  scope: Scope,
  uuids: readonly string[],
): readonly AssetCard[] {
  const assets = new Map([...ledger.assetsOf(target, scope, uuids)].map((asset) => [asset.uuid, asset]));
  const described = ledger.described.of(scope, uuids);
  const sha1s = [...assets.values()].flatMap(({ parts }) => parts.flatMap(({ sha1 }) => sha1 ?? []));
  const proofs: ReadonlyMap<string, KnownProof> = target === null ? new Map() : ledger.verified.proofs(target, sha1s);
  const entries = Map.groupBy(target === null ? [] : ledger.verified.entries(target, uuids), ({ uuid }) => uuid);
  return uuids.flatMap((uuid) => {
    const [asset, description] = [assets.get(uuid), described.get(uuid)];
    if (asset === undefined || description === undefined) return [];
    const parts = asset.parts.map((part) => partFact(part, part.sha1 === null ? undefined : proofs.get(part.sha1)));
    const reason = reasonOf(asset);
    const there = new Set(parts.flatMap(({ remoteId }) => remoteId ?? []));
    const shown = (entries.get(uuid) ?? []).filter(({ remoteId }) => there.has(remoteId));
    const safety =
      target === null ? 'unknown' : reason === null ? 'verified' : description.isWanted ? reason : 'not-wanted';
    return [
      {
        ...description,
        filename: asset.filename,
        capturedAt: asset.capturedAt,
        media: asset.media,
        isLive: asset.live,
        safety,
        parts,
        verifiedAt: safety === 'verified' ? oldest(parts) : null,
        albumsInImmich: shown.map(({ album, albumId }) => ({ name: album, remoteId: albumId })),
      },
    ];
  });
}

/** The edit is on top in Immich, as in Photos. @returns a remote id; null when neither of them is there */
export function shownInImmich({ parts }: Pick<AssetCard, 'parts'>): string | null {
  return (parts.find(({ kind }) => kind === 'edited') ?? parts[0])?.remoteId ?? parts[0]?.remoteId ?? null;
}

/** ISO 8601 in UTC sorts as text. */
const oldest = (parts: readonly PartFact[]) => parts.flatMap(({ observedAt }) => observedAt ?? []).sort()[0] ?? null;
