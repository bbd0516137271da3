import type { Scope } from '../db/scope.ts';
import { invalidRequest } from '../errors.ts';
import type { Principal } from './principal.ts';

/** The scope of a caller, for what a verb reads before its transaction. */
export function callerScope(principal: Principal, operation: string): Scope {
  const { tenantId, actor, databaseRole } = principal;
  if (!tenantId) throw invalidRequest('You act for the platform, not for a tenant. Send X-Tenant with a tenant you belong to.');
  return { tenantId, actor, databaseRole, request: { operation } };
}
