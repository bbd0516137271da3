import { jsonb, reference, timestamptz } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const geofenceVersions = tenantTable('geofence_versions', {
  comment:
    'Fences as they were from when to when, so that a late reading is judged by the fence of its time. Kept by a trigger on geofences.',
  audit: { none: 'follows from geofences, whose changes are audited' },
  columns: {
    geofenceId: reference('geofence_id').notNull(),
    validFrom: timestamptz('valid_from').notNull(),
    validTo: timestamptz('valid_to'),
    fence: jsonb('fence').notNull(),
  },
  describe: {
    validFrom: 'First moment at which the fence was watched like this.',
    validTo: 'First moment after it; null while it still is.',
    fence: 'The row of geofences, as it was.',
  },
  references: { geofenceId: { table: 'geofences', onDelete: 'cascade' } },
  indexes: [['geofenceId', 'validFrom']],
  checks: { period: sql`valid_to >= valid_from` },
});
