import { z } from 'zod';
import { invalidField, notFound } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { everySnapshot, sampledSnapshots, snapshotSchema } from '../engine/snapshots.ts';
import { timeOfId } from '../message/index.ts';
import { maxRangeDays, rangeOf } from '../reading/range.ts';

const input = z.strictObject({
  vehicleId: z.guid(),
  from: momentSchema.describe('First moment, inclusive'),
  to: momentSchema.describe(`Last moment, exclusive; at most ${maxRangeDays} days after from`),
  everySeconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Down-sampling: only the first snapshot of each such interval (UTC)'),
  limit: z.int().min(1).max(10_000).default(1_000),
  cursor: z.guid().optional().describe('page.nextCursor of the page before'),
});

export const obdHistory = verb({
  name: 'history',
  on: 'obd-telemetry',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'What the engine of one vehicle reported between two moments',
  description: 'In the order of measurement. The cost follows from what is answered, not from how much is stored.',
  input,
  output: z.object({ data: z.array(snapshotSchema), page: z.object({ nextCursor: z.guid().nullable() }) }),
  run: async ({ tx, input: { vehicleId, limit, cursor, everySeconds, ...range } }) => {
    const { from, to } = rangeOf(range);
    const after = cursor === undefined ? undefined : timeOfId(cursor);
    if (after && (after < from || after >= to))
      throw invalidField('cursor', 'This cursor belongs to another range.', 'invalid_cursor');
    const [vehicle] = await tx.query('select id from vehicles where id = $1', [vehicleId]);
    if (!vehicle) throw notFound('Vehicle', vehicleId);

    const query = { vehicleId, from: after ?? from, to, afterId: cursor };
    const rows = await (everySeconds === undefined
      ? everySnapshot(tx, query, limit + 1)
      : sampledSnapshots(tx, query, everySeconds, limit + 1));
    const data = rows.slice(0, limit);
    return { data, page: { nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null } };
  },
});
