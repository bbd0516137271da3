import type { DomainEvent } from '../../../db/events.ts';
import type { Tx } from '../../../db/scope.ts';
import { consumer } from '../../../runtime/consumer.ts';
import type { Box } from '../fold/geofences/shapes/shape.ts';
import { awaitFolds } from '../fold-store/awaitFolds.ts';
import { requestRefold } from '../fold-store/requestRefold.ts';
import { type GeometryRow, shapeOf } from '../geofences/fenceOf.ts';
import { ingestOf } from '../ingest/index.ts';

/** What a fence is judged by; its name and colour are not. */
const judged = [
  'type',
  'centerLatitude',
  'centerLongitude',
  'radiusM',
  'coordinates',
  'isActive',
  'alertOnEntry',
  'alertOnExit',
  'alertOnDwell',
  'dwellMinutes',
  'schedule',
  'speedLimitKph',
];

/** A vehicle may be counted as inside although its last fix is outside by as much as receivers are believed to be off: about 2 km. */
const marginDegrees = 0.02;

/**
 * Has vehicles folded again from the moment when a fence was drawn, changed or deleted: those that reported since, as they were judged
 * without it, and those that stand in or near what it was or is, as something happens to them although they do not report.
 */
export const fencesChanged = consumer({
  name: 'telematics.fencesChanged',
  events: ['geofence.created', 'geofence.updated', 'geofence.deleted'],
  handle: async ({ tx, event, services }) => {
    const changed = event.data.changed as string[] | undefined;
    if (changed && !changed.some((field) => judged.includes(field))) return;
    const fromMs = changedAtMs(event);
    await awaitFolds(tx);
    const vehicleIds = await touched(tx, event.subjectId, fromMs, await boxesAround(tx, event));
    if (vehicleIds.length === 0) return;
    await requestRefold(tx, { fromMs, vehicleIds });
    ingestOf(services).refoldSoon(event.tenantId, vehicleIds);
  },
});

/** Versions begin with the transaction, whose time the row has; a deleted row has only that of its last change. */
function changedAtMs({ type, data, occurredAt }: DomainEvent): number {
  return Math.floor(Date.parse(type === 'geofence.deleted' ? occurredAt : (data.updatedAt as string)));
}

/** Boxes around all that the fence ever was. */
async function boxesAround(tx: Tx, { subjectId, data }: DomainEvent): Promise<Box[]> {
  const versions = await tx.query<{ fence: GeometryRow }>('select fence from geofence_versions where geofence_id = $1', [
    subjectId,
  ]);
  const now: GeometryRow = {
    type: data.type as GeometryRow['type'],
    center_latitude: data.centerLatitude as number | null,
    center_longitude: data.centerLongitude as number | null,
    radius_m: data.radiusM as number | null,
    coordinates: data.coordinates,
  };
  return [now, ...versions.map(({ fence }) => fence)].flatMap((fence) => shapeOf(fence).boxes);
}

async function touched(tx: Tx, geofenceId: string, fromMs: number, boxes: readonly Box[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select f.id from vehicle_folds f left join vehicle_state s on s.tenant_id = f.tenant_id and s.vehicle_id = f.vehicle_id
     where f.head_ms >= $2
       or exists (select from geofence_presences p where p.geofence_id = $1 and p.vehicle_id = f.vehicle_id)
       or exists (
         select from jsonb_array_elements($3::jsonb) as b (box)
         where s.latitude between (b.box ->> 1)::float8 - $4 and (b.box ->> 3)::float8 + $4
           and s.longitude between (b.box ->> 0)::float8 - $4 / greatest(cos(radians(s.latitude)), 0.01)
             and (b.box ->> 2)::float8 + $4 / greatest(cos(radians(s.latitude)), 0.01))`,
    [geofenceId, fromMs, JSON.stringify(boxes), marginDegrees],
  );
  return rows.map(({ id }) => id);
}
