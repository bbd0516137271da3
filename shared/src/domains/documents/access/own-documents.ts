import { isAllowed } from '../../../auth/permissions.ts';
import type { Principal } from '../../../resource/principal.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';

/**
 * SQL: whether a document is the caller's own: uploaded by them, about the driver that they are, or shared with them.
 *
 * @param alias of the table documents, where it has one
 */
export function ownDocuments(alias?: string): string {
  const column = (name: string) => (alias === undefined ? name : `${alias}.${name}`);
  return `${column('uploaded_by_user_id')} = platform.current_user_id() or ${column('driver_id')} in ${ownDrivers}
    or ${column('id')} = any ((select platform.documents_shared_with_me('view'))::uuid[])`;
}

/** SQL: whether the caller, who may call a verb with `document.read_own`, may read a document. Row security decides besides. */
export function readableBy(principal: Principal, alias: string): string {
  return isAllowed(principal, 'document.read') ? 'true' : `(${ownDocuments(alias)})`;
}
