import type { BulkIdResponseDto } from '@immich/sdk';
import { ownedAsset } from '../access.ts';
import type { Plain } from '../api-version.ts';
import type { KeyContext } from '../http/route.ts';

export type Result = Plain<BulkIdResponseDto>;

/** Albums and tags take members alike. */
export interface Membership {
  readonly has: (assetId: string) => boolean;
  readonly add: (assetId: string) => void;
  readonly remove: (assetId: string) => void;
}

/**
 * One result per id, always with status 200. Real server: `duplicate` for a member, `no_permission` for an asset that is not the
 * caller's, does not exist or is locked; an id named twice is a duplicate of itself.
 */
export function addMembers(context: KeyContext, ids: readonly string[], members: Membership): Result[] {
  return ids.map((id) => {
    if (members.has(id)) return { id, success: false, error: 'duplicate' };
    if (!ownedAsset(context.state, context.user.id, id)) return { id, success: false, error: 'no_permission' };
    members.add(id);
    return { id, success: true };
  });
}

/** Real server: `not_found` for what is no member; `mayRemoveAny` lets an album's owner take out what others put in. */
export function removeMembers(
  context: KeyContext,
  ids: readonly string[],
  members: Membership,
  mayRemoveAny: boolean,
): Result[] {
  return ids.map((id) => {
    if (!members.has(id)) return { id, success: false, error: 'not_found' };
    if (!mayRemoveAny && !ownedAsset(context.state, context.user.id, id)) {
      return { id, success: false, error: 'no_permission' };
    }
    members.remove(id);
    return { id, success: true };
  });
}
