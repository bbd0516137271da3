import { bigint } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const safetyScoreProgress = tenantTable('safety_score_progress', {
  comment:
    'How far the change feed of trips and driver behaviour events is taken into the safety scores: one row an organisation.',
  audit: { none: 'a place in a feed' },
  inserters: ['fleet_admin'],
  changers: ['fleet_admin'],
  columns: { readUntil: bigint('read_until', { mode: 'number' }).notNull() },
  describe: { readUntil: 'Events of transactions before this one are taken in.' },
  checks: { one_row: sql`id = tenant_id` },
});
