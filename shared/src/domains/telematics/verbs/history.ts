import { z } from 'zod';
import { invalidField, notFound } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { positionSchema } from '../fields.ts';
import { timeOfId } from '../message/index.ts';
import { everyPosition, sampledPositions, shapedPositions } from '../reading/positions.ts';
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
    .describe('Down-sampling: only the first position of each such interval (UTC)'),
  maxPoints: z
    .int()
    .min(2)
    .max(10_000)
    .optional()
    .describe('Down-sampling: at most so many positions, which keep the shape of the way; in one answer, without pages'),
  includeImplausible: z.boolean().default(false).describe('Also fixes that no vehicle can have driven to'),
  limit: z.int().min(1).max(10_000).default(1_000),
  cursor: z.guid().optional().describe('page.nextCursor of the page before'),
});

export const history = verb({
  name: 'history',
  on: 'vehicle-locations',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'Where one vehicle was between two moments',
  description: 'In the order of measurement. The cost follows from what is answered, not from how much is stored.',
  input,
  output: z.object({ data: z.array(positionSchema), page: z.object({ nextCursor: z.guid().nullable() }) }),
  run: async ({ tx, input: { vehicleId, limit, cursor, everySeconds, maxPoints, includeImplausible, ...range } }) => {
    const { from, to } = rangeOf(range);
    const after = cursor === undefined ? undefined : timeOfId(cursor);
    if (after && (after < from || after >= to))
      throw invalidField('cursor', 'This cursor belongs to another range.', 'invalid_cursor');
    if (maxPoints !== undefined && (everySeconds !== undefined || cursor !== undefined))
      throw invalidField('maxPoints', 'Goes neither with everySeconds nor with cursor: it is one answer.', 'invalid');
    const [vehicle] = await tx.query('select id from vehicles where id = $1', [vehicleId]);
    if (!vehicle) throw notFound('Vehicle', vehicleId);

    const query = { vehicleId, from: after ?? from, to, afterId: cursor, includeImplausible };
    if (maxPoints !== undefined) return { data: await shapedPositions(tx, query, maxPoints), page: { nextCursor: null } };
    const rows = await (everySeconds === undefined
      ? everyPosition(tx, query, limit + 1)
      : sampledPositions(tx, query, everySeconds, limit + 1));
    const data = rows.slice(0, limit);
    return { data, page: { nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null } };
  },
});
