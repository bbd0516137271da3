import type { Tx } from '../../db/scope.ts';
import { invalidField } from '../../errors.ts';

/** The row of a permission in the catalogue. @throws 422 where the catalogue does not have it */
export async function permissionId(tx: Tx, permissionKey: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>('select id from permissions where permission_key = $1', [permissionKey]);
  if (!row)
    throw invalidField('permissionKey', `There is no permission ${permissionKey}; GET /v1/permissions lists them.`, 'unknown');
  return row.id;
}
