import type { TrashResponseDto } from '@immich/sdk';
import { requireOwned } from '../access.ts';
import { json, type Reply } from '../http/reply.ts';
import { bodyOf, type KeyContext, type Route } from '../http/route.ts';
import type { AssetRecord } from '../records.ts';
import { bulkIds } from './fields.ts';

const counted = (count: number): Reply => json({ count } satisfies TrashResponseDto);

const trashed = ({ state, user }: KeyContext): AssetRecord[] =>
  state.newestFirst(user.id).filter((asset) => asset.deletedAt !== null);

function restore(assets: readonly AssetRecord[]): Reply {
  const restored = assets.filter((asset) => asset.deletedAt !== null);
  for (const asset of restored) asset.deletedAt = null;
  return counted(restored.length);
}

/** Real server: all three need `asset.delete`; restoring counts only what was in the trash. */
export const trashRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/trash/restore/assets',
    permission: 'asset.delete',
    handle: async (context) => {
      const { ids } = await bodyOf(context, bulkIds);
      return restore(requireOwned(context.state, context.user.id, ids, 'asset.delete'));
    },
  },
  {
    method: 'POST',
    path: '/trash/restore',
    permission: 'asset.delete',
    handle: (context) => restore(trashed(context)),
  },
  {
    method: 'POST',
    path: '/trash/empty',
    permission: 'asset.delete',
    handle: (context) => {
      const assets = trashed(context);
      for (const asset of assets) context.jobs.add(() => context.state.deleteAsset(asset));
      return counted(assets.length);
    },
  },
];
