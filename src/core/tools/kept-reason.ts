/** How an explanation lies in the JSON files of the tools folder. Versions before kept its words, which stay as they are. */
import * as z from 'zod';
import type { Explanation } from '../model/reasons.ts';

export const explanationSchema = z.union([
  z.string(),
  z.object({ code: z.string(), values: z.record(z.string(), z.unknown()) }),
]) as unknown as z.ZodType<Explanation>;
