import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { verb } from '../../../resource/verb.ts';
import { shapedPositions } from '../reading/positions.ts';
import { holderOfLink } from '../sharing/holder.ts';

const maxTrailPoints = 500;

const moment = z.iso.datetime({ offset: true });

const output = z.object({
  label: z.string().nullable(),
  expiresAt: moment,
  vehicleName: z.string().nullable().describe('null where it is not shown'),
  position: z
    .object({
      recordedAt: moment,
      latitude: z.number(),
      longitude: z.number(),
      headingDeg: z.number().nullable(),
      speedKph: z.number().nullable(),
      status: z.string(),
      isOnline: z.boolean(),
    })
    .nullable()
    .describe('null while there is none, and before a shared route has begun'),
  eta: z
    .object({ arrivesAt: moment.nullable(), remainingDistanceKm: z.number().nullable() })
    .nullable()
    .describe('End of the route that is driven now; null where it is not shown or there is none'),
  trail: z
    .array(z.object({ recordedAt: moment, latitude: z.number(), longitude: z.number() }))
    .nullable()
    .describe('Since the vehicle was shared; null where it is not shown'),
});

type Answer = z.input<typeof output>;
type Share = {
  vehicle_id: string;
  created_at: Date;
  shows_trail: boolean;
  is_shown: boolean;
  answer: Omit<Answer, 'trail'>;
};

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const shareSql = `select s.vehicle_id, s.created_at, s.shows_trail, x.is_shown,
    json_build_object('label', s.label, 'expiresAt', ${utc('s.expires_at')},
      'vehicleName', case when s.shows_name then coalesce(v.vehicle_identifier, v.license_plate, v.make || ' ' || v.model) end,
      'position', case when x.is_shown and p.id is not null then json_build_object('recordedAt', ${utc('p.recorded_at')},
        'latitude', p.latitude, 'longitude', p.longitude, 'headingDeg', p.heading_deg, 'speedKph', p.speed_kph,
        'status', p.status, 'isOnline', p.is_online) end,
      'eta', case when s.shows_eta and r.id is not null then
        json_build_object('arrivesAt', ${utc('r.estimated_end_at')}, 'remainingDistanceKm', r.remaining_distance_km) end) as answer
  from location_shares s
    join vehicles v on v.tenant_id = s.tenant_id and v.id = s.vehicle_id
    left join vehicle_state p on p.tenant_id = s.tenant_id and p.id = s.vehicle_id
    left join routes r on r.tenant_id = s.tenant_id and r.assigned_vehicle_id = s.vehicle_id and r.status = 'active'
      and (s.route_id is null or r.id = s.route_id)
    cross join lateral (select s.route_id is null or r.id is not null as is_shown) x
  where s.id = $1`;

export const viewShare = verb({
  name: 'view',
  on: 'location-shares',
  target: 'collection',
  method: 'GET',
  permission: 'location_share.read',
  holder: holderOfLink,
  summary: 'Where the vehicle of a link is now',
  description:
    'Needs no account: the token of the link is sent as Authorization: Bearer whs_…, so that it is in no log. A link that is unknown, ' +
    'expired or revoked is not found.',
  input: z.strictObject({}),
  output,
  run: async ({ tx, principal, services }) => {
    const id = (principal.actor as { tokenId: string }).tokenId;
    const [share] = (await tx.query<Share>(shareSql, [id])) as [Share];
    return { ...share.answer, trail: share.shows_trail ? await trailOf(tx, share, services.clock.now()) : null };
  },
});

async function trailOf(tx: Tx, { vehicle_id: vehicleId, created_at: from, is_shown }: Share, to: Date): Promise<Answer['trail']> {
  if (!is_shown || from >= to) return [];
  const rows = await shapedPositions(tx, { vehicleId, from, to, includeImplausible: false }, maxTrailPoints);
  return rows.map(({ recordedAt, latitude, longitude }) => ({ recordedAt, latitude, longitude }));
}
