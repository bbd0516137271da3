import { validate } from 'uuid';
import type { Database } from '../../../db/database.ts';
import { withSystem } from '../../../db/scope.ts';

/** The id of the tenant with this id or slug; undefined where there is none. */
export async function findTenant(database: Database, idOrSlug: string): Promise<string | undefined> {
  const rows = await withSystem(
    database,
    'find the tenant of a stored object',
    (tx) =>
      tx.query<{ id: string }>(
        `select id from platform.tenants where ${validate(idOrSlug) ? 'id = $1::uuid' : 'slug = $1'} and status <> 'deleting'`,
        [idOrSlug],
      ),
    { access: 'read', statements: 1 },
  );
  return rows[0]?.id;
}
