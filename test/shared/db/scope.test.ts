import { randomUUID } from 'node:crypto';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { processedMessages } from '@wheelhouse/shared/domains/operations/tables/processedMessages.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, openTestDatabase, testDatabase } from '../../harness/index.ts';

const insertMessage = `insert into processed_messages (consumer, message_id) values ('test', $1) returning id, tenant_id`;

describe.each(['pooled', 'dedicated'] as const)('a scope of a %s tenant', (placement) => {
  it('finds the tables of its placement by their plain names and fills in the tenant', async () => {
    const tenant = await newTenant({ placement });
    const [row] = await tenant.run((tx) => tx.query<{ id: string; tenant_id: string }>(insertMessage, ['a']));
    expect(row?.tenant_id).toBe(tenant.tenantId);
    const found = await withSystem(testDatabase(), 'look', (tx) =>
      tx.query(`select from ${tenant.schemaName}.processed_messages where tenant_id = $1`, [tenant.tenantId]),
    );
    expect(found).toHaveLength(1);
  });

  it('is where Drizzle asks, too', async () => {
    const [tenant, other] = [await newTenant({ placement }), await newTenant({ placement })];
    for (const each of [tenant, other]) await each.run((tx) => tx.query(insertMessage, [each.slug]));
    const found = await tenant.run(async (tx) =>
      (await tx.db()).select({ id: processedMessages.messageId }).from(processedMessages),
    );
    expect(found).toEqual([{ id: tenant.slug }]);
  });

  it('commits everything or nothing, events included', async () => {
    const tenant = await newTenant({ placement });
    const failing = tenant.run(async (tx) => {
      await tx.query(insertMessage, ['a']);
      tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: '1', data: {} });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    const left = await tenant.run((tx) => tx.query('select id from processed_messages union all select id from domain_events'));
    expect(left).toEqual([]);
  });

  it('publishes events after the commit, with the actor and the order of their making', async () => {
    const published: string[] = [];
    const database = openTestDatabase({ publish: async (events) => void published.push(...events.map((event) => event.type)) });
    const tenant = await newTenant({ placement });
    try {
      await withTenant(database, tenant.scope(), async (tx) => {
        tx.emit({ type: 'test.first', subjectType: 'test', subjectId: '1', data: { a: 1 } });
        tx.emit({ type: 'test.second', subjectType: 'test', subjectId: '1', data: {} });
        expect(published).toEqual([]);
      });
      expect(published).toEqual(['test.first', 'test.second']);
    } finally {
      await database.close();
    }
  });

  it('refuses to write in a read scope', async () => {
    const tenant = await newTenant({ placement });
    const writing = withTenant(testDatabase(), tenant.scope(), (tx) => tx.query(insertMessage, ['a']), { access: 'read' });
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('sends commit along with the last declared statement, and refuses one more', async () => {
    const tenant = await newTenant({ placement });
    const rows = await withTenant(testDatabase(), tenant.scope(), (tx) => tx.query<{ one: number }>('select 1 as one'), {
      statements: 1,
    });
    expect(rows).toEqual([{ one: 1 }]);
    const tooMany = withTenant(
      testDatabase(),
      tenant.scope(),
      async (tx) => {
        await tx.query('select 1');
        await tx.query('select 2');
      },
      { statements: 1 },
    );
    await expect(tooMany).rejects.toThrow('fewer statements');
  });

  it('reports the failing statement of a pipelined transaction and leaves the connection usable', async () => {
    const tenant = await newTenant({ placement });
    const failing = withTenant(testDatabase(), tenant.scope(), (tx) => tx.query('select 1 / 0'), { statements: 1 });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await tenant.run((tx) => tx.query<{ one: number }>('select 1 as one'))).toEqual([{ one: 1 }]);
  });
});

describe('a scope', () => {
  it('of an unknown tenant is refused as not found', async () => {
    const tenant = await newTenant();
    const scope = { ...tenant.scope(), tenantId: randomUUID() };
    await expect(withTenant(testDatabase(), scope, (tx) => tx.query('select 1'))).rejects.toMatchObject({ code: 'WH404' });
  });

  it('of a suspended tenant is refused with the reason', async () => {
    const tenant = await newTenant();
    await withSystem(testDatabase(), 'suspend', (tx) =>
      tx.query(`update platform.tenants set status = 'suspended', status_reason = 'unpaid' where id = $1`, [tenant.tenantId]),
    );
    const reading = withTenant(testDatabase(), tenant.scope(), (tx) => tx.query('select 1'), { access: 'read', statements: 1 });
    await expect(reading).rejects.toMatchObject({ code: 'WH403', message: expect.stringContaining('unpaid') });
  });

  it('of a tenant that is being moved can read but not write', async () => {
    const tenant = await newTenant();
    await withSystem(testDatabase(), 'move', (tx) =>
      tx.query(`update platform.tenants set status = 'moving' where id = $1`, [tenant.tenantId]),
    );
    await expect(withTenant(testDatabase(), tenant.scope(), (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'WH503',
    });
    const rows = await withTenant(testDatabase(), tenant.scope(), (tx) => tx.query('select id from domain_events'), {
      access: 'read',
    });
    expect(rows).toEqual([]);
  });

  it('ends with its transaction: the same connection outside a scope sees no table', async () => {
    const database = openTestDatabase({ databasePoolSize: 1 });
    const tenant = await newTenant();
    try {
      await withTenant(database, tenant.scope(), (tx) => tx.query(insertMessage, ['a']));
      await expect(database.pool.query('select * from processed_messages')).rejects.toMatchObject({ code: '42P01' });
      await expect(database.pool.query('select * from app.processed_messages')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await database.close();
    }
  });

  it('cannot be entered as the system', async () => {
    const tenant = await newTenant();
    const scope = { ...tenant.scope(), databaseRole: 'wheelhouse_system' as never };
    await expect(withTenant(testDatabase(), scope, (tx) => tx.query('select 1'))).rejects.toMatchObject({ code: '42501' });
  });

  it('runs the code again after a deadlock', async () => {
    const tenant = await newTenant();
    await tenant.run((tx) => tx.query(insertMessage, ['a']).then(() => tx.query(insertMessage, ['b'])));
    const lock = `select id from processed_messages where message_id = $1 for update`;
    let arrived = 0;
    let release: () => void = () => {};
    const bothArrived = new Promise<void>((resolve) => {
      release = resolve;
    });
    let attempts = 0;
    const opposite = (first: string, second: string) =>
      withTenant(testDatabase(), tenant.scope(), async (tx) => {
        attempts += 1;
        await tx.query('set local role wheelhouse_system');
        await tx.query(lock, [first]);
        arrived += 1;
        if (arrived >= 2) release();
        await bothArrived;
        await tx.query(lock, [second]);
      });
    await Promise.all([opposite('a', 'b'), opposite('b', 'a')]);
    // Two, and one or (when both are chosen as the victim) two repetitions.
    expect(attempts).toBeGreaterThanOrEqual(3);
  });
});

describe('work across tenants', () => {
  it('needs a reason', async () => {
    await expect(withSystem(testDatabase(), '', (tx) => tx.query('select 1'))).rejects.toMatchObject({ code: '42501' });
  });

  it('sees all pooled tenants, or one dedicated schema', async () => {
    const [one, two] = [await newTenant(), await newTenant({ placement: 'dedicated' })];
    await one.run((tx) => tx.query(insertMessage, ['m']));
    await two.run((tx) => tx.query(insertMessage, ['m']));
    const tenants = (home: string) =>
      withSystem(
        testDatabase(),
        'count',
        (tx) => tx.query<{ tenant_id: string }>('select distinct tenant_id from processed_messages'),
        { home },
      );
    expect((await tenants('app')).map((row) => row.tenant_id)).toContain(one.tenantId);
    expect(await tenants(two.schemaName)).toEqual([{ tenant_id: two.tenantId }]);
  });
});
