import { constraintName } from '@wheelhouse/shared/db/constraints.ts';
import { asAdmin, schemasOf } from '@wheelhouse/shared/db/migrate/index.ts';
import { declaredTables, type TableMeta, tableColumns, tableMeta } from '@wheelhouse/shared/db/table.ts';
import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../harness/own-database.ts';
import '@wheelhouse/shared/domains/tables.ts';
import { type CatalogTable, readCatalog } from './catalog.ts';

// Exceptions are by table (and constraint, function …), each with its reason. One that no longer applies fails.
const undeclared: Record<string, string> = {
  'platform.schema_versions': 'the migrator keeps it before any table can be declared; only the owner may touch it',
  'platform.schema_migrations': 'the migrator keeps it before any table can be declared; only the owner may touch it',
};
/** Tables of which not everyone in the organisation sees every row, with the policies that say so. */
const narrowed: Record<string, string[]> = {
  document_ai_analysis: ['asked_by', 'document_readers'],
  document_audit_log: ['document_readers'],
  document_comments: ['document_readers'],
  document_folders: ['folder_readers'],
  document_pages: ['document_readers'],
  document_shares: ['document_readers'],
  document_suggestions: ['document_readers'],
  document_versions: ['document_readers'],
  documents: ['document_editors', 'document_readers'],
  domain_events: ['document_readers'],
};
const keysWithoutTenant: Record<string, string> = {};
const triggersThatRunDuringMoves: Record<string, string> = {
  'platform.touch_row': 'runs on updates only, and a move updates no row',
  'platform.normalize_vehicle': 'a stored row has been normalized, which leaves it as it is',
  'platform.normalize_driver': 'a stored row has been normalized, which leaves it as it is',
};

const declared = declaredTables().map((table) => ({ table, meta: tableMeta(table) }));
const tenantTables = declared.filter(({ meta }) => meta.area !== 'platform');

let catalog: CatalogTable[] = [];
let dedicated = '';
const problems: string[] = [];

const homeOf = (meta: TableMeta, schema: string) => (schema === 'app' ? meta.area : schema);
const find = (schema: string, name: string) => catalog.find((table) => table.schema === schema && table.name === name);

/** The declared tenant tables as both placements hold them. */
function placed(): { id: string; meta: TableMeta; columns: Record<string, PgColumn>; found: CatalogTable; home: string }[] {
  return ['app', dedicated].flatMap((home) =>
    tenantTables.flatMap(({ table, meta }) => {
      const found = find(homeOf(meta, home), meta.name);
      return found ? [{ id: `${found.schema}.${found.name}`, meta, columns: tableColumns(table), found, home }] : [];
    }),
  );
}

// Other files put triggers of their own into the common database to make statements fail.
let own: OwnDatabase;

beforeAll(async () => {
  own = await ownDatabase();
  dedicated = (await own.newTenant({ placement: 'dedicated' })).schemaName;
  catalog = await asAdmin(own.ownerUrl, (client) =>
    readCatalog(client, [...schemasOf('app'), 'platform', 'maintenance', dedicated]),
  );
});

afterAll(() => own.close());

describe('every table', () => {
  it('is declared, or an exception with a reason', () => {
    const known = new Set(
      declared.flatMap(({ meta }) =>
        meta.area === 'platform' ? [`platform.${meta.name}`] : [`${meta.area}.${meta.name}`, `${dedicated}.${meta.name}`],
      ),
    );
    const strange = catalog
      .filter((table) => !table.isPartition && !known.has(`${table.schema}.${table.name}`))
      .map((table) => `${table.schema}.${table.name}`);
    expect(strange).toEqual(Object.keys(undeclared).sort());
  });

  it('exists in every placement', () => {
    const missing = declared.flatMap(({ meta }) =>
      (meta.area === 'platform' ? ['platform'] : [homeOf(meta, 'app'), dedicated])
        .filter((schema) => !find(schema, meta.name))
        .map((schema) => `${schema}.${meta.name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has forced row security, a comment and the right owner, partitions included', () => {
    for (const table of catalog) {
      const id = `${table.schema}.${table.name}`;
      if (!table.comment) problems.push(`${id} has no comment`);
      if (table.owner !== 'wheelhouse_owner') problems.push(`${id} belongs to ${table.owner}`);
      if (!(id in undeclared) && !(table.rowSecurity && table.forced)) problems.push(`${id} has no forced row security`);
      if (id in undeclared && table.grants.length > 0) problems.push(`${id} is granted to others: ${table.grants.join(', ')}`);
    }
    expect(problems.splice(0)).toEqual([]);
  });

  it('has no more policies and grants on its partitions than none', () => {
    const open = catalog.filter((table) => table.isPartition && (table.policies.length > 0 || table.grants.length > 0));
    expect(open.map((table) => `${table.schema}.${table.name}`)).toEqual([]);
    expect(catalog.some((table) => table.isPartition)).toBe(true);
  });
});

describe('every tenant table', () => {
  const isolation = '(tenant_id = ( SELECT platform.current_tenant_id() AS current_tenant_id))';

  it('shows rows to their tenant and to the system, and to nobody else', () => {
    for (const { id, meta, found } of placed()) {
      const narrowing = narrowed[meta.name] ?? [];
      const isNarrowing = ({ name }: { name: string }) => narrowing.includes(name);
      expect(found.policies.filter(isNarrowing), id).toMatchObject(narrowing.map((name) => ({ name, permissive: false })));
      expect(
        found.policies.filter((policy) => !isNarrowing(policy)),
        id,
      ).toEqual([
        { name: 'system_access', command: '*', permissive: true, roles: ['wheelhouse_system'], using: 'true', check: 'true' },
        { name: 'tenant_isolation', command: '*', permissive: true, roles: ['public'], using: isolation, check: isolation },
      ]);
    }
  });

  it('grants what it declares', () => {
    for (const { id, meta, found } of placed()) {
      const grants = [
        ...['DELETE', 'INSERT', 'SELECT', 'UPDATE'].map((right) => `wheelhouse_system: ${right}`),
        ...meta.readers.map((role) => `${role}: SELECT`),
        ...meta.inserters.map((role) => `${role}: INSERT`),
        ...meta.changers.flatMap((role) => [`${role}: DELETE`, `${role}: UPDATE`]),
      ];
      expect(found.grants, id).toEqual([...new Set(grants)].sort());
    }
  });

  it('has keys, unique indexes and references that begin with the tenant, and references that can wait for the end', () => {
    const used = new Set<string>();
    const all = catalog.filter((table) => table.schema !== 'platform');
    for (const table of all) {
      const id = `${table.schema}.${table.name}`;
      const complain = (what: string, text: string) => {
        if (`${table.name}.${what}` in keysWithoutTenant) used.add(`${table.name}.${what}`);
        else problems.push(`${id}: ${text}`);
      };
      for (const index of table.indexes) {
        if (index.unique && index.columns[0] !== 'tenant_id')
          complain(index.name, `unique index ${index.name} does not begin with tenant_id`);
      }
      for (const constraint of table.constraints.filter(({ type }) => type === 'f')) {
        const toTenantTable = !constraint.target?.startsWith('platform.');
        if (toTenantTable && !/FOREIGN KEY \(tenant_id, .*\) REFERENCES \S+\(tenant_id, /.test(constraint.definition)) {
          complain(constraint.name, `${constraint.definition} does not hold both rows to one tenant`);
        }
        if (!constraint.deferrable)
          problems.push(`${id}: ${constraint.name} is not deferrable, so a tenant with such rows cannot be moved`);
        const targetSchema = constraint.target?.split('.')[0];
        if (toTenantTable && (table.schema === dedicated) !== (targetSchema === dedicated))
          problems.push(`${id}: ${constraint.name} leaves its placement`);
      }
      if (!table.constraints.some(({ type }) => type === 'p')) problems.push(`${id} has no primary key`);
    }
    expect(problems.splice(0)).toEqual([]);
    expect([...used].sort(), 'stale exceptions').toEqual(Object.keys(keysWithoutTenant).sort());
  });

  it('is audited with its sensitive columns masked and its bookkeeping left out, or says why not', () => {
    for (const { id, meta, found, columns, home } of placed()) {
      const trigger = found.triggers.find(({ name }) => name === 'audit_row');
      if (meta.audit !== 'changes') {
        expect(meta.audit.none.length, `${id}: reason`).toBeGreaterThan(5);
        expect(trigger, id).toBeUndefined();
        continue;
      }
      const schema = home === 'app' ? 'audit' : home;
      const masked = meta.masked.map((key) => columns[key]?.name).join(',');
      expect(trigger?.enabled, id).toBe('O');
      expect(trigger?.definition, id).toContain('AFTER INSERT OR DELETE OR UPDATE ON');
      const unaudited = meta.unaudited.map((key) => columns[key]?.name).join(',');
      const given = [schema, `{${masked}}`, ...(unaudited ? [`{${unaudited}}`] : [])].map((text) => `'${text}'`).join(', ');
      expect(trigger?.definition, id).toContain(`EXECUTE FUNCTION platform.audit_row(${given})`);
    }
  });

  it('keeps versions unless it is append-only', () => {
    for (const { id, meta, found } of placed()) {
      expect(
        found.triggers.some(({ name }) => name === 'touch_row'),
        id,
      ).toBe(!meta.appendOnly);
    }
  });

  it('has triggers that stand still while its tenant moves, or says why they need not', async () => {
    const functions = new Set(placed().flatMap(({ found }) => found.triggers.map((trigger) => trigger.function)));
    const { rows } = await asAdmin(own.ownerUrl, (client) =>
      client.query<{ name: string; source: string }>(
        `select oid::regproc::text as name, prosrc as source from pg_proc where oid::regproc::text = any ($1)`,
        [[...functions]],
      ),
    );
    const running = rows.filter(({ source }) => !source.includes('platform.is_moving()')).map(({ name }) => name);
    expect(running.sort()).toEqual(Object.keys(triggersThatRunDuringMoves).sort());
  });

  it('is the same in both placements', () => {
    const shape = (table: CatalogTable) =>
      JSON.stringify({ ...table, schema: '' }, null, 1)
        .replaceAll(/\b(app|vip_data|audit|analytics|archive)\./g, 'home.')
        .replaceAll(`${dedicated}.`, 'home.')
        .replaceAll(/audit_row\('\w+'/g, "audit_row('audit'");
    for (const { meta } of tenantTables) {
      expect(shape(find(dedicated, meta.name)!), meta.name).toBe(shape(find(homeOf(meta, 'app'), meta.name)!));
    }
  });
});

describe('every declaration', () => {
  const everywhere = () => [
    ...placed(),
    ...declared
      .filter(({ meta }) => meta.area === 'platform')
      .map(({ table, meta }) => ({
        id: `platform.${meta.name}`,
        meta,
        columns: tableColumns(table),
        found: find('platform', meta.name)!,
        home: 'platform',
      })),
  ];

  it('has the columns that the table has, with type, nullability and default', () => {
    for (const { id, columns, found } of everywhere()) {
      const wanted = Object.values(columns).map((column) => ({
        name: column.name,
        type: typeOf(column),
        notNull: column.notNull,
        hasDefault: column.hasDefault && column.default !== undefined && !column.generated,
        generated: Boolean(column.generated),
        identity: Boolean(column.generatedIdentity),
      }));
      const there = found.columns.map(({ name, type, notNull, hasDefault, generated, identity }) => ({
        name,
        type,
        notNull,
        hasDefault,
        generated,
        identity,
      }));
      expect(byName(there), id).toEqual(byName(wanted));
    }
  });

  it('begins with the columns that every table has', () => {
    const standard = ['id', 'created_at', 'updated_at', 'row_version'];
    for (const { id, meta, found } of everywhere()) {
      const names = found.columns.map(({ name }) => name);
      expect(names.slice(0, meta.area === 'platform' ? 4 : 5), id).toEqual(
        meta.area === 'platform' ? standard : ['tenant_id', ...standard],
      );
      const defaults = Object.fromEntries(found.columns.map((column) => [column.name, column.default]));
      expect(defaults, id).toMatchObject({
        id: 'platform.uuid_v7()',
        created_at: 'now()',
        updated_at: 'now()',
        row_version: '1',
      });
      if (meta.area !== 'platform') expect(defaults.tenant_id, id).toBe('platform.current_tenant_id()');
    }
  });

  it('has its unique keys, references and checks in the database', () => {
    for (const { id, meta, columns, found } of everywhere()) {
      const names = (keys: string[]) => keys.map((key) => columns[key]?.name ?? key);
      const wanted = [
        ...meta.unique.map((keys) => constraintName(meta.name, names(keys), 'key')),
        ...Object.keys(meta.references).map((key) => constraintName(meta.name, names([key]), 'fkey')),
        ...Object.keys(meta.checks).map((rule) => `${meta.name}_${rule}`),
        ...Object.keys(meta.constraints).map((rule) => `${meta.name}_${rule}`),
      ];
      expect(
        found.constraints.map(({ name }) => name),
        id,
      ).toEqual(expect.arrayContaining(wanted));
      const described = Object.entries(meta.describe).filter(
        ([key]) => !['tenantId', 'id', 'createdAt', 'updatedAt', 'rowVersion'].includes(key),
      );
      for (const [key, text] of described)
        expect(found.columns.find(({ name }) => name === columns[key]?.name)?.comment, `${id}.${key}`).toBe(text);
    }
  });

  it('of the control plane shows a tenant its own rows only where it says so', () => {
    for (const { meta, columns, found, id } of everywhere().filter(({ home }) => home === 'platform')) {
      const own = meta.tenantColumn
        ? [`(${columns[meta.tenantColumn]?.name} = ( SELECT platform.current_tenant_id() AS current_tenant_id))`]
        : [];
      expect(
        found.policies.filter(({ name }) => name !== 'system_access').map(({ using }) => using),
        id,
      ).toEqual(own);
      expect(found.policies.find(({ name }) => name === 'system_access')?.roles, id).toEqual(['wheelhouse_system']);
      expect(
        found.grants.filter((grant) => !grant.startsWith('wheelhouse_system:')),
        id,
      ).toEqual(own.length > 0 ? ['authenticated_user: SELECT'] : []);
    }
  });
});

function byName<T extends { name: string }>(columns: T[]): T[] {
  return columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The type of a column as format_type() writes it. */
function typeOf(column: PgColumn): string {
  if (is(column, PgArray)) return `${typeOf(column.baseColumn)}[]`;
  return column
    .getSQLType()
    .replace(/^varchar/, 'character varying')
    .replace(', ', ',')
    .replace(/^public\.embedding$/, 'embedding');
}
