import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { objectOfUrl } from '../../documents/storage/object-name.ts';
import type { VideoFootageUploaded } from '../video/events.ts';
import { linkAround } from '../video/linkFootage.ts';
import { objectUrl } from '../video/objects.ts';

type Footage = { vehicleId: string; recordedAt: Date; durationSeconds: number; cameraPosition: string };

export const completeUpload = verb({
  name: 'completeUpload',
  on: 'video-footage',
  target: 'item',
  permission: 'video.write',
  summary: 'Say that the video has been sent',
  description: 'Looks whether it is in the bucket, and links it with the driving events that it shows. May be called again.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), uploadedAt: z.iso.datetime(), fileSizeBytes: z.int(), eventId: z.guid().nullable() }),
  prepare: async ({ id: footageId, principal: { tenantId }, services }) => {
    const { bucket, name } = objectOfUrl(objectUrl(services, { tenantId, footageId }, 'video'));
    const file = (await services.storage()).bucket(bucket).file(name);
    try {
      const [{ generation, size }] = await file.getMetadata();
      return { generation: Number(generation), sizeBytes: Number(size) };
    } catch (error) {
      if ((error as { code?: number }).code === 404) return undefined;
      throw error;
    }
  },
  run: async ({ tx, id, prepared: object, services }) => {
    const [footage] = await tx.query<Footage>(
      `select vehicle_id as "vehicleId", recorded_at as "recordedAt", duration_seconds as "durationSeconds",
         camera_position as "cameraPosition"
       from video_telematics_footage where id = $1 for no key update`,
      [id],
    );
    if (!footage) throw notFound('Video footage', id);
    if (!object)
      throw conflict(`The video of ${id} has not arrived. Send it to the address that register answered, then call again.`);
    const [arrived] = await tx.query(
      `update video_telematics_footage set uploaded_at = $2, generation = $3, file_size_bytes = $4
       where id = $1 and uploaded_at is null returning id`,
      [id, services.clock.now(), object.generation, object.sizeBytes],
    );
    await linkAround(tx, footage);
    const [after] = (await tx.query(
      'select uploaded_at, file_size_bytes::float8 as size, event_id from video_telematics_footage where id = $1',
      [id],
    )) as [{ uploaded_at: Date; size: number; event_id: string | null }];
    const { vehicleId, cameraPosition } = footage;
    const data: VideoFootageUploaded = {
      id,
      vehicleId,
      cameraPosition,
      recordedAt: footage.recordedAt.toISOString(),
      fileSizeBytes: after.size,
    };
    if (arrived) tx.emit({ type: 'videoFootage.uploaded', subjectType: 'videoFootage', subjectId: id, data });
    return { id, uploadedAt: after.uploaded_at.toISOString(), fileSizeBytes: after.size, eventId: after.event_id };
  },
});
