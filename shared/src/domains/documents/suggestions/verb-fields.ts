import { z } from 'zod';

/** Why it was decided so, for colleagues. */
export const note = z.string().trim().min(1).max(1_000).optional();

/** What was decided. */
export const decidedSchema = z.object({
  suggestionId: z.guid(),
  documentId: z.guid(),
  kind: z.string(),
  status: z.enum(['accepted', 'corrected', 'rejected']),
  decision: z.record(z.string(), z.unknown()).nullable(),
});
