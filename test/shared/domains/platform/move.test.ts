import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { type Scope, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import {
  findTenant,
  type MoveStep,
  moveTenant,
  type Placement,
  schemaNameOf,
  suspendTenant,
  type Tenant,
} from '@wheelhouse/shared/domains/platform/index.ts';
import { describe, expect, inject, it } from 'vitest';
import { openTestDatabase, testDatabase } from '../../../harness/index.ts';
import { doors, dump, makeFullTenant, makeTenant } from './fixtures.ts';

const scopeOf = (tenant: Tenant): Scope => ({
  tenantId: tenant.id,
  actor: { kind: 'system', reason: 'test' },
  databaseRole: 'system_admin',
  request: { operation: 'test' },
});
const insert = (tenant: Tenant, name: string) =>
  withTenant(testDatabase(), scopeOf(tenant), (tx) => tx.query('insert into teams (name) values ($1)', [name]));
const schemaExists = async (name: string) =>
  (await asAdmin(inject('ownerUrl'), (client) => client.query('select from pg_namespace where nspname = $1', [name])))
    .rowCount === 1;
const opposite = (placement: Placement): Placement => (placement === 'pooled' ? 'dedicated' : 'pooled');

describe.each(['pooled', 'dedicated'] as const)('moving a %s tenant', (from) => {
  const to = opposite(from);

  it('brings every row of every table to the other place as it was, and leaves none behind', async () => {
    const tenant = await makeFullTenant(from);
    const before = await dump(tenant);
    const { tenant: moved, rows } = await moveTenant(doors(), tenant.slug, to);
    expect(moved).toMatchObject({
      placement: to,
      status: 'active',
      schemaName: to === 'pooled' ? 'app' : schemaNameOf(tenant.slug),
    });
    expect(await dump(moved)).toEqual(before);
    expect(rows).toBeGreaterThan(90);
    if (from === 'dedicated') expect(await schemaExists(tenant.schemaName)).toBe(false);
    else {
      const left = await withSystem(testDatabase(), 'look', (tx) =>
        tx.query('select from users where tenant_id = $1 union all select from audit_log where tenant_id = $1', [tenant.id]),
      );
      expect(left).toEqual([]);
    }
    await moveTenant(doors(), tenant.slug, from);
    expect(await dump(tenant)).toEqual(before);
  });

  it('tells that it moved, and lets the tenant go on numbering its events where it stopped', async () => {
    const tenant = await makeTenant(from);
    await moveTenant(doors(), tenant.slug, to);
    await withTenant(testDatabase(), scopeOf(tenant), async (tx) =>
      tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: '1', data: {} }),
    );
    const events = await withTenant(testDatabase(), scopeOf(tenant), (tx) =>
      tx.query<{ type: string; data: Record<string, unknown> }>(
        'select type, data from domain_events order by transaction_id, position',
      ),
    );
    expect(events.map(({ type }) => type)).toEqual(['tenant.created', 'tenant.moved', 'test.happened']);
    expect(events[1]?.data).toMatchObject({ placement: to, previousPlacement: from });
  });

  it('never shows readers an error or a missing row, and takes each write or refuses it with WH503', async () => {
    const tenant = await makeTenant(from);
    for (let index = 0; index < 50; index += 1) await insert(tenant, `Team ${index}`);
    const readers = openTestDatabase({ databasePoolSize: 4 });
    const writers = openTestDatabase({ databasePoolSize: 3 });
    let moving = true;
    const seen = { reads: 0, written: 0, refused: 0, placements: new Set<string>() };
    const read = async () => {
      while (moving) {
        const [row] = await withTenant(
          readers,
          scopeOf(tenant),
          async (tx) => {
            const first = await tx.query<{ n: number }>(`select count(*)::integer as n from teams where name like 'Team%'`);
            const again = await tx.query<{ n: number; home: string }>(
              `select count(*)::integer as n, (select relnamespace::regnamespace::text from pg_class where oid = min(teams.tableoid)) as home from teams where name like 'Team%'`,
            );
            return [{ first: first[0]?.n, again: again[0]?.n, home: again[0]?.home ?? '' }];
          },
          { access: 'read' },
        );
        expect(row).toMatchObject({ first: 50, again: 50 });
        seen.placements.add(row?.home ?? '');
        seen.reads += 1;
      }
    };
    const write = async () => {
      while (moving) {
        const outcome = await withTenant(writers, scopeOf(tenant), (tx) =>
          tx.query(`insert into teams (name) values ('written')`),
        ).then(
          () => undefined,
          (error: { code?: string }) => error,
        );
        if (outcome) expect(outcome.code).toBe('WH503');
        seen[outcome ? 'refused' : 'written'] += 1;
      }
    };
    const traffic = Promise.all([read(), read(), read(), write(), write()]);
    try {
      await moveTenant(doors(), tenant.slug, to);
      await moveTenant(doors(), tenant.slug, from);
      await moveTenant(doors(), tenant.slug, to);
    } finally {
      moving = false;
      await traffic;
      await Promise.all([readers.close(), writers.close()]);
    }
    const [row] = await withTenant(testDatabase(), scopeOf(tenant), (tx) =>
      tx.query<{ n: number }>(`select count(*)::integer as n from teams where name = 'written'`),
    );
    expect(row?.n).toBe(seen.written);
    expect(seen.reads).toBeGreaterThan(10);
    expect(seen.written).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.placements.size).toBe(2);
  });

  it.each(['provisioned', 'marked', 'writersGone', 'copied', 'removed', 'switched'] satisfies MoveStep[])(
    'is wholly in one place after the process was killed once %s, and is ended by asking again',
    async (step) => {
      const tenant = await makeTenant(from);
      const before = await dump(tenant);
      await killAfter(step, tenant, to);
      const [stranded] = await withTenant(
        testDatabase(),
        scopeOf(tenant),
        (tx) => tx.query<{ n: number }>('select count(*)::integer as n from roles'),
        { access: 'read' },
      );
      expect(stranded?.n).toBe(6);
      const { tenant: moved } = await moveTenant(doors(), tenant.slug, to);
      expect(moved).toMatchObject({ placement: to, status: 'active' });
      expect(await dump(moved)).toEqual(before);
      await insert(moved, 'after');
      expect(await schemaExists(schemaNameOf(tenant.slug))).toBe(to === 'dedicated');
    },
  );

  it('can be given up after a crash: the tenant stays, writes again, and nothing is left where it would have gone', async () => {
    const tenant = await makeTenant(from);
    await killAfter('copied', tenant, to);
    await expect(insert(tenant, 'too early')).rejects.toMatchObject({ code: 'WH503' });
    const { tenant: stayed } = await moveTenant(doors(), tenant.slug, from);
    expect(stayed).toMatchObject({ placement: from, status: 'active', schemaName: tenant.schemaName });
    await insert(tenant, 'after');
    expect(await schemaExists(schemaNameOf(tenant.slug))).toBe(from === 'dedicated');
  });

  it('is undone by a failure, and the tenant writes on where it was', async () => {
    const tenant = await makeTenant(from);
    const before = await dump(tenant);
    const failing = moveTenant(doors(), tenant.slug, to, {
      onStep: (step) => {
        if (step === 'removed') throw new Error('disk full');
      },
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await findTenant(doors(), tenant.slug)).toMatchObject({ placement: from, status: 'active' });
    expect(await dump(tenant)).toEqual(before);
    await insert(tenant, 'after');
  });

  it('moves a suspended tenant, which stays suspended', async () => {
    const tenant = await makeTenant(from);
    await withSystem(testDatabase(), 'suspend', (tx) => suspendTenant(tx, tenant.slug, 'unpaid'));
    const { tenant: moved } = await moveTenant(doors(), tenant.slug, to);
    expect(moved).toMatchObject({ placement: to, status: 'suspended', statusReason: 'unpaid' });
  });

  it('gives up when a transaction of the tenant does not end, and the tenant writes on', async () => {
    const tenant = await makeTenant(from);
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let started: () => void = () => {};
    const open = new Promise<void>((resolve) => {
      started = resolve;
    });
    const writer = withTenant(testDatabase(), scopeOf(tenant), async (tx) => {
      await tx.query(`insert into teams (name) values ('slow')`);
      started();
      await held;
    });
    await open;
    await expect(moveTenant(doors(), tenant.slug, to, { patienceMs: 300 })).rejects.toMatchObject({ status: 503 });
    release();
    await writer;
    expect(await findTenant(doors(), tenant.slug)).toMatchObject({ placement: from, status: 'active' });
    await insert(tenant, 'after');
  });
});

it('needs the owner’s login, and says so', async () => {
  const tenant = await makeTenant();
  const moving = moveTenant({ database: testDatabase(), owner: undefined }, tenant.slug, 'dedicated');
  await expect(moving).rejects.toMatchObject({ status: 503, detail: expect.stringContaining('DATABASE_OWNER_URL') });
});

it('does the same work once when two ask at the same time', async () => {
  const tenant = await makeTenant();
  const outcomes = await Promise.allSettled([
    moveTenant(doors(), tenant.slug, 'dedicated'),
    moveTenant(doors(), tenant.slug, 'dedicated'),
  ]);
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await findTenant(doors(), tenant.slug)).toMatchObject({ placement: 'dedicated', status: 'active' });
  await insert(tenant, 'after');
});

/** Runs a move in a process of its own and kills it once it has done this step. */
async function killAfter(step: MoveStep, tenant: Tenant, to: Placement): Promise<void> {
  const script = fileURLToPath(new URL('./move-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, inject('appUrl'), inject('ownerUrl'), tenant.slug, to, step], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data) => String(data).includes(`after ${step}`) && resolve());
    child.on('exit', (code) => reject(new Error(`The move ended by itself with code ${code} before ${step}.`)));
  });
  const killed = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await killed;
}
