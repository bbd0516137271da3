import { jsonb, reference, text, timestamptz } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const telematicsRules = tenantTable('telematics_rules', {
  comment:
    'What an organisation set about trips, fences, driving and devices, and from when it applies. The latest that has begun counts.',
  audit: 'changes',
  columns: {
    validFrom: timestamptz('valid_from').notNull(),
    rules: jsonb('rules').notNull(),
    note: text('note'),
    setByUserId: reference('set_by_user_id'),
  },
  describe: {
    validFrom: 'Readings from this moment on are judged by these rules.',
    rules: 'All of them; what is left out has its default.',
    note: 'Why.',
  },
  unique: ['validFrom'],
  references: { setByUserId: 'users' },
  indexes: [['setByUserId']],
  checks: { rules_object: sql`jsonb_typeof(rules) = 'object'` },
});
