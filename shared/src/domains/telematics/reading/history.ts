import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { invalidField, notFound } from '../../../errors.ts';
import { timeOfId } from '../message/index.ts';
import type { HistoryQuery } from './history-rows.ts';
import { idCursor } from './id-pages.ts';
import { rangeFields, rangeOf } from './range.ts';

/** Parameters of the history of a vehicle: what of it. `row` is the word for a row in their descriptions. */
export const historyFields = (row: string) => ({
  vehicleId: z.guid(),
  ...rangeFields,
  everySeconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe(`Down-sampling: only the first ${row} of each such interval (UTC)`),
});

/** And which page. */
export const historyPageFields = { limit: z.int().min(1).max(10_000).default(1_000), cursor: idCursor };

type Asked = { vehicleId: string; from: string; to: string; cursor?: string | undefined };

/**
 * The rows that are asked for: of the range, after the cursor, whose id says when it was measured.
 *
 * @throws invalid field, where the range is none or the cursor lies outside it
 */
export function historyQuery({ vehicleId, cursor, ...range }: Asked): HistoryQuery {
  const { from, to } = rangeOf(range);
  const after = cursor === undefined ? undefined : timeOfId(cursor);
  if (after && (after < from || after >= to)) {
    throw invalidField('cursor', 'This cursor belongs to another range.', 'invalid_cursor');
  }
  return { vehicleId, from: after ?? from, to, afterId: cursor };
}

/** @throws not found, where there is no such vehicle */
export async function requireVehicle(tx: Tx, vehicleId: string): Promise<void> {
  const [vehicle] = await tx.query('select id from vehicles where id = $1', [vehicleId]);
  if (!vehicle) throw notFound('Vehicle', vehicleId);
}
