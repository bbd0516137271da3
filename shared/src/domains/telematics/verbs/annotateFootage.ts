import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { VideoFootageAnnotated } from '../video/events.ts';

const finding = z.strictObject({
  label: z.string().trim().min(1).max(100).describe('distraction, phone_use, seat_belt_off, tailgating, …'),
  confidence: z.number().min(0).max(1),
  atSeconds: z.number().min(0).max(86_400).optional().describe('Seconds after the first moment of the footage.'),
  detail: z.string().max(1_000).optional(),
});

export const annotateFootage = verb({
  name: 'annotate',
  on: 'video-footage',
  target: 'item',
  permission: 'video.write',
  summary: 'Note what a model or a person saw in a video',
  input: z.strictObject({
    analysis: z
      .strictObject({ model: z.string().trim().min(1).max(200), findings: z.array(finding).max(500) })
      .optional()
      .describe('Takes the place of the analysis before.'),
    tags: z.array(z.string().trim().min(1).max(100)).max(50).optional().describe('Take the place of the tags before.'),
  }),
  output: z.object({ id: z.guid(), tags: z.array(z.string()), findings: z.int() }),
  run: async ({ tx, id, input: { analysis, tags }, services }) => {
    const noted = analysis && { ...analysis, analysedAt: services.clock.now().toISOString() };
    const [row] = await tx.query<{ tags: string[]; findings: number }>(
      `update video_telematics_footage set ai_analysis = coalesce($2::jsonb, ai_analysis), tags = coalesce($3::text[], tags)
       where id = $1 returning tags, coalesce(jsonb_array_length(ai_analysis -> 'findings'), 0) as findings`,
      [id, noted ? JSON.stringify(noted) : null, tags ? [...new Set(tags)] : null],
    );
    if (!row) throw notFound('Video footage', id);
    const data: VideoFootageAnnotated = { id, tags: row.tags, findings: row.findings };
    tx.emit({ type: 'videoFootage.annotated', subjectType: 'videoFootage', subjectId: id, data });
    return data;
  },
});
