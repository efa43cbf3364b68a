/** Which assets are not wholly on the server for a certain reason. Reads the ledger through a connection of its own. */
import { Ledger, type LedgerAsset, type LedgerPart } from '../../core/ledger/ledger.ts';
import type { RemainderReason } from '../../core/sync/outcome.ts';
import type { Scope } from '../../core/sync/scope.ts';
import type { RemainderItem } from '../../shared/contract.ts';

/** As the engine counts: the first reason that applies, in this order. Null for a complete asset. */
export function reasonOf(asset: Pick<LedgerAsset, 'parts'>): RemainderReason | null {
  const { parts } = asset;
  const lacking = parts.filter((part) => part.remoteId === null);
  const has = (test: (part: LedgerPart) => boolean) => lacking.some(test);
  if (lacking.length === 0) return null;
  if (
    has(
      (part) =>
        !part.available && part.linkedId === null && !part.isLeftOut && part.refusal?.reason !== 'in-server-trash',
    )
  )
    return 'original-not-on-this-mac';
  for (const reason of ['in-server-trash', 'refused-by-server', 'failing'] as const)
    if (parts.some((part) => part.refusal?.reason === reason && !part.isLeftOut)) return reason;
  if (has((part) => !part.isLeftOut && part.linkedId === null)) return 'not-yet-uploaded';
  return has((part) => part.isLeftOut) ? 'left-in-trash' : 'linked-to-twin';
}

export interface RemainderQuestion {
  readonly ledgerFile: string;
  readonly scope: Scope;
  readonly reason: string;
  readonly limit: number;
}

export function remainderItems({ ledgerFile, scope, reason, limit }: RemainderQuestion): readonly RemainderItem[] {
  const ledger = new Ledger(ledgerFile);
  try {
    const target = Number(ledger.recall('current-target') ?? -1);
    const items: RemainderItem[] = [];
    const failures = ledger.cloud.failures();
    const isInCloud = reason === 'original-not-on-this-mac';
    for (const asset of ledger.assets(target, scope)) {
      if (reasonOf(asset) !== reason) continue;
      const capturedAt = Date.parse(asset.capturedAt);
      items.push({
        uuid: asset.uuid,
        filename: asset.filename,
        capturedAt: Number.isNaN(capturedAt) ? null : capturedAt,
        bytes: isInCloud ? asset.originalSize : null,
        detail:
          (isInCloud
            ? failures.get(asset.uuid)
            : asset.parts.find((part) => part.refusal !== null)?.refusal?.message) ?? null,
      });
      if (items.length >= limit) break;
    }
    return items;
  } finally {
    ledger.close();
  }
}
