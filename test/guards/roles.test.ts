import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { databaseRoles } from '@wheelhouse/shared/db/roles.ts';
import { expect, inject, it } from 'vitest';

const ask = async <R extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<R[]> =>
  (await asAdmin(inject('ownerUrl'), (client) => client.query<R>(text, values))).rows;

/** Functions that run with more rights than their caller and that the functions' login may call, with the reason. */
const lentRights: Record<string, string> = {
  'platform.documents_shared_with_me': 'row security of shares asks documents, which ask what is shared; answers ids only',
  'platform.global_settings': 'settings of the platform are for everyone to read; secrets are in it as ciphertext only',
  'platform.hidden_folder_paths': 'row security of folders asks it which folders are hidden',
  'platform.passages_with_words': 'looks into the full-text index of the current tenant; answers ids only',
  'platform.record_act': 'writes to the audit trail of the current tenant only',
  'platform.tenant_placement': 'enter_scope asks it where a tenant is before there is a scope',
};

it('the functions’ login owns nothing, inherits nothing and cannot pass row security', async () => {
  const [role] = await ask(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit, rolreplication,
       (select count(*)::integer from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as owns
     from pg_roles r where rolname = 'wheelhouse_app'`,
  );
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolinherit: false,
    rolreplication: false,
    owns: 0,
  });
});

it('the functions’ login has no right to any table, column or sequence by itself', async () => {
  const rights = await ask(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public') and n.nspname not like 'pg_temp%'
       and case when c.relkind = 'S' then has_sequence_privilege('wheelhouse_app', c.oid, 'usage, select, update')
         when c.relkind in ('r', 'p', 'v', 'm') then
           has_table_privilege('wheelhouse_app', c.oid, 'select, insert, update, delete, truncate, references, trigger')
           or has_any_column_privilege('wheelhouse_app', c.oid, 'select, insert, update, references')
         else false end`,
  );
  expect(rights).toEqual([]);
});

it('the functions’ login may create nothing and look into no schema of rows', async () => {
  const schemas = await ask<{ name: string }>(
    `select nspname as name from pg_namespace n
     where has_schema_privilege('wheelhouse_app', n.oid, 'create')
       or (has_schema_privilege('wheelhouse_app', n.oid, 'usage') and nspname not in ('pg_catalog', 'information_schema', 'public'))
     order by 1`,
  );
  expect(schemas.filter(({ name }) => !name.startsWith('pg_'))).toEqual([{ name: 'platform' }]);
});

it('people’s roles cannot log in, pass row security, or become the system', async () => {
  const roles = await ask<{ name: string; ok: boolean }>(
    `select rolname as name, not (rolcanlogin or rolsuper or rolbypassrls or pg_has_role(oid, 'wheelhouse_system', 'member')) as ok
     from pg_roles where rolname = any ($1) order by 1`,
    [databaseRoles],
  );
  expect(roles).toEqual([...databaseRoles].sort().map((name) => ({ name, ok: true })));
});

it('a function that lends its rights pins its search path, and the login may call only those that say why', async () => {
  const functions = await ask<{ name: string; pinned: boolean; callable: boolean }>(
    `select p.oid::regproc::text as name,
       exists (select from unnest(p.proconfig) setting where setting like 'search_path=%') as pinned,
       p.prorettype <> 'trigger'::regtype and has_function_privilege('wheelhouse_app', p.oid, 'execute')
         and has_schema_privilege('wheelhouse_app', p.pronamespace, 'usage') as callable
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname in ('platform', 'maintenance', 'app', 'audit', 'vip_data', 'analytics', 'archive')
     order by 1`,
  );
  expect(functions.filter(({ pinned }) => !pinned)).toEqual([]);
  expect(functions.filter(({ callable }) => callable).map(({ name }) => name)).toEqual(Object.keys(lentRights).sort());
});
