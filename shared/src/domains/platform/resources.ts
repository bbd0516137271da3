import { resource } from '../../resource/resource.ts';
import { domains, tenants } from './tables/index.ts';

/** Created, suspended, moved and deleted by verbs only. */
export const tenantResource = resource({
  path: 'tenants',
  singular: 'tenant',
  table: tenants,
  summary: 'Customer organisations, for operators of the platform',
  operations: ['list', 'get', 'update'],
  permissions: { read: 'platform.read', write: 'platform.write' },
  verbOwned: ['slug', 'placement', 'schemaName', 'status', 'statusReason'],
  search: ['name', 'slug'],
  includes: { domains: { many: 'domains', by: 'tenantId' } },
});

/** Registered and verified by verbs only. */
export const domainResource = resource({
  path: 'domains',
  singular: 'domain',
  table: domains,
  summary: 'Internet domains of tenants, for operators of the platform',
  operations: ['list', 'get', 'delete'],
  permissions: { read: 'platform.read', write: 'platform.write' },
  verbOwned: ['tenantId', 'domain', 'isPrimary', 'isVerified', 'verificationToken'],
  search: ['domain'],
  includes: { tenant: { one: 'tenants', via: 'tenantId' } },
});
