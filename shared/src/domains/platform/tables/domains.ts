import { boolean, uuid, varchar } from '../../../db/columns.ts';
import { platformTable, sql } from '../../../db/table.ts';

export const domains = platformTable('domains', {
  comment: 'Internet domains of tenants; a verified one lets its users find their tenant.',
  tenantColumn: 'tenantId',
  columns: {
    tenantId: uuid('tenant_id').notNull(),
    domain: varchar('domain', { length: 253 }).notNull(),
    isPrimary: boolean('is_primary').notNull().default(false),
    isVerified: boolean('is_verified').notNull().default(false),
    verificationToken: varchar('verification_token', { length: 64 }),
  },
  describe: { verificationToken: 'Value to publish in the TXT record _wheelhouse.<domain>.' },
  references: { tenantId: { table: 'platform.tenants', onDelete: 'cascade' } },
  unique: ['domain'],
  indexes: [['tenantId'], { on: ['tenantId'], unique: true, where: sql`is_primary`, name: 'domains_one_primary' }],
  checks: { domain_format: sql`domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$'` },
});
