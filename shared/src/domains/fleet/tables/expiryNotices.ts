import { day, integer, oneOf, reference } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const expiringDocuments = ['insurance', 'registration', 'license'] as const;

export const expiryNotices = tenantTable('expiry_notices', {
  comment: 'Which warnings about expiring insurance, registrations and licences were given, so that none is given twice.',
  audit: { none: 'append-only record of events that were emitted' },
  appendOnly: true,
  columns: {
    document: oneOf('document', expiringDocuments).notNull(),
    subjectId: reference('subject_id').notNull(),
    expiryDate: day('expiry_date').notNull(),
    thresholdDays: integer('threshold_days').notNull(),
  },
  describe: {
    subjectId: 'The vehicle, or for a licence the driver. No foreign key: notices outlive what they were about.',
    expiryDate: 'Last valid day when the warning was given; a renewal starts over.',
    thresholdDays: 'The warning was given when at most this many days were left.',
  },
  unique: [['document', 'subjectId', 'expiryDate', 'thresholdDays']],
});
