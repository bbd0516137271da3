import { z } from 'zod';
import { isAllowed } from '../../../auth/permissions.ts';
import { invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { timeZone } from '../../fleet/fields.ts';
import { lowestId } from '../lowestId.ts';
import { rangeOf } from '../reading/range.ts';
import { rulesInForce } from '../rules/rulesInForce.ts';

const maxRangeDays = 400;
const nobody = lowestId;

const line = z.object({
  month: z.string().describe('YYYY-MM, of the start of the trip'),
  vehicleId: z.guid(),
  driverId: z.guid().nullable(),
  trips: z.int(),
  businessKm: z.number(),
  personalKm: z.number(),
  mixedKm: z.number(),
  unclassifiedKm: z.number(),
  totalKm: z.number(),
});

const input = z.strictObject({
  from: momentSchema.describe('First moment at which a trip may begin'),
  to: momentSchema.describe(`First moment after it; at most ${maxRangeDays} days after from`),
  vehicleId: z.guid().optional(),
  driverId: z.guid().optional(),
  timezone: timeZone.optional().describe("Time zone of the months; that of the organisation's business hours unless given"),
  limit: z.int().min(1).max(1_000).default(200),
  cursor: z.string().max(200).optional().describe('page.nextCursor of the page before'),
});

const cursorForm = /^(\d{4}-\d{2}) ([0-9a-f-]{36}) ([0-9a-f-]{36})$/;

export const tripMileage = verb({
  name: 'mileage',
  on: 'trips',
  target: 'collection',
  method: 'GET',
  permission: 'trip.read_own',
  summary: 'Business and personal kilometres by month, vehicle and driver',
  description:
    'A mileage log as tax offices ask for it (IRS Publication 463, table 5-1): the sums are exactly those of the trips that have ended. ' +
    'Who may read only their own trips sees only those.',
  input,
  output: z.object({ timezone: z.string(), data: z.array(line), page: z.object({ nextCursor: z.string().nullable() }) }),
  run: async ({ tx, input, principal }) => {
    const { vehicleId, driverId, limit } = input;
    const { from, to } = rangeOf(input, maxRangeDays);
    const after = afterOf(input.cursor);
    const timezone = input.timezone ?? (await rulesInForce(tx, to)).rules.trips.classification.timezone;
    const readable = isAllowed(principal, 'trip.read') ? '' : `and t.driver_id in ${ownDrivers}`;
    // Distances are stored with three decimals; summed as decimals, no digit is lost.
    const km = (condition: string) => `coalesce(sum(t.distance_km::numeric) filter (where ${condition}), 0)::float8`;
    const rows = await tx.query<z.output<typeof line>>(
      `select to_char(t.started_at at time zone $3, 'YYYY-MM') as month, t.vehicle_id as "vehicleId", t.driver_id as "driverId",
         count(*)::integer as trips, ${km(`t.usage_type = 'business'`)} as "businessKm", ${km(`t.usage_type = 'personal'`)} as "personalKm",
         ${km(`t.usage_type = 'mixed'`)} as "mixedKm", ${km('t.usage_type is null')} as "unclassifiedKm", ${km('true')} as "totalKm"
       from trips t
       where t.started_at >= $1 and t.started_at < $2 and t.ended_at is not null
         and ($4::uuid is null or t.vehicle_id = $4) and ($5::uuid is null or t.driver_id = $5) ${readable}
         and (to_char(t.started_at at time zone $3, 'YYYY-MM'), t.vehicle_id, coalesce(t.driver_id, '${nobody}')) > ($6, $7::uuid, $8::uuid)
       group by 1, 2, 3
       order by 1, 2, coalesce(t.driver_id, '${nobody}')
       limit $9`,
      [from, to, timezone, vehicleId ?? null, driverId ?? null, ...after, limit + 1],
    );
    const data = rows.slice(0, limit);
    const last = rows.length > limit ? data.at(-1) : undefined;
    return { timezone, data, page: { nextCursor: last ? cursorOf(last) : null } };
  },
});

function cursorOf({ month, vehicleId, driverId }: z.output<typeof line>): string {
  return Buffer.from(`${month} ${vehicleId} ${driverId ?? nobody}`).toString('base64url');
}

function afterOf(cursor: string | undefined): [month: string, vehicleId: string, driverId: string] {
  if (cursor === undefined) return ['', nobody, nobody];
  const parts = cursorForm.exec(Buffer.from(cursor, 'base64url').toString());
  const [, month = '', vehicleId, driverId] = parts ?? [];
  const whole = z.guid().safeParse(vehicleId).success && z.guid().safeParse(driverId).success;
  if (!whole) throw invalidField('cursor', 'This is not a cursor of this summary. Start again without one.', 'invalid_cursor');
  return [month, vehicleId as string, driverId as string];
}
