import { z } from 'zod';
import type { Principal } from '../resource/principal.ts';

/**
 * Permissions of a whole subject: who holds `fleet.read` holds `vehicle.read`, `driver.read` and so on; `fleet.*` every action on
 * all of them. A group holds itself too. A new resource is covered by adding its noun here.
 */
export const permissionGroups: Readonly<Record<string, readonly string[]>> = {
  system: ['setting', 'job', 'audit', 'event', 'document_audit'],
  user: ['role', 'permission', 'department', 'team', 'api_token'],
  fleet: [
    'vehicle',
    'driver',
    'depot',
    'vendor',
    'assignment',
    'location',
    'location_share',
    'video',
    'layer',
    'trip',
    'telematics_rules',
    'geofence',
  ],
  document: ['folder'],
  delivery: ['route', 'tracking'],
  analytics: ['reports', 'dashboard'],
  platform: ['tenant', 'domain'],
};

/** Tables of the control plane hold the rows of every organisation, so only operators of the platform may touch them. */
const platformOnly: ReadonlySet<string> = new Set(['platform', ...(permissionGroups.platform ?? [])]);

/** What every user may do: see who they are, their own row, and the documents that are theirs, about them or shared with them. */
export const basicPermissions = ['self.read', 'user.read_own', 'document.read_own'] as const;

/** `vehicle.read`, `vehicle.*`, `*.read`, `*`. */
export const permissionForm = /^(?:\*|(?:\*|[a-z][A-Za-z0-9_]*)\.(?:\*|[a-z][A-Za-z0-9_]*))$/;

export const permissionSchema = z
  .string()
  .max(255)
  .regex(permissionForm, 'Must be <resource>.<action>, such as vehicle.read, or a wildcard: vehicle.*, *.read, *.')
  .refine((permission) => permission !== '*.*', 'Is written *.');

/** Whose permissions are looked at. */
export type Holder = Pick<Principal, 'tenantId' | 'permissions' | 'denied'>;

/** Pairs of resource and action, either of which may be `*`; groups written out. */
type Grant = readonly [resource: string, action: string];

type Grants = { list: readonly Grant[]; keys: ReadonlySet<string> };

const compiled = new WeakMap<readonly string[], Grants>();

/**
 * Whether the principal may do this. Wildcards and groups count, a denial beats every grant, and who may read all rows may read
 * some: `vehicle.read` implies `vehicle.read_assigned`. Inside an organisation nothing, not even `*`, gives a permission of the
 * group `platform`.
 *
 * @param permission without wildcards: `vehicle.read`
 */
export function isAllowed(principal: Holder, permission: string): boolean {
  const [resource = '', action = ''] = permission.split('.');
  if (principal.tenantId !== '' && platformOnly.has(resource)) return false;
  return includes(grantsOf(principal.permissions), resource, action) && !includes(grantsOf(principal.denied), resource, action);
}

/**
 * Whether the principal holds everything that this permission, wildcards included, would give, so that passing it on takes
 * nothing that is not theirs.
 */
export function covers(principal: Holder, permission: string): boolean {
  const held = grantsOf(principal.permissions);
  const denied = grantsOf(principal.denied);
  return grantsOf([permission]).list.every(
    ([resource, action]) =>
      (principal.tenantId === '' || !platformOnly.has(resource)) &&
      held.list.some((grant) => isWithin([resource, action], grant)) &&
      !denied.list.some((denial) => meet(denial, [resource, action])),
  );
}

/** What both lists of permissions allow: the rights of a token are those of its user, narrowed to what the token names. */
export function restrict(permissions: readonly string[], to: readonly string[]): string[] {
  const common = new Set<string>();
  for (const mine of grantsOf(permissions).list) {
    for (const theirs of grantsOf(to).list) {
      const both = meet(mine, theirs);
      if (both) common.add(written(both));
    }
  }
  return [...common];
}

function grantsOf(permissions: readonly string[]): Grants {
  const known = compiled.get(permissions);
  if (known) return known;
  const list = permissions.filter((permission) => permissionForm.test(permission)).flatMap(writtenOut);
  const grants = { list, keys: new Set(list.map(written)) };
  compiled.set(permissions, grants);
  return grants;
}

function writtenOut(permission: string): Grant[] {
  if (permission === '*') return [['*', '*']];
  const [resource = '', action = ''] = permission.split('.');
  return [resource, ...(permissionGroups[resource] ?? [])].map((one) => [one, action]);
}

function written([resource, action]: Grant): string {
  return resource === '*' && action === '*' ? '*' : `${resource}.${action}`;
}

function includes({ keys }: Grants, resource: string, action: string): boolean {
  return (
    keys.has(`${resource}.${action}`) ||
    keys.has(`${resource}.*`) ||
    keys.has('*') ||
    keys.has(`*.${action}`) ||
    (action.startsWith('read_') && includes({ keys, list: [] }, resource, 'read'))
  );
}

const actionWithin = (action: string, other: string): boolean =>
  other === '*' || action === other || (other === 'read' && action.startsWith('read_'));

function isWithin([resource, action]: Grant, [otherResource, otherAction]: Grant): boolean {
  return (otherResource === '*' || resource === otherResource) && actionWithin(action, otherAction);
}

/** What two grants have in common, if anything. */
function meet([resource, action]: Grant, [otherResource, otherAction]: Grant): Grant | undefined {
  const sharedResource =
    resource === '*' ? otherResource : otherResource === '*' || otherResource === resource ? resource : undefined;
  const sharedAction = actionWithin(action, otherAction) ? action : actionWithin(otherAction, action) ? otherAction : undefined;
  return sharedResource && sharedAction ? [sharedResource, sharedAction] : undefined;
}
