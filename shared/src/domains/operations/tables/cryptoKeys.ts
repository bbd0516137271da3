import { bytea, integer, timestamptz, varchar } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const cryptoKeys = tenantTable('crypto_keys', {
  comment: 'Data keys of the tenant, wrapped by the key management service; a plain key never enters the database.',
  audit: 'changes',
  masked: ['wrappedKey'],
  columns: {
    version: integer('version').notNull(),
    wrappedKey: bytea('wrapped_key').notNull(),
    keyRingName: varchar('key_ring_name', { length: 255 }).notNull(),
    retiredAt: timestamptz('retired_at'),
  },
  describe: { keyRingName: 'Name of the key that wraps it.', retiredAt: 'When a newer version took over for writing.' },
  unique: ['version'],
});
