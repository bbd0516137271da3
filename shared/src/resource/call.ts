import { isIP } from 'node:net';
import type { Context } from 'hono';
import { isAllowed } from '../auth/permissions.ts';
import type { RequestInfo, Tx } from '../db/scope.ts';
import { withSystem, withTenant } from '../db/scope.ts';
import { forbidden, invalidField, invalidRequest } from '../errors.ts';
import type { Principal } from './principal.ts';
import type { Resource } from './resource.ts';
import type { Services } from './services.ts';

/** One authenticated request. */
export type Call = {
  principal: Principal;
  request: Omit<RequestInfo, 'operation'>;
  query: Map<string, string>;
  path: string;
  method: string;
  header(name: string): string | undefined;
  /** The body as it came; read once. */
  text(): Promise<string>;
  /** Looks again who is calling, for an answer that lasts. @throws 401, 403 once the caller may no more */
  authenticate(): Promise<Principal>;
  /** Aborted when this instance begins to shut down. */
  stopping: AbortSignal;
};

/** Makes a call of a Hono request. */
export function callOf(
  c: Context,
  principal: Principal,
  ipAddress: string | undefined,
  lasting: Pick<Call, 'authenticate' | 'stopping'>,
): Call {
  return {
    ...lasting,
    principal,
    request: requestInfoOf(c, ipAddress),
    query: queryOf(c),
    path: c.req.path,
    method: c.req.method,
    header: (name) => c.req.header(name),
    text: () => c.req.text(),
  };
}

function requestInfoOf(c: Context, ipAddress: string | undefined): Omit<RequestInfo, 'operation'> {
  const userAgent = c.req.header('user-agent')?.slice(0, 500);
  return {
    requestId: c.get('requestId') as string,
    endpoint: `${c.req.method} ${c.req.path}`,
    ...(ipAddress ? { ipAddress } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
}

/**
 * The client's address. A client can write anything into X-Forwarded-For; what counts is the entry that the first of our own proxies
 * appended, and without proxies the peer of the connection.
 */
export function addressOf(c: Context, trustedProxies: number): string | undefined {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-trustedProxies)?.trim();
  const peer = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress;
  const address = trustedProxies > 0 && forwarded ? forwarded : peer;
  return address && isIP(address) !== 0 ? address.replace(/^::ffff:(?=\d+\.)/, '') : undefined;
}

function queryOf(c: Context): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(c.req.url).searchParams) {
    if (query.has(name)) throw invalidField(name, 'This parameter is given twice.', 'repeated');
    if (value.includes('\0') || value.includes('�'))
      throw invalidField(name, 'This parameter holds a character that cannot be used.', 'invalid');
    query.set(name, value);
  }
  return query;
}

/** Throws unless the caller holds the permission. */
export function requirePermission(principal: Principal, permission: string): void {
  if (!isAllowed(principal, permission)) throw forbidden(permission);
}

/**
 * What a caller may read of a resource: all (undefined), or the rows that a narrowed permission gives (a SQL condition).
 *
 * @throws forbidden, when it is nothing.
 */
export function readableRows(principal: Principal, resource: Resource): string | undefined {
  if (isAllowed(principal, resource.permissions.read)) return undefined;
  const conditions = Object.entries(resource.narrowed)
    .filter(([permission]) => isAllowed(principal, permission))
    .map(([, condition]) => `(${condition})`);
  if (conditions.length === 0) throw forbidden(resource.permissions.read);
  return conditions.join(' or ');
}

type How = { operation: string; access: 'read' | 'write'; statements?: number };

/** One transaction of this call: in its tenant, or (control plane) across tenants for an operator of the platform. */
export function inScope<T>(
  services: Services,
  call: Call,
  target: { platform: boolean },
  how: How,
  fn: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { principal } = call;
  const request = { ...call.request, operation: how.operation };
  const options = { access: how.access, ...(how.statements ? { statements: how.statements } : {}) };
  if (target.platform) {
    return withSystem(services.database, `operator: ${how.operation}`, fn, { ...options, request, actor: principal.actor });
  }
  if (!principal.tenantId)
    throw invalidRequest('You act for the platform, not for a tenant. Send X-Tenant with a tenant you belong to.');
  const { tenantId, actor, databaseRole } = principal;
  return withTenant(services.database, { tenantId, actor, databaseRole, request }, fn, options);
}
