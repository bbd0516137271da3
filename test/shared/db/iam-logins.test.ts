import { randomBytes, randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { connectionSettings, ownerConnection } from '@wheelhouse/shared/db/cloud-sql.ts';
import type { Connection } from '@wheelhouse/shared/db/connection.ts';
import { type Database, openDatabase } from '@wheelhouse/shared/db/database.ts';
import { asAdmin, migrate, prepareDatabase, schemasBehind } from '@wheelhouse/shared/db/migrate/index.ts';
import type { DatabaseRole } from '@wheelhouse/shared/db/roles.ts';
import { type Actor, type Tx, withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { exportTenant, platformDomain } from '@wheelhouse/shared/domains/platform/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { poolSettings, principalOf, testApi, testServices } from '../../harness/index.ts';
import { insertRow } from '../../harness/rows.ts';
import { type CloudLikeServer, startCloudLikeServer } from './cloud-like-server.ts';

let server: CloudLikeServer;
/** Environments of two functions, each with a login of its own: neither wheelhouse_app nor wheelhouse_owner. */
let fleet: Record<string, string>;
let platform: Record<string, string>;
/** The way to the database of the function `fleet`, and both of the function `platform`. */
let fleetDatabase: Database;
let platformDatabase: Database;
let owner: Connection;

beforeAll(async () => {
  server = await startCloudLikeServer();
  const admin = await server.newAdmin('admin');
  const database = server.databaseName('iam');
  const [fleetLogin, platformLogin] = [await server.newLogin('fleet'), await server.newLogin('platform')];
  await server.asSuperuser(`create database ${database} template template0 owner "${new URL(admin).username}"`);
  await server.makeUntrustedExtensions(database);
  await prepareDatabase(admin, database, { appLogins: [fleetLogin], ownerLogins: [platformLogin] });
  fleet = { DATABASE_URL: server.urlOf(fleetLogin, database), DATABASE_ROLE: 'wheelhouse_app', DATABASE_OWNER_URL: '' };
  platform = {
    ...fleet,
    DATABASE_URL: server.urlOf(platformLogin, database),
    DATABASE_OWNER_ROLE: 'wheelhouse_owner',
  };
  owner = (await ownerConnection(readConfig(platform))) as Connection;
  await migrate(owner);
  fleetDatabase = openDatabase(await connectionSettings(readConfig(fleet)), poolSettings);
  platformDatabase = openDatabase(await connectionSettings(readConfig(platform)), poolSettings);
}, 120_000);
afterAll(async () => {
  await fleetDatabase.close();
  await platformDatabase.close();
  await server.close();
});

const asOwner = <R extends Record<string, unknown>>(query: string, values: unknown[] = []) =>
  asAdmin(owner, async (client) => (await client.query<R>(query, values)).rows);

const operator = () =>
  testApi([platformDomain], { services: testServices({ database: platformDatabase, env: platform }) }).client(
    principalOf({ tenantId: '' }, { permissions: ['platform.*'], databaseRole: 'authenticated_user' }),
  );

async function newTenant(placement = 'pooled'): Promise<{ tenantId: string; slug: string; schemaName: string }> {
  const slug = `i-${randomBytes(5).toString('hex')}`;
  const { status, body, text: answer } = await operator()('POST', '/v1/tenants:create', { slug, name: 'Acme', placement });
  expect(status, answer).toBe(201);
  return { tenantId: body.id, slug, schemaName: body.schemaName };
}

function asUser<T>(tenantId: string, userId: string, databaseRole: DatabaseRole, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const actor: Actor = { kind: 'user', userId };
  return withTenant(fleetDatabase, { tenantId, actor, databaseRole, request: { operation: 'test' } }, fn);
}

describe('migrations as a login of its own', () => {
  it('reach the newest version, and everything belongs to wheelhouse_owner', async () => {
    expect(await schemasBehind(owner)).toEqual([]);
    const owners = await asOwner(
      `select distinct c.relowner::regrole::text as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('platform', 'app', 'audit', 'vip_data', 'analytics', 'archive', 'maintenance') and c.relkind in ('r', 'p')`,
    );
    expect(owners).toEqual([{ owner: 'wheelhouse_owner' }]);
  });

  it('are refused to a login that may not act as the owner', async () => {
    const pretended = await ownerConnection(readConfig({ ...fleet, DATABASE_OWNER_ROLE: 'wheelhouse_owner' }));
    await expect(migrate(pretended as Connection)).rejects.toThrow(/wheelhouse_owner/);
  });
});

describe('a function with a login of its own', () => {
  it('answers requests', async () => {
    const { tenantId } = await newTenant();
    const services = testServices({ database: fleetDatabase, env: fleet });
    const call = testApi([fleetDomain], { services }).client(principalOf({ tenantId }));
    const id = await withSystem(fleetDatabase, 'a test makes a vehicle', (tx) => insertRow(tx, tenantId, 'vehicles'));
    const read = await call('GET', `/v1/vehicles/${id}`);
    expect(read.status, read.text).toBe(200);
    const headers = { 'If-Match': read.headers.get('etag') as string };
    const changed = await call('PATCH', `/v1/vehicles/${id}`, { color: 'red' }, headers);
    expect(changed.body, changed.text).toMatchObject({ id, color: 'red' });
  });

  it('acts as wheelhouse_app from the start of its sessions, finds no table outside a scope and comes back to that', async () => {
    const session = `select current_user::text as me, current_setting('search_path') as path`;
    const atStart = await fleetDatabase.pool.query(session);
    expect(atStart.rows).toEqual([{ me: 'wheelhouse_app', path: '' }]);
    await withSystem(fleetDatabase, 'a test enters a scope', (tx) => tx.query('select 1'));
    expect((await fleetDatabase.pool.query(session)).rows).toEqual(atStart.rows);
    await expect(fleetDatabase.pool.query('select from app.vehicles')).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot act as the owner', async () => {
    await expect(fleetDatabase.pool.query('set role wheelhouse_owner')).rejects.toMatchObject({ code: '42501' });
  });

  it('leaves audit rows that name the actor and the role', async () => {
    const { tenantId } = await newTenant();
    const userId = randomUUID();
    const id = await withSystem(fleetDatabase, 'a test makes a vehicle', (tx) => insertRow(tx, tenantId, 'vehicles'));
    await asUser(tenantId, userId, 'fleet_admin', (tx) => tx.query(`update vehicles set color = 'green' where id = $1`, [id]));
    const rows = await withSystem(fleetDatabase, 'a test reads the audit trail', (tx) =>
      tx.query(
        `select action_type, actor_kind, actor_id, user_id, database_role, reason from audit_log
         where resource_id = $1 order by occurred_at`,
        [id],
      ),
    );
    expect(rows).toMatchObject([
      { action_type: 'create', actor_kind: 'system', database_role: 'wheelhouse_system', reason: 'a test makes a vehicle' },
      { action_type: 'update', actor_kind: 'user', actor_id: userId, user_id: userId, database_role: 'fleet_admin' },
    ]);
  });

  it('shows a document that is restricted to a role to those who have the role', async () => {
    const { tenantId } = await newTenant();
    const [reader, other, id] = await withSystem(fleetDatabase, 'a test makes a document', async (tx) => {
      const roleId = await insertRow(tx, tenantId, 'roles', { role_name: 'appraiser', is_active: 'true' });
      return Promise.all([
        insertRow(tx, tenantId, 'users', { role_id: roleId }),
        insertRow(tx, tenantId, 'users'),
        insertRow(tx, tenantId, 'documents', { access_control: '{"roles": ["appraiser"]}' }),
      ]);
    });
    const seenBy = (userId: string, role: DatabaseRole) =>
      asUser(tenantId, userId, role, (tx) => tx.query('select id from documents where id = $1', [id]));
    expect(await seenBy(reader, 'authenticated_user')).toEqual([{ id }]);
    expect(await seenBy(other, 'authenticated_user')).toEqual([]);
    expect(await seenBy(other, 'compliance_officer')).toEqual([{ id }]);
  });
});

describe('the function platform, whose login acts as wheelhouse_app and as wheelhouse_owner', () => {
  it('creates a dedicated tenant, moves it, exports it and deletes it', async () => {
    const call = operator();
    const { tenantId, slug, schemaName } = await newTenant('dedicated');
    expect(await asOwner('select nspowner::regrole::text as owner from pg_namespace where nspname = $1', [schemaName])).toEqual([
      { owner: 'wheelhouse_owner' },
    ]);
    const audited = () =>
      withSystem(platformDatabase, 'a test counts', (tx) =>
        tx.query('select count(*)::integer as entries from audit_log where tenant_id = $1', [tenantId]),
      );
    const moved = await call('POST', `/v1/tenants/${tenantId}:move`, { placement: 'pooled' });
    expect(moved.body, moved.text).toMatchObject({ placement: 'pooled', status: 'active' });
    const entries = await audited();
    expect((await call('POST', `/v1/tenants/${tenantId}:move`, { placement: 'dedicated' })).status).toBe(200);
    expect((await call('POST', `/v1/tenants/${tenantId}:move`, { placement: 'pooled' })).status).toBe(200);
    // Rows were copied as they are: no trigger took the copies for changes.
    expect(await audited()).toEqual(entries);
    const out = new PassThrough();
    const [lines] = await Promise.all([
      text(out),
      exportTenant({ database: platformDatabase, owner }, tenantId, out).then(() => out.end()),
    ]);
    expect(lines).toContain('"table":"roles"');
    expect((await call('POST', `/v1/tenants/${tenantId}:delete`, { confirm: slug })).status).toBe(200);
  });

  it('cannot pretend a move in its sessions as wheelhouse_app', async () => {
    const { tenantId } = await newTenant();
    const accounts = () =>
      withSystem(platformDatabase, 'a test looks', (tx) =>
        tx.query('select user_id from platform.accounts where tenant_id = $1', [tenantId]),
      );
    const userId = await withSystem(platformDatabase, 'a test makes a user', (tx) => insertRow(tx, tenantId, 'users'));
    expect(await accounts()).toEqual([{ user_id: userId }]);
    await withSystem(platformDatabase, 'a test pretends a move', async (tx) => {
      await tx.query(`select set_config('app.moving', 'on', true)`);
      await tx.query('delete from users where id = $1', [userId]);
    });
    expect(await accounts()).toEqual([]);
  });

  it('is told what to set where it has no way to the owner', async () => {
    const services = testServices({ database: fleetDatabase, env: fleet });
    const principal = principalOf({ tenantId: '' }, { permissions: ['platform.*'], databaseRole: 'authenticated_user' });
    const slug = `i-${randomBytes(5).toString('hex')}`;
    const wanted = { slug, name: 'Acme', placement: 'dedicated' };
    const answer = await testApi([platformDomain], { services }).client(principal)('POST', '/v1/tenants:create', wanted);
    expect(answer).toMatchObject({ status: 503, body: { detail: expect.stringContaining('DATABASE_OWNER_ROLE') } });
  });
});
