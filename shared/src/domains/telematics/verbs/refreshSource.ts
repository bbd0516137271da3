import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';

export const refreshSource = verb({
  name: 'refresh',
  on: 'layer-sources',
  target: 'item',
  permission: 'platform.write',
  scope: 'platform',
  summary: 'Read a feed anew, as soon as the job runs',
  description: 'Whatever is known of its content: without If-None-Match and If-Modified-Since.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), name: z.string(), nextAttemptAt: z.iso.datetime({ offset: true }) }),
  status: 202,
  run: async ({ tx, id, services }) => {
    const now = services.clock.now();
    const [source] = await tx.query<{ name: string; is_active: boolean }>(
      `update platform.layer_sources set etag = null, last_modified = null, next_attempt_at = $2 where id = $1 returning name, is_active`,
      [id, now],
    );
    if (!source) throw notFound('Layer source', id);
    if (!source.is_active) throw conflict(`${source.name} is not active. Set isActive first.`);
    return { id, name: source.name, nextAttemptAt: now.toISOString() };
  },
});
