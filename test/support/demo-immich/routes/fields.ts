import type { BulkIdsDto } from '@immich/sdk';
import { z } from 'zod';
import { type ShapeOf, uuid } from '../http/route.ts';

/** Parts of request bodies that several routes share. */
export const visibility = z.enum(['archive', 'timeline', 'hidden', 'locked']);

export const bulkIds = z.object({ ids: z.array(uuid) } satisfies ShapeOf<BulkIdsDto>);

/** Real server: a checksum is read as base64 when it has 28 signs, else as hex. Lower-case hex here. */
export const hexChecksum = (text: string) =>
  text.length === 28 ? Buffer.from(text, 'base64').toString('hex') : text.toLowerCase();
