import { boolean, jsonb, oneOf, text, timestamptz, varchar } from '../../../db/columns.ts';
import { platformTable, sql } from '../../../db/table.ts';

/** Life of a tenant. Only `active` may write; `moving` reads on while its rows are copied to another placement. */
export const tenantStatuses = ['provisioning', 'active', 'moving', 'suspended', 'deleting'] as const;

export const tenants = platformTable('tenants', {
  comment: 'Customer organisations and where their rows live.',
  tenantColumn: 'id',
  columns: {
    name: varchar('name', { length: 255 }).notNull(),
    slug: varchar('slug', { length: 50 }).notNull(),
    placement: oneOf('placement', ['pooled', 'dedicated']).notNull().default('pooled'),
    schemaName: varchar('schema_name', { length: 63 }).notNull().default('app'),
    status: oneOf('status', tenantStatuses).notNull().default('provisioning'),
    statusReason: text('status_reason'),
    companySize: varchar('company_size', { length: 50 }),
    industry: varchar('industry', { length: 100 }),
    isActive: boolean('is_active').generatedAlwaysAs(sql`status in ('active', 'moving')`),
    trialEndsAt: timestamptz('trial_ends_at'),
    onboardingCompleted: boolean('onboarding_completed').notNull().default(false),
    settings: jsonb('settings').notNull().default({}),
  },
  describe: {
    slug: 'Short name in addresses and schema names: lower-case letters, digits and hyphens.',
    placement: 'pooled: rows in the shared schemas; dedicated: a schema of its own.',
    schemaName: 'app for pooled tenants, tenant_<slug> for dedicated ones.',
    statusReason: 'Why it is suspended, shown to its users.',
    isActive: 'Whether its users may sign in.',
  },
  unique: ['slug'],
  indexes: [['isActive'], { on: ['schemaName'], unique: true, where: sql`placement = 'dedicated'` }],
  checks: {
    slug_format: sql`slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'`,
    schema_of_placement: sql`(placement = 'pooled') = (schema_name = 'app')`,
  },
});
