import { integer } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const telematicsRevisions = tenantTable('telematics_revisions', {
  comment:
    'One row: counts the changes of fences and rules, so that an instance that remembers them knows when to read them again.',
  audit: { none: 'a counter' },
  columns: { revision: integer('revision').notNull() },
  checks: { one_row: sql`id = tenant_id` },
});
