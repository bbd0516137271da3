import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { asAdmin, bootstrapDatabase, databaseUrls, migrate, provisionSchema } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { inject } from 'vitest';
import { openTestDatabase } from './database.ts';

export type OwnDatabase = {
  database: Database;
  ownerUrl: string;
  appUrl: string;
  newTenant(options?: { placement?: 'pooled' | 'dedicated'; status?: string }): Promise<{ tenantId: string; schemaName: string }>;
  close(): Promise<void>;
};

/** A database for one test file: what looks at every placement would see the rows of other files in the common one. */
export async function ownDatabase(): Promise<OwnDatabase> {
  const name = `wheelhouse_test_${randomBytes(4).toString('hex')}`;
  const passwords = { owner: 'wheelhouse-test', app: 'wheelhouse-test' };
  await bootstrapDatabase(inject('adminUrl'), name, passwords);
  const { ownerUrl, appUrl } = databaseUrls(inject('adminUrl'), name, passwords);
  await migrate(ownerUrl);
  const database = openTestDatabase({ url: appUrl });
  return {
    database,
    ownerUrl,
    appUrl,
    newTenant: async ({ placement = 'pooled', status = 'active' } = {}) => {
      const tenantId = randomUUID();
      const slug = `t${randomBytes(5).toString('hex')}`;
      const schemaName = placement === 'pooled' ? 'app' : `tenant_${slug}`;
      if (placement === 'dedicated') await provisionSchema(ownerUrl, schemaName);
      await withSystem(database, 'a test makes a tenant', (tx) =>
        tx.query(
          'insert into platform.tenants (id, name, slug, placement, schema_name, status) values ($1, $2, $2, $3, $4, $5)',
          [tenantId, slug, placement, schemaName, status],
        ),
      );
      return { tenantId, schemaName };
    },
    close: async () => {
      await database.close();
      await asAdmin(inject('adminUrl'), (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
