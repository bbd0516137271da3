import { v7 } from 'uuid';
import { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import type { Tx } from '../../../db/scope.ts';
import { invalidField, notFound } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { emitCreated } from '../../documents/record.ts';
import { signUpload } from '../../documents/storage/signed-url.ts';
import { vehiclesOf } from '../ingest/devices.ts';
import { cameraPositions } from '../tables/videoTelematicsFootage.ts';
import { maxFootageSeconds, maxThumbnailBytes, maxVideoBytes, objectUrl, thumbnailTypes, videoTypes } from '../video/objects.ts';
import { videoFootageResource } from '../video/resources.ts';

const input = z.strictObject({
  vehicleId: z.guid().optional(),
  deviceId: z.string().min(1).max(50).optional().describe('In place of vehicleId: the vehicle that this device is linked to.'),
  cameraPosition: z.enum(cameraPositions),
  recordedAt: momentSchema.describe('First moment of the footage.'),
  durationSeconds: z.int().min(1).max(maxFootageSeconds),
  contentType: z.enum(videoTypes),
  sizeBytes: z.int().min(1).max(maxVideoBytes),
  thumbnail: z.strictObject({ contentType: z.enum(thumbnailTypes), sizeBytes: z.int().min(1).max(maxThumbnailBytes) }).optional(),
  resolution: z.string().trim().min(1).max(20).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
});

const upload = z.object({
  uploadUrl: z.url(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime({ offset: true }),
});

export const registerFootage = verb({
  name: 'register',
  on: 'video-footage',
  target: 'collection',
  permission: 'video.write',
  summary: 'Begin the upload of what a camera recorded',
  description:
    'Answers where to send the video (and a still picture, if one was announced): with the method, to the address and with exactly the ' +
    'headers given, within 15 minutes. Then call completeUpload.',
  input,
  output: z.object({ id: z.guid(), vehicleId: z.guid(), video: upload, thumbnail: upload.nullable() }),
  status: 201,
  // Signing may need a call to Google; the id is made here, as the objects are named after it.
  prepare: async ({ input: { contentType, sizeBytes, thumbnail }, principal: { tenantId }, services }) => {
    const footageId = v7();
    const urls = {
      video: objectUrl(services, { tenantId, footageId }, 'video'),
      thumbnail: thumbnail ? objectUrl(services, { tenantId, footageId }, 'thumbnail') : null,
    };
    const video = await signUpload(services, { url: urls.video, contentType, sizeBytes });
    return {
      footageId,
      urls,
      video,
      thumbnail: thumbnail && urls.thumbnail ? await signUpload(services, { url: urls.thumbnail, ...thumbnail }) : null,
    };
  },
  run: async ({ tx, input, prepared: { footageId: id, urls, video, thumbnail }, services }) => {
    const { cameraPosition, durationSeconds, contentType, resolution = null, latitude = null, longitude = null, tags } = input;
    if ((latitude === null) !== (longitude === null))
      throw invalidField('latitude', 'Give latitude and longitude, or neither.', 'incomplete');
    const recordedAt = new Date(input.recordedAt);
    if (recordedAt.getTime() > services.clock.now().getTime() + dayMs)
      throw invalidField('recordedAt', 'The clock of the camera is more than a day ahead.', 'future_clock');
    const vehicleId = await vehicleOf(tx, input);
    await tx.query(
      `insert into video_telematics_footage (id, vehicle_id, driver_id, camera_position, video_url, thumbnail_url, content_type,
         duration_seconds, resolution, latitude, longitude, recorded_at, tags)
       select $1, v.id, v.assigned_driver_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from vehicles v where v.id = $2`,
      [
        id,
        vehicleId,
        cameraPosition,
        urls.video,
        urls.thumbnail,
        contentType,
        durationSeconds,
        resolution,
        latitude,
        longitude,
        recordedAt,
        tags,
      ],
    );
    await emitCreated(tx, videoFootageResource, id);
    return { id, vehicleId, video, thumbnail };
  },
});

async function vehicleOf(tx: Tx, { vehicleId, deviceId }: z.output<typeof input>): Promise<string> {
  if ((vehicleId === undefined) === (deviceId === undefined))
    throw invalidField('vehicleId', 'Give either vehicleId or deviceId.', 'one_of');
  if (deviceId !== undefined) {
    const [linked] = await vehiclesOf(tx, [deviceId]);
    if (!linked) throw invalidField('deviceId', `Device ${deviceId} is linked to no vehicle.`, 'unknown_device');
    return linked.vehicle_id;
  }
  const [vehicle] = await tx.query<{ id: string }>('select id from vehicles where id = $1', [vehicleId]);
  if (!vehicle) throw notFound('Vehicle', vehicleId as string);
  return vehicle.id;
}
