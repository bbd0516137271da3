import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { lowestId } from '../lowestId.ts';
import { idCursor, idPage, pageOf } from '../reading/id-pages.ts';
import { rangeFields, rangeOf } from '../reading/range.ts';
import { eventCountsSchema, noEvents, totalOf } from '../safety/counts.ts';
import { countedSql, drivenSql } from '../safety/driven.ts';
import { seesOwnOnly } from '../safety/own-rows.ts';

const input = z.strictObject({
  ...rangeFields,
  by: z.enum(['driver', 'vehicle']).default('driver').describe('One line for each driver or for each vehicle'),
  driverId: z.guid().optional().describe('Only what this driver drove'),
  vehicleId: z.guid().optional().describe('Only what was driven with this vehicle'),
  limit: z.int().min(1).max(500).default(100),
  cursor: idCursor,
});

const line = z.object({
  driverId: z.guid().optional(),
  vehicleId: z.guid().optional(),
  distanceKm: z.number().describe('Of trips that have ended'),
  drivingSeconds: z.int(),
  eventCount: z.int(),
  eventsPer100Km: z.number().nullable().describe('Null where nothing was driven'),
  eventCounts: eventCountsSchema,
});

type Row = { id: string; distanceKm: number; drivingSeconds: number; counts: Record<string, Record<string, number>> };

export const behaviorSummary = verb({
  name: 'summary',
  on: 'driver-behavior-events',
  target: 'collection',
  method: 'GET',
  permission: 'driver.read_own',
  summary: 'Events by kind and severity, and per 100 km, of each driver or vehicle',
  description: 'In the order of ids; whoever neither drove nor had an event is left out. Drivers see their own line.',
  input,
  output: z.object({ data: z.array(line), page: idPage }),
  run: async ({ tx, input: { by, limit, cursor, driverId, vehicleId, ...range }, principal }) => {
    const { from, to } = rangeOf(range);
    const rows = await tx.query<Row>(summarySql(by === 'driver' ? 'driver_id' : 'vehicle_id'), [
      from,
      to,
      driverId ?? null,
      vehicleId ?? null,
      seesOwnOnly(principal),
      cursor ?? lowestId,
      limit + 1,
    ]);
    const { data, page } = pageOf(rows, limit);
    return { data: data.map((row) => lineOf(row, by === 'driver' ? 'driverId' : 'vehicleId')), page };
  },
});

function summarySql(subject: 'driver_id' | 'vehicle_id'): string {
  const condition = (
    alias: string,
  ) => `($3::uuid is null or ${alias}.driver_id = $3) and ($4::uuid is null or ${alias}.vehicle_id = $4)
    and (not $5 or ${alias}.driver_id in ${ownDrivers})
    and ${alias}.${subject} > $6`;
  return `with periods as (select '' as period, $1::timestamptz as begins, $2::timestamptz as ends),
    driven as (${drivenSql(subject, condition('t'))}),
    counted as (${countedSql(subject, condition('e'))}),
    noted as (
      select subject_id, jsonb_object_agg(event_type, by_severity) as counts
      from (select subject_id, event_type, jsonb_object_agg(severity, count) as by_severity from counted group by 1, 2) k group by 1
    )
    select subject_id as id, coalesce(d.distance_km, 0) as "distanceKm", coalesce(d.driving_seconds, 0) as "drivingSeconds",
      coalesce(n.counts, '{}') as counts
    from driven d full join noted n using (subject_id) order by subject_id limit $7`;
}

function lineOf({ id, distanceKm, drivingSeconds, counts }: Row, key: 'driverId' | 'vehicleId'): z.input<typeof line> {
  const eventCounts = noEvents();
  for (const [type, bySeverity] of Object.entries(counts))
    Object.assign(eventCounts[type as keyof typeof eventCounts], bySeverity);
  const eventCount = Object.values(eventCounts).reduce((sum, one) => sum + totalOf(one), 0);
  const eventsPer100Km = distanceKm > 0 ? Number(((eventCount * 100) / distanceKm).toFixed(3)) : null;
  return { [key]: id, distanceKm, drivingSeconds, eventCount, eventsPer100Km, eventCounts };
}
