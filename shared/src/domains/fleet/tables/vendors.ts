import { boolean, decimal, jsonb, oneOf, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const vendorTypes = ['fuel', 'parts', 'service', 'lease', 'insurance', 'other'] as const;

export const vendors = tenantTable('vendors', {
  comment: 'Companies that fuel, parts, services, leases and insurance are bought from.',
  audit: 'changes',
  masked: ['taxId'],
  columns: {
    vendorCode: varchar('vendor_code', { length: 50 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    vendorType: oneOf('vendor_type', vendorTypes).notNull().default('other'),
    taxId: varchar('tax_id', { length: 50 }),
    contactName: varchar('contact_name', { length: 100 }),
    email: varchar('email', { length: 255 }),
    phone: varchar('phone', { length: 20 }),
    address: jsonb('address'),
    paymentTerms: varchar('payment_terms', { length: 50 }),
    rating: decimal('rating', 3, 2),
    isPreferred: boolean('is_preferred').notNull().default(false),
    isActive: boolean('is_active').notNull().default(true),
  },
  describe: {
    address: 'street, city, state, postalCode, country.',
    paymentTerms: 'As agreed, such as "net 30".',
    rating: '0 to 5.',
  },
  unique: ['vendorCode'],
  indexes: [['name'], ['vendorType', 'isActive']],
  checks: { rating_range: sql`rating between 0 and 5` },
});
