import { randomBytes, randomUUID } from 'node:crypto';
import { provisionSchema } from '@wheelhouse/shared/db/migrate/index.ts';
import type { DatabaseRole } from '@wheelhouse/shared/db/roles.ts';
import { type Actor, type Scope, type Tx, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { inject } from 'vitest';
import { testDatabase } from './database.ts';

/** A tenant of one test. */
export type TestTenant = {
  tenantId: string;
  slug: string;
  schemaName: string;
  /** A scope of this tenant; by default a user with every right. */
  scope(databaseRole?: DatabaseRole, actor?: Actor): Scope;
  /** One transaction in this tenant's scope. */
  run<T>(fn: (tx: Tx) => Promise<T>, databaseRole?: DatabaseRole): Promise<T>;
};

/** Makes a tenant in either placement, active and empty. */
export async function newTenant(options: { placement?: 'pooled' | 'dedicated' } = {}): Promise<TestTenant> {
  const placement = options.placement ?? 'pooled';
  const tenantId = randomUUID();
  const slug = `t${randomBytes(5).toString('hex')}`;
  const schemaName = placement === 'pooled' ? 'app' : `tenant_${slug}`;
  if (placement === 'dedicated') await provisionSchema(inject('ownerUrl'), schemaName);
  await withSystem(testDatabase(), 'a test makes a tenant', (tx) =>
    tx.query(
      `insert into platform.tenants (id, name, slug, placement, schema_name, status) values ($1, $2, $3, $4, $5, 'active')`,
      [tenantId, `Test ${slug}`, slug, placement, schemaName],
    ),
  );
  const scope = (databaseRole: DatabaseRole = 'system_admin', actor: Actor = { kind: 'system', reason: 'test' }): Scope => ({
    tenantId,
    actor,
    databaseRole,
    request: { operation: 'test', requestId: randomUUID() },
  });
  return { tenantId, slug, schemaName, scope, run: (fn, databaseRole) => withTenant(testDatabase(), scope(databaseRole), fn) };
}
