import type { Database } from '../db/database.ts';
import { type Tx, withTenant } from '../db/scope.ts';
import { fromDatabaseError } from '../errors.ts';

/**
 * One read-only statement inside a tenant, before it is known who is calling.
 *
 * @throws 403 where the tenant is suspended, 404 where there is none, 503 where the database cannot be reached
 */
export async function readTenant<T>(
  database: Database,
  tenantId: string,
  reason: string,
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  const scope = {
    tenantId,
    actor: { kind: 'system', reason },
    databaseRole: 'authenticated_user',
    request: { operation: reason },
  } as const;
  try {
    return await withTenant(database, scope, fn, { access: 'read', statements: 1 });
  } catch (error) {
    throw fromDatabaseError(error) ?? error;
  }
}
