/** What is to be brought to the server: the difference between what Photos holds and what the server has proved to hold. Pure. */
import type { LedgerAsset, LedgerPart } from '../ledger/ledger.ts';
import type { PartKind } from '../photos/asset.ts';

export interface PlannedPart {
  readonly kind: PartKind;
  /** Where Photos keeps the file. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha1: string;
}

/** An asset of which at least one part is to be exported and uploaded. */
export interface PlannedAsset {
  readonly uuid: string;
  readonly filename: string;
  readonly parts: readonly PlannedPart[];
  /** Bytes of the parts. */
  readonly bytes: number;
}

export interface Plan {
  /** Sorted by capture time, oldest first, so that a first sync that takes nights fills the timeline in order. */
  readonly uploads: readonly PlannedAsset[];
  readonly parts: number;
  /** Bytes. */
  readonly bytes: number;
}

/**
 * Plans the uploads.
 * @param assets all assets in scope. Contents that two assets share are sent once.
 */
export function planUploads(assets: Iterable<LedgerAsset>): Plan {
  const claimed = new Set<string>();
  const uploads: (PlannedAsset & { readonly capturedAt: number })[] = [];
  for (const asset of assets) {
    const parts: PlannedPart[] = [];
    for (const part of asset.parts) {
      const planned = plannedPart(part);
      if (planned === null || claimed.has(planned.sha1)) continue;
      claimed.add(planned.sha1);
      parts.push(planned);
    }
    if (parts.length === 0) continue;
    uploads.push({
      uuid: asset.uuid,
      filename: asset.filename,
      parts,
      bytes: sum(parts.map((part) => part.size)),
      capturedAt: Date.parse(asset.capturedAt) || 0,
    });
  }
  uploads.sort((a, b) => a.capturedAt - b.capturedAt || (a.uuid < b.uuid ? -1 : 1));
  return {
    uploads: uploads.map(({ uuid, filename, parts, bytes }) => ({ uuid, filename, parts, bytes })),
    parts: sum(uploads.map((asset) => asset.parts.length)),
    bytes: sum(uploads.map((asset) => asset.bytes)),
  };
}

/** A part that is here, was read, and is not on the server; null for every other. */
function plannedPart(part: LedgerPart): PlannedPart | null {
  if (!part.available || part.path === null || part.sha1 === null || part.size === null || part.size === 0) return null;
  if (part.remoteId !== null || part.linkedId !== null) return null;
  // Contents in the server's trash would be taken for a duplicate and stay in the trash; whether to restore them is the person's choice.
  if (part.isLeftOut || part.refusal?.reason === 'in-server-trash') return null;
  return { kind: part.kind, path: part.path, size: part.size, sha1: part.sha1 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
