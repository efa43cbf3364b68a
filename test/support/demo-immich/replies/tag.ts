import type { TagResponseDto } from '@immich/sdk';
import type { Plain } from '../api-version.ts';
import type { TagRecord } from '../records.ts';

export const tagReply = (tag: TagRecord): Plain<TagResponseDto> => ({
  id: tag.id,
  name: tag.value.split('/').at(-1) ?? tag.value,
  value: tag.value,
  createdAt: tag.createdAt.toISOString(),
  updatedAt: tag.updatedAt.toISOString(),
  ...(tag.parentId !== null && { parentId: tag.parentId }),
  ...(tag.color !== null && { color: tag.color }),
});
