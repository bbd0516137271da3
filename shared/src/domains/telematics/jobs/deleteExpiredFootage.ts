import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import type { Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { job } from '../../../runtime/job.ts';
import { objectOfUrl } from '../../documents/storage/object-name.ts';
import { lowestId } from '../lowestId.ts';
import type { VideoFootageExpired } from '../video/events.ts';
import { linkAround } from '../video/linkFootage.ts';

const batchSize = 50;

type Footage = {
  id: string;
  vehicleId: string;
  videoUrl: string;
  thumbnailUrl: string | null;
  recordedAt: Date;
  durationSeconds: number;
};

const expiredSql = `select f.id, f.vehicle_id as "vehicleId", f.video_url as "videoUrl", f.thumbnail_url as "thumbnailUrl",
    f.recorded_at as "recordedAt", f.duration_seconds as "durationSeconds"
  from video_telematics_footage f
  where f.recorded_at < $1 and (f.recorded_at, f.id) > ($2, $3::uuid) and not f.is_archived and not f.is_on_legal_hold
    and not exists (select from driver_behavior_events e where e.id = f.event_id and e.severity = 'severe')
  order by f.recorded_at, f.id limit ${batchSize}`;

/**
 * A row goes together with its objects: it is locked while they are deleted, so that nobody archives what is half gone, and where
 * the run breaks off it is there to try again.
 */
export const deleteExpiredFootage = job({
  handler: 'telematics.deleteExpiredFootage',
  summary: 'Delete videos that are older than the retention',
  scope: 'tenant',
  parameters: z.strictObject({
    keepDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .describe('Archived videos, those on legal hold and those of severe events stay.'),
  }),
  timeoutMs: 10 * 60_000,
  run: async ({ parameters: { keepDays }, services, inScope, signal }) => {
    const before = new Date(services.clock.now().getTime() - keepDays * dayMs);
    let after: [Date, string] = [new Date(0), lowestId];
    let deleted = 0;
    for (;;) {
      const expired = await inScope((tx) => tx.query<Footage>(expiredSql, [before, ...after]));
      for (const footage of expired) {
        signal.throwIfAborted();
        if (await inScope((tx) => deleteFootage(tx, services, footage, before))) deleted += 1;
      }
      const last = expired.at(-1);
      if (!last || expired.length < batchSize) return { recordsProcessed: deleted };
      after = [last.recordedAt, last.id];
    }
  },
});

async function deleteFootage(tx: Tx, services: Services, footage: Footage, before: Date): Promise<boolean> {
  const { id, vehicleId, videoUrl, thumbnailUrl } = footage;
  const [gone] = await tx.query(
    'delete from video_telematics_footage where id = $1 and not is_archived and not is_on_legal_hold and recorded_at < $2 returning id',
    [id, before],
  );
  if (!gone) return false;
  const storage = await services.storage();
  for (const url of [videoUrl, thumbnailUrl]) {
    if (url === null) continue;
    const { bucket, name } = objectOfUrl(url);
    await storage.bucket(bucket).file(name).delete({ ignoreNotFound: true });
  }
  await linkAround(tx, footage);
  const data: VideoFootageExpired = { id, vehicleId, recordedAt: footage.recordedAt.toISOString() };
  tx.emit({ type: 'videoFootage.expired', subjectType: 'videoFootage', subjectId: id, data });
  return true;
}
