import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { invalidField, notFound } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { type PositionRow, positionSchema, positionSql } from '../fields.ts';
import { timeOfId } from '../message/index.ts';

const maxRangeDays = 93;
const dayMs = 86_400_000;

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
  limit: z.int().min(1).max(10_000).default(1_000),
  cursor: z.guid().optional().describe('page.nextCursor of the page before'),
});

type Query = {
  vehicleId: string;
  from: Date;
  to: Date;
  afterId: string | undefined;
  everySeconds: number | undefined;
  count: number;
};

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
  run: async ({ tx, input: { vehicleId, limit, cursor, everySeconds, ...range } }) => {
    const from = new Date(range.from);
    const to = new Date(range.to);
    if (from >= to) throw invalidField('to', `${range.to} is not after ${range.from}.`, 'invalid_range');
    if (to.getTime() - from.getTime() > maxRangeDays * dayMs) {
      throw invalidField('to', `At most ${maxRangeDays} days in one question; ask for the rest in another.`, 'range_too_long');
    }
    const after = cursor === undefined ? undefined : timeOfId(cursor);
    if (after && (after < from || after >= to))
      throw invalidField('cursor', 'This cursor belongs to another range.', 'invalid_cursor');
    const [vehicle] = await tx.query('select id from vehicles where id = $1', [vehicleId]);
    if (!vehicle) throw notFound('Vehicle', vehicleId);

    const query = { vehicleId, from: after ?? from, to, afterId: cursor, everySeconds, count: limit + 1 };
    const rows = await (everySeconds === undefined ? every(tx, query) : sampled(tx, query, everySeconds));
    const data = rows.slice(0, limit);
    return { data, page: { nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null } };
  },
});

const lowestId = '00000000-0000-0000-0000-000000000000';

function every(tx: Tx, { vehicleId, from, to, afterId, count }: Query): Promise<PositionRow[]> {
  return tx.query<PositionRow>(
    `select ${positionSql('l')} from vehicle_locations l
     where l.vehicle_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and (l.recorded_at, l.id) > ($2, $4::uuid)
     order by l.recorded_at, l.id limit $5`,
    [vehicleId, from, to, afterId ?? lowestId, count],
  );
}

/**
 * Jumps from interval to interval through the index instead of reading what lies between: a month of one vehicle costs as many
 * index probes as it answers rows.
 */
function sampled(tx: Tx, { vehicleId, from, to, afterId, count }: Query, everySeconds: number): Promise<PositionRow[]> {
  const everyMs = everySeconds * 1000;
  const start = afterId === undefined ? from : new Date((Math.floor(from.getTime() / everyMs) + 1) * everyMs);
  const first = (since: string) =>
    `(select l.* from vehicle_locations l where l.vehicle_id = $1 and l.recorded_at >= ${since} and l.recorded_at < $3
      order by l.recorded_at, l.id limit 1)`;
  return tx.query<PositionRow>(
    `with recursive sample as (
       ${first('$2::timestamptz')}
       union all
       select n.* from sample s cross join lateral
         ${first('to_timestamp((floor(extract(epoch from s.recorded_at) / $4::integer) + 1) * $4::integer)')} n
     )
     select ${positionSql('s')} from sample s limit $5`,
    [vehicleId, start, to, everySeconds, count],
  );
}
