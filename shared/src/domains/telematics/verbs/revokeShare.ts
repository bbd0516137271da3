import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { LocationShareRevoked } from '../sharing/events.ts';

export const revokeShare = verb({
  name: 'revoke',
  on: 'location-shares',
  target: 'item',
  permission: 'location_share.write',
  summary: 'End a link at once',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), revokedAt: z.iso.datetime() }),
  run: async ({ tx, id, services }) => {
    const [share] = await tx.query<{ revoked_at: Date | null }>(
      'select revoked_at from location_shares where id = $1 for update',
      [id],
    );
    if (!share) throw notFound('Location share', id);
    if (share.revoked_at) throw conflict(`This link was revoked at ${share.revoked_at.toISOString()}.`);
    const now = services.clock.now();
    await tx.query(
      `update location_shares set revoked_at = $2, revoked_by_user_id = (select id from users where id = platform.current_user_id())
       where id = $1`,
      [id, now],
    );
    const data: LocationShareRevoked = { id, revokedAt: now.toISOString() };
    await tx.query(`select platform.record_act('update', 'location_shares', $1, $2)`, [id, JSON.stringify({ values: data })]);
    tx.emit({ type: 'locationShare.revoked', subjectType: 'locationShare', subjectId: id, data });
    return data;
  },
});
