import type { BulkIdsDto } from '@immich/sdk';
import { z } from 'zod';
import type { Deprecation } from '../http/deprecations.ts';
import { type ShapeOf, uuid } from '../http/route.ts';

/** Parts of request bodies that several routes share. */
export const visibility = z.enum(['archive', 'timeline', 'hidden', 'locked']);

export const bulkIds = z.object({ ids: z.array(uuid) } satisfies ShapeOf<BulkIdsDto>);

/** Real server: a checksum is read as base64 when it has 28 signs, else as hex. Lower-case hex here. */
export const hexChecksum = (text: string) =>
  text.length === 28 ? Buffer.from(text, 'base64').toString('hex') : text.toLowerCase();

/** Of a `PUT` on one thing: `PATCH` takes its place, which the description leaves out (source of 3.1.0; seen on a real 3.1.0). */
export const PATCHED: Deprecation = { since: '3.0.0', successor: 'PATCH' };
