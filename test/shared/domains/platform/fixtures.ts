import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { declaredTables, tableMeta } from '@wheelhouse/shared/db/table.ts';
import {
  createTenant,
  type Doors,
  exportTenant,
  type Placement,
  type Tenant,
} from '@wheelhouse/shared/domains/platform/index.ts';
import { inject } from 'vitest';
import { testDatabase } from '../../../harness/index.ts';
import { insertRow } from '../../../harness/rows.ts';

export const doors = (): Doors => ({ database: testDatabase(), owner: inject('ownerUrl') });

export const newSlug = (): string => `t-${randomBytes(5).toString('hex')}`;

/** A tenant with its seeds. */
export function makeTenant(placement: Placement = 'pooled'): Promise<Tenant> {
  const slug = newSlug();
  return createTenant(doors(), { slug, name: `Test ${slug}`, placement });
}

/** A tenant with a row in every table, and one of a month that has no partition elsewhere yet. */
export async function makeFullTenant(placement: Placement): Promise<Tenant> {
  const tenant = await makeTenant(placement);
  const names = declaredTables()
    .map((table) => tableMeta(table))
    // The row of telematics_revisions is made by the fences and rules.
    .filter(({ area, name }) => area !== 'platform' && name !== 'telematics_revisions')
    .map(({ name }) => name);
  const audit = placement === 'pooled' ? 'audit.audit_log' : `${tenant.schemaName}.audit_log`;
  await asAdmin(inject('ownerUrl'), (client) =>
    client.query(`select platform.ensure_partitions($1::regclass, '2021-03-15', 0)`, [audit]),
  );
  await withSystem(
    testDatabase(),
    'a test makes rows',
    async (tx) => {
      for (const name of names) await insertRow(tx, tenant.id, name);
      await insertRow(tx, tenant.id, 'audit_log', {
        occurred_at: '2021-03-31T23:59:59.999999Z',
        old_values: '{"amount": 12345678901234567890.10}',
      });
    },
    { home: tenant.schemaName },
  );
  return tenant;
}

/** Everything that the database holds of a tenant, as sorted lines; without what a move itself changes. */
export async function dump(tenant: Tenant): Promise<string[]> {
  const out = new PassThrough();
  const [lines] = await Promise.all([text(out), exportTenant(doors(), tenant.id, out).then(() => out.end())]);
  return lines
    .trim()
    .split('\n')
    .slice(1, -1)
    .filter((line) => !line.startsWith('{"table":"platform.tenants"') && !line.includes('"type":"tenant.moved"'))
    .sort();
}
