import { z } from 'zod';

/** The parameter with which a list goes on whose cursors are the ids of its rows. */
export const idCursor = z.guid().optional().describe('page.nextCursor of the page before');

/** `page` of its answer. */
export const idPage = z.object({ nextCursor: z.guid().nullable() });

/** A page of at most `limit` rows, of which one more was asked for. */
export function pageOf<Row extends { id: string }>(rows: readonly Row[], limit: number) {
  return { data: rows.slice(0, limit), page: { nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null } };
}
