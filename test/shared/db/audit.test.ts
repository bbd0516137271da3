import { randomUUID } from 'node:crypto';
import { databaseRoles } from '@wheelhouse/shared/db/roles.ts';
import { type Actor, type Scope, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../harness/index.ts';
import { insertRow } from '../../harness/rows.ts';

type Entry = Record<string, unknown> & {
  action_type: string;
  old_values: Record<string, unknown>;
  new_values: Record<string, unknown>;
};

/** The audit trail of a tenant, oldest first. */
function trail(tenant: TestTenant, table: string): Promise<Entry[]> {
  return tenant.run(
    (tx) => tx.query<Entry>('select * from audit_log where resource_type = $1 order by occurred_at, id', [table]),
    'audit_admin',
  );
}

function scopeOf(tenant: TestTenant, actor: Actor, request: Partial<Scope['request']> = {}): Scope {
  return { ...tenant.scope('system_admin', actor), request: { operation: 'teams.create', ...request } };
}

describe.each(['pooled', 'dedicated'] as const)('the audit trail of a %s tenant', (placement) => {
  it('records who did it, in which request, and the row before and after', async () => {
    const tenant = await newTenant({ placement });
    const [userId, requestId, correlationId] = [randomUUID(), randomUUID(), randomUUID()];
    const request = {
      requestId,
      correlationId,
      ipAddress: '203.0.113.9',
      userAgent: 'test/1',
      endpoint: 'POST /v1/teams',
    };
    const scope = scopeOf(tenant, { kind: 'user', userId, sessionId: 's-1' }, request);
    const id = await withTenant(testDatabase(), scope, async (tx) => {
      const [row] = await tx.query<{ id: string }>(`insert into teams (name) values ('North') returning id`);
      await tx.query(`update teams set name = 'South', description = 'moved' where id = $1`, [row?.id]);
      await tx.query('delete from teams where id = $1', [row?.id]);
      return row?.id;
    });
    const entries = await trail(tenant, 'teams');
    expect(entries.map(({ action_type }) => action_type)).toEqual(['create', 'update', 'delete']);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        tenant_id: tenant.tenantId,
        user_id: userId,
        actor_kind: 'user',
        actor_id: userId,
        session_id: 's-1',
        ip_address: '203.0.113.9',
        user_agent: 'test/1',
        api_endpoint: 'POST /v1/teams',
        operation_description: 'teams.create',
        request_id: requestId,
        correlation_id: correlationId,
        resource_id: id,
        database_role: 'system_admin',
        success: true,
      });
    }
    const [created, updated, deleted] = entries;
    expect(created).toMatchObject({ old_values: null, new_values: { name: 'North' }, changed_fields: null });
    expect(updated).toMatchObject({
      old_values: { name: 'North', description: null },
      new_values: { name: 'South', description: 'moved' },
    });
    expect(updated?.changed_fields).toEqual(['description', 'name']);
    expect(deleted).toMatchObject({ old_values: { name: 'South', id }, new_values: null });
  });

  it('writes nothing when nothing changes, and nothing of what was undone', async () => {
    const tenant = await newTenant({ placement });
    const id = await tenant.run(
      async (tx) => (await tx.query<{ id: string }>(`insert into teams (name) values ('North') returning id`))[0]?.id,
    );
    await tenant.run((tx) => tx.query(`update teams set name = 'North' where id = $1`, [id]));
    const undone = tenant.run(async (tx) => {
      await tx.query(`update teams set name = 'South' where id = $1`, [id]);
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    expect((await trail(tenant, 'teams')).map(({ action_type }) => action_type)).toEqual(['create']);
  });

  it('hides sensitive values, and still tells that they changed', async () => {
    const tenant = await newTenant({ placement });
    await withSystem(
      testDatabase(),
      'a test makes a user',
      async (tx) => {
        const id = await insertRow(tx, tenant.tenantId, 'users', { password_hash: 'argon-one' });
        await tx.query(`update users set password_hash = 'argon-two' where tenant_id = $1 and id = $2`, [tenant.tenantId, id]);
      },
      { home: tenant.schemaName },
    );
    const entries = await trail(tenant, 'users');
    expect(JSON.stringify(entries)).not.toContain('argon');
    expect(entries.at(-1)).toMatchObject({
      changed_fields: ['password_hash'],
      old_values: { password_hash: '***', two_factor_secret: null },
      new_values: { password_hash: '***' },
      actor_kind: 'system',
      reason: 'a test makes a user',
      database_role: 'wheelhouse_system',
    });
  });

  it.each([
    [{ kind: 'token', tokenId: '0190a0a0-0000-7000-8000-000000000001', userId: '0190a0a0-0000-7000-8000-000000000002' }, 'user'],
    [{ kind: 'device', deviceId: 'OBD-7' }, 'no user'],
    [{ kind: 'system', reason: 'nightly clean-up' }, 'no user'],
  ] as const)('names the actor %j', async (actor, holder) => {
    const tenant = await newTenant({ placement });
    await withTenant(testDatabase(), scopeOf(tenant, actor), (tx) => tx.query(`insert into teams (name) values ('North')`));
    const [entry] = await trail(tenant, 'teams');
    const id = { token: 'tokenId', device: 'deviceId', system: 'reason' }[actor.kind];
    expect(entry).toMatchObject({ actor_kind: actor.kind, actor_id: (actor as Record<string, string>)[id] });
    expect(entry?.user_id).toBe(holder === 'user' ? (actor as { userId: string }).userId : null);
  });

  it('cannot be written, changed or emptied by any role of people', async () => {
    const tenant = await newTenant({ placement });
    await tenant.run((tx) => tx.query(`insert into teams (name) values ('North')`));
    const forgeries = [
      `insert into audit_log (actor_kind, action_type, resource_type) values ('user', 'delete', 'teams')`,
      `update audit_log set actor_id = 'someone else'`,
      'delete from audit_log',
      'truncate audit_log',
      `select platform.write_audit('audit', platform.current_tenant_id(), 'create', 'teams', null, null, null, null, null)`,
      `alter table teams disable trigger audit_row`,
    ];
    for (const role of databaseRoles) {
      for (const forgery of forgeries) {
        await expect(
          tenant.run((tx) => tx.query(forgery), role),
          `${role}: ${forgery}`,
        ).rejects.toMatchObject({ code: '42501' });
      }
    }
    expect(await trail(tenant, 'teams')).toHaveLength(1);
  });

  it('is written even where the functions’ login pretends to move the tenant', async () => {
    const tenant = await newTenant({ placement });
    await tenant.run(async (tx) => {
      await tx.query(`select set_config('app.moving', 'on', true)`);
      await tx.query(`insert into teams (name) values ('North')`);
    });
    expect(await trail(tenant, 'teams')).toHaveLength(1);
  });

  it('is read by auditors only', async () => {
    const tenant = await newTenant({ placement });
    const reading = tenant.run((tx) => tx.query('select from audit_log'), 'fleet_admin');
    await expect(reading).rejects.toMatchObject({ code: '42501' });
  });

  it('takes acts that change no row, of the current tenant only', async () => {
    const [tenant, other] = [await newTenant({ placement }), await newTenant({ placement })];
    await tenant.run(
      (tx) => tx.query(`select platform.record_act('login', 'users', 'u-1', '{"success": false, "errorMessage": "locked"}')`),
      'driver_user',
    );
    expect(await trail(tenant, 'users')).toMatchObject([
      { action_type: 'login', resource_id: 'u-1', success: false, error_message: 'locked' },
    ]);
    expect(await trail(other, 'users')).toEqual([]);
  });
});
