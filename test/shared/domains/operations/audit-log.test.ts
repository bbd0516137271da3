import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../../harness/index.ts';

const { client } = testApi([operationsDomain]);

describe.each(['pooled', 'dedicated'] as const)('the audit trail of a %s tenant', (placement) => {
  it('is read by an auditor, its own entries only', async () => {
    const [tenant, other] = [await newTenant({ placement }), await newTenant()];
    await client(principalOf(tenant))('POST', '/v1/settings:set', { key: 'max_delivery_attempts', value: 4 });
    await client(principalOf(other))('POST', '/v1/settings:set', { key: 'max_delivery_attempts', value: 5 });
    for (const databaseRole of ['audit_admin', 'compliance_officer', 'system_admin'] as const) {
      const { status, body } = await client(principalOf(tenant, { databaseRole, permissions: ['audit.read'] }))(
        'GET',
        '/v1/audit-log',
      );
      expect(status).toBe(200);
      expect(body.data).toMatchObject([
        { actionType: 'create', resourceType: 'system_settings', actorKind: 'user', newValues: { setting_value: '4' } },
      ]);
    }
  });

  it('is refused to another role of the database, even with the permission, and without the permission', async () => {
    const tenant = await newTenant({ placement });
    const clerk = await client(principalOf(tenant, { databaseRole: 'fleet_admin', permissions: ['audit.read'] }))(
      'GET',
      '/v1/audit-log',
    );
    expect([clerk.status, clerk.body.code]).toEqual([403, 'forbidden']);
    const auditor = await client(principalOf(tenant, { databaseRole: 'audit_admin', permissions: ['setting.read'] }))(
      'GET',
      '/v1/audit-log',
    );
    expect(auditor.status).toBe(403);
  });

  it('cannot be written', async () => {
    const call = client(principalOf(await newTenant({ placement })));
    expect((await call('POST', '/v1/audit-log', {})).status).toBe(405);
  });
});

describe('the partitions', () => {
  it('are listed for operators of the platform, and for nobody in a tenant', async () => {
    const tenant = await newTenant();
    const operator = client(principalOf({ tenantId: '' }));
    const { status, body, text } = await operator('GET', '/v1/audit-log:partitions');
    expect(status, text).toBe(200);
    expect(body.data.length).toBeGreaterThanOrEqual(4);
    expect(body.data[0]).toMatchObject({
      schema: 'audit',
      table: 'audit_log',
      bounds: expect.stringContaining('FOR VALUES FROM'),
    });
    expect((await client(principalOf(tenant))('GET', '/v1/audit-log:partitions')).status).toBe(403);
  });
});
