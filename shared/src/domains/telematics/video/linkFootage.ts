import type { Tx } from '../../../db/scope.ts';
import type { VideoFootageLinked } from './events.ts';
import { maxFootageSeconds } from './objects.ts';

/** Clocks of cameras and trackers differ by so much at most. */
const toleranceSeconds = 5;

const covers = `e.vehicle_id = f.vehicle_id and e.recorded_at >= f.recorded_at - make_interval(secs => ${toleranceSeconds})
  and e.recorded_at <= f.recorded_at + make_interval(secs => f.duration_seconds + ${toleranceSeconds})`;

/** Footage that may show a moment of the window: it began no longer ago than the longest lasts. */
const footageOfWindow = `f.vehicle_id = $1 and f.uploaded_at is not null
  and f.recorded_at >= $2::timestamptz - make_interval(secs => ${maxFootageSeconds + toleranceSeconds})
  and f.recorded_at <= $3::timestamptz + make_interval(secs => ${toleranceSeconds})`;

const footageSql = `with best as (
    select f.tenant_id, f.id, (
      select e.id from driver_behavior_events e where ${covers}
      order by array_position(array['severe', 'moderate', 'minor'], e.severity::text), e.recorded_at, e.id limit 1) as event_id
    from video_telematics_footage f where ${footageOfWindow}
  )
  update video_telematics_footage f set event_id = best.event_id
  from best where f.tenant_id = best.tenant_id and f.id = best.id and f.event_id is distinct from best.event_id
  returning f.id, f.vehicle_id as "vehicleId", f.event_id as "eventId"`;

const eventsSql = `with best as (
    select e.tenant_id, e.id, (
      select f.video_url from video_telematics_footage f where ${covers} and ${footageOfWindow}
      order by f.camera_position <> 'forward', f.recorded_at, f.id limit 1) as video_url
    from driver_behavior_events e
    where e.vehicle_id = $1 and e.recorded_at between $2::timestamptz and $3::timestamptz
  )
  update driver_behavior_events e set video_url = best.video_url
  from best where e.tenant_id = best.tenant_id and e.id = best.id and e.video_url is distinct from best.video_url`;

/**
 * Links footage and driving events of a vehicle around a stretch of time: footage to the gravest event in it, an event to the footage
 * that shows it, of the camera that looks ahead where there is one. Both are found anew, so it may run at any time and again.
 */
export async function linkFootage(tx: Tx, vehicleId: string, from: Date, to: Date): Promise<void> {
  const linked = await tx.query<VideoFootageLinked>(footageSql, [vehicleId, from, to]);
  await tx.query(eventsSql, [vehicleId, from, to]);
  for (const data of linked)
    tx.emit({ type: 'videoFootage.linked', subjectType: 'videoFootage', subjectId: data.id, data: { ...data } });
}

/** Links a footage that has arrived, or unlinks one that goes: the events that it may show. */
export function linkAround(tx: Tx, footage: { vehicleId: string; recordedAt: Date; durationSeconds: number }): Promise<void> {
  const startMs = footage.recordedAt.getTime();
  const from = new Date(startMs - toleranceSeconds * 1000);
  return linkFootage(tx, footage.vehicleId, from, new Date(startMs + (footage.durationSeconds + toleranceSeconds) * 1000));
}
