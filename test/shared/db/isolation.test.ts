import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { declaredTables, type TableMeta, tableByName, tableMeta } from '@wheelhouse/shared/db/table.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newTenant, openTestDatabase, type TestTenant, testDatabase } from '../../harness/index.ts';
import { insertSql, type RowValues, rowValues } from '../../harness/rows.ts';
import { attempt, attemptWithoutScope, type Outcome } from './attempt.ts';

const metas = declaredTables()
  .map((table) => tableMeta(table))
  .filter((meta) => meta.area !== 'platform');
const operations = ['select', 'insert', 'update', 'delete'] as const;
type Operation = (typeof operations)[number];
const cases = metas.flatMap((meta) => operations.map((operation) => ({ name: meta.name, meta, operation })));

const allowed: Outcome = { rows: 1 };
const nothing: Outcome = { rows: 0 };
const refused: Outcome = { code: '42501' };

/** Whether any role of people may do this at all; some tables are written by the database or the system only. */
const isGranted: Record<Operation, (meta: TableMeta) => boolean> = {
  select: ({ readers }) => readers.length > 0,
  insert: ({ inserters }) => inserters.length > 0,
  update: ({ changers }) => changers.length > 0,
  delete: ({ changers }) => changers.length > 0,
};

describe.each(['pooled', 'dedicated'] as const)('row security of %s tenants', (placement) => {
  let mine: TestTenant;
  let theirs: TestTenant;
  const rows = new Map<string, { stored: RowValues; fresh: RowValues }>();
  // One connection: what one tenant leaves on it, the next one finds.
  const narrow = openTestDatabase({ databasePoolSize: 1 });
  afterAll(() => narrow.close());

  beforeAll(async () => {
    mine = await newTenant({ placement });
    theirs = await newTenant({ placement });
    await withSystem(
      testDatabase(),
      'a test makes rows',
      async (tx) => {
        // Later the fences and rules would make its only row.
        const isFirst = ({ name }: TableMeta) => Number(name === 'telematics_revisions');
        for (const { name } of metas.toSorted((a, b) => isFirst(b) - isFirst(a))) {
          const stored = await rowValues(tx, mine.tenantId, name);
          const { text, parameters } = insertSql(tableByName(name), name, stored);
          await tx.query(text, parameters);
          rows.set(name, { stored, fresh: await rowValues(tx, mine.tenantId, name) });
        }
      },
      { home: mine.schemaName },
    );
  });

  /** The statement about the tenant's row, the table named in full: the search path must not be what protects it. */
  function statement(operation: Operation, meta: TableMeta): { text: string; values: unknown[] } {
    const at = `${mine.schemaName === 'app' ? meta.area : mine.schemaName}.${meta.name}`;
    const { stored, fresh } = rows.get(meta.name)!;
    const its = 'where tenant_id = $1 and id = $2';
    const key = [mine.tenantId, stored.id];
    if (operation === 'select') return { text: `select id from ${at} ${its}`, values: key };
    if (operation === 'update') return { text: `update ${at} set created_at = created_at ${its}`, values: key };
    if (operation === 'delete') return { text: `delete from ${at} ${its}`, values: key };
    const { text, parameters } = insertSql(tableByName(meta.name), at, fresh);
    return { text, values: parameters };
  }

  it.each(cases)('lets a tenant $operation its own row of $name, where the table grants it', async ({ meta, operation }) => {
    const outcome = await attempt(testDatabase(), mine.scope(), statement(operation, meta));
    // Row security lets the second row pass; that there is one only is the key's business.
    const granted = operation === 'insert' && 'one_row' in meta.checks ? { code: '23505' } : allowed;
    expect(outcome).toEqual(isGranted[operation](meta) ? granted : refused);
  });

  it.each(cases)('keeps another tenant from $operation of a row of $name', async ({ meta, operation }) => {
    const outcome = await attempt(testDatabase(), theirs.scope(), statement(operation, meta));
    expect(outcome).toEqual(isGranted[operation](meta) && operation !== 'insert' ? nothing : refused);
  });

  it.each(cases)(
    'keeps a connection that the tenant has just used from $operation of its row of $name',
    async ({ meta, operation }) => {
      await attempt(narrow, mine.scope(), statement('select', meta));
      const outcome = await attempt(narrow, theirs.scope(), statement(operation, meta));
      expect(outcome).toEqual(isGranted[operation](meta) && operation !== 'insert' ? nothing : refused);
      expect(await attemptWithoutScope(narrow, statement(operation, meta))).toEqual(refused);
    },
  );

  it.each(cases)(
    'shows no row of $name without a scope, even to a role that was set by hand: $operation',
    async ({ meta, operation }) => {
      expect(await attemptWithoutScope(testDatabase(), statement(operation, meta))).toEqual(refused);
      const outcome = await attemptWithoutScope(testDatabase(), statement(operation, meta), 'system_admin');
      expect(outcome).toEqual(isGranted[operation](meta) && operation !== 'insert' ? nothing : refused);
    },
  );

  it.each(metas.filter(({ changers }) => changers.length > 0))(
    'keeps a tenant from giving its row of $name to another',
    async (meta) => {
      const { text, values } = statement('update', meta);
      const handOver = { text: text.replace('created_at = created_at', 'tenant_id = $3'), values: [...values, theirs.tenantId] };
      expect(await attempt(testDatabase(), mine.scope(), handOver)).toEqual(refused);
    },
  );

  // In the tenant's own schema: other tests look at the policies of the pooled tables meanwhile.
  it.runIf(placement === 'dedicated')('would notice a table whose policy lets others in', async () => {
    const meta = metas.find(({ name }) => name === 'processed_messages')!;
    const at = `${mine.schemaName}.processed_messages`;
    const policy = `test_hole_${mine.slug}`;
    await asAdmin(inject('ownerUrl'), (owner) =>
      owner.query(`create policy ${policy} on ${at} using (tenant_id = '${mine.tenantId}')`),
    );
    try {
      expect(await attempt(testDatabase(), theirs.scope(), statement('select', meta))).toEqual(allowed);
    } finally {
      await asAdmin(inject('ownerUrl'), (owner) => owner.query(`drop policy ${policy} on ${at}`));
    }
  });
});
