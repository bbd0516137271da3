import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';

const inside = z.object({
  vehicleId: z.guid(),
  vehicleIdentifier: z.string().nullable(),
  licensePlate: z.string().nullable(),
  enteredAt: z.iso.datetime({ offset: true }),
  dwellSeconds: z.int().describe('Since then, as the clock has it now'),
  recordedAt: z.iso.datetime({ offset: true }).nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  status: z.string().nullable(),
  isOnline: z.boolean().nullable(),
});

export const geofenceVehicles = verb({
  name: 'vehicles',
  on: 'geofences',
  target: 'item',
  method: 'GET',
  permission: 'geofence.read',
  summary: 'Which vehicles are inside now',
  description:
    'Those that entered last come first. Which fences one vehicle is in: GET /v1/geofence-presences?vehicleId=…&include=geofence.',
  input: z.strictObject({ limit: z.int().min(1).max(1_000).default(1_000) }),
  output: z.object({ id: z.guid(), total: z.int().describe('All that are inside'), data: z.array(inside) }),
  run: async ({ tx, id, input: { limit }, services }) => {
    const rows = await tx.query<{ total: number; vehicle: z.input<typeof inside> | null }>(
      `select count(p.vehicle_id) over ()::integer as total, case when p.vehicle_id is not null then json_build_object(
           'vehicleId', p.vehicle_id, 'vehicleIdentifier', v.vehicle_identifier, 'licensePlate', v.license_plate,
           'enteredAt', p.entered_at, 'dwellSeconds', greatest(0, floor(extract(epoch from $2::timestamptz - p.entered_at))),
           'recordedAt', s.recorded_at, 'latitude', s.latitude, 'longitude', s.longitude, 'status', s.status, 'isOnline', s.is_online) end as vehicle
       from geofences g
         left join geofence_presences p on p.tenant_id = g.tenant_id and p.geofence_id = g.id
         left join vehicles v on v.tenant_id = p.tenant_id and v.id = p.vehicle_id
         left join vehicle_state s on s.tenant_id = p.tenant_id and s.vehicle_id = p.vehicle_id
       where g.id = $1
       order by p.entered_at desc, p.vehicle_id limit $3`,
      [id, services.clock.now(), limit],
    );
    const [first] = rows;
    if (!first) throw notFound('Geofence', id);
    return { id, total: first.total, data: rows.flatMap(({ vehicle }) => vehicle ?? []) };
  },
});
