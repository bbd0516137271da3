import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { VideoFootageKept } from '../video/events.ts';

export const keepFootage = verb({
  name: 'keep',
  on: 'video-footage',
  target: 'item',
  permission: 'video.write',
  summary: 'Keep a video beyond the retention, or no longer',
  description: 'Archived footage and footage on legal hold is not deleted; neither is what shows a severe event.',
  input: z.strictObject({
    isArchived: z.boolean().optional(),
    isOnLegalHold: z.boolean().optional(),
    reason: z.string().trim().min(1).max(500),
  }),
  output: z.object({ id: z.guid(), isArchived: z.boolean(), isOnLegalHold: z.boolean() }),
  run: async ({ tx, id, input: { isArchived = null, isOnLegalHold = null, reason } }) => {
    const [row] = await tx.query<{ isArchived: boolean; isOnLegalHold: boolean }>(
      `update video_telematics_footage set is_archived = coalesce($2, is_archived), is_on_legal_hold = coalesce($3, is_on_legal_hold)
       where id = $1 returning is_archived as "isArchived", is_on_legal_hold as "isOnLegalHold"`,
      [id, isArchived, isOnLegalHold],
    );
    if (!row) throw notFound('Video footage', id);
    const data: VideoFootageKept = { id, ...row, reason };
    tx.emit({ type: 'videoFootage.kept', subjectType: 'videoFootage', subjectId: id, data });
    return { id, ...row };
  },
});
