import { z } from 'zod';
import { momentSchema } from '../../../resource/moment.ts';
import type { Services } from '../../../resource/services.ts';
import { verb } from '../../../resource/verb.ts';
import { Environments } from '../fold-store/environment.ts';
import { geofenceTypes } from '../tables/geofences.ts';

const known = new WeakMap<Services, Environments>();

/** Fences of tenants that this instance was asked about; read again once they have changed. */
function environmentsOf(services: Services): Environments {
  const environments = known.get(services) ?? new Environments();
  known.set(services, environments);
  return environments;
}

type Row = { id: string; name: string; type: (typeof geofenceTypes)[number]; color: string | null };

export const geofencesContaining = verb({
  name: 'contains',
  on: 'geofences',
  target: 'collection',
  method: 'GET',
  permission: 'geofence.read',
  summary: 'Which fences contain a place',
  description:
    'As they are watched now, or were at a moment within the retention of readings. Borders belong to circles; nothing is added for accuracy.',
  input: z.strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    at: momentSchema.optional().describe('Now unless given'),
  }),
  output: z.object({
    data: z.array(
      z.object({
        id: z.guid(),
        name: z.string(),
        type: z.enum(geofenceTypes),
        color: z.string().nullable(),
        speedLimitKph: z.number().nullable(),
        distanceToBorderM: z.number(),
      }),
    ),
  }),
  run: async ({ tx, input: { latitude, longitude, at }, principal, services }) => {
    const { fences } = await environmentsOf(services).refresh(tx, principal.tenantId);
    const place = { latitude, longitude };
    const atMs = at === undefined ? services.clock.now().getTime() : Date.parse(at);
    const found = fences.near(atMs, place, place).filter(({ shape }) => shape.contains(place));
    const byId = new Map(found.map((fence) => [fence.geofenceId, fence]));
    const rows = await tx.query<Row>('select id, name, type, color from geofences where id = any($1::uuid[]) order by name, id', [
      [...byId.keys()],
    ]);
    const data = rows.flatMap((row) => {
      const fence = byId.get(row.id);
      if (!fence) return [];
      const distanceToBorderM = Math.round(fence.shape.distanceToBorderM(place) * 10) / 10;
      return [{ ...row, speedLimitKph: fence.speedLimitKph, distanceToBorderM }];
    });
    return { data };
  },
});
