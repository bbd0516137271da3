import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { troubleCodeSchema } from '../engine/codes.ts';
import { decodeTroubleCode } from '../trouble-codes/index.ts';

export const troubleCodes = verb({
  name: 'troubleCodes',
  on: 'vehicle-states',
  target: 'item',
  method: 'GET',
  permission: 'location.read',
  summary: 'Trouble codes of a vehicle that are active now, and what they mean',
  input: z.strictObject({}),
  output: z.object({
    data: z
      .array(troubleCodeSchema.extend({ activeSince: z.iso.datetime({ offset: true }).nullable() }))
      .nullable()
      .describe('Null where no device ever looked'),
  }),
  run: async ({ tx, id }) => {
    const rows = await tx.query<{ looked: boolean; code: string | null; active_since: Date | null }>(
      `select s.active_trouble_codes is not null as looked, c.code, e.recorded_at as active_since
       from vehicle_state s
       left join lateral unnest(s.active_trouble_codes) with ordinality c (code, place) on true
       left join lateral (
         select e.recorded_at from vehicle_events e
         where e.vehicle_id = s.vehicle_id and e.event_type = 'trouble_code_appeared' and e.code = c.code
         order by e.recorded_at desc limit 1
       ) e on true
       where s.id = $1 order by c.place`,
      [id],
    );
    const [first] = rows;
    if (!first) throw notFound('Vehicle state', id);
    if (!first.looked) return { data: null };
    const data = rows.flatMap(({ code, active_since }) => {
      const decoded = code === null ? null : decodeTroubleCode(code);
      return decoded ? [{ ...decoded, activeSince: active_since?.toISOString() ?? null }] : [];
    });
    return { data };
  },
});
