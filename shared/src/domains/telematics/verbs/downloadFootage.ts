import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { objectOfUrl } from '../../documents/storage/object-name.ts';
import { signDownload } from '../../documents/storage/signed-url.ts';

type Footage = {
  url: string;
  thumbnail_url: string | null;
  generation: string | null;
  content_type: string;
  recorded_at: Date;
  camera_position: string;
};

export const downloadFootage = verb({
  name: 'download',
  on: 'video-footage',
  target: 'item',
  permission: 'video.read',
  summary: 'Get an address to watch the video at',
  description: 'The address works for 15 minutes, for anyone who has it. Who asked for it and why is in the audit trail.',
  input: z.strictObject({ reason: z.string().trim().min(1).max(500).optional().describe('Why it is looked at.') }),
  output: z.object({
    id: z.guid(),
    downloadUrl: z.url(),
    thumbnailUrl: z.url().nullable(),
    expiresAt: z.iso.datetime({ offset: true }),
  }),
  // An address that was answered must not be given again later, when it no longer works.
  secretAnswer: true,
  run: async ({ tx, id, input: { reason }, services }) => {
    const [footage] = await tx.query<Footage>(
      `select video_url as url, thumbnail_url, generation::text, content_type, recorded_at, camera_position
       from video_telematics_footage where id = $1`,
      [id],
    );
    if (!footage) throw notFound('Video footage', id);
    const { url, generation, thumbnail_url: thumbnailUrl, content_type: contentType, camera_position: camera } = footage;
    if (generation === null) throw conflict(`The video of ${id} has not arrived yet.`);
    const details = { reason, values: { camera, recordedAt: footage.recorded_at.toISOString() } };
    await tx.query(`select platform.record_act('read', 'video_telematics_footage', $1, $2)`, [id, JSON.stringify(details)]);
    const taken = footage.recorded_at.toISOString().replace(/\D/g, '').slice(0, 14);
    const fileName = `${camera}-${taken}.${contentType === 'video/quicktime' ? 'mov' : contentType.slice('video/'.length)}`;
    const { downloadUrl, expiresAt } = await signDownload(services, { url, generation, fileName });
    return { id, downloadUrl, thumbnailUrl: thumbnailUrl && (await signPicture()), expiresAt };

    async function signPicture(): Promise<string> {
      const { bucket, name } = objectOfUrl(thumbnailUrl as string);
      const now = services.clock.now();
      const [signed] = await (await services.storage())
        .bucket(bucket)
        .file(name)
        .getSignedUrl({ version: 'v4', action: 'read', accessibleAt: now, expires: new Date(expiresAt) });
      return signed;
    }
  },
});
