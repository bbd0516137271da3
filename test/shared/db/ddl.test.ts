// biome-ignore-all lint/suspicious/noTemplateCurlyInString: rendered migrations name the schemas of a placement so
import {
  boolean,
  day,
  decimal,
  jsonb,
  money,
  oneOf,
  reference,
  text,
  timestamptz,
  varchar,
} from '@wheelhouse/shared/db/columns.ts';
import { constraintName } from '@wheelhouse/shared/db/constraints.ts';
import { createTablesSql } from '@wheelhouse/shared/db/ddl.ts';
import { asAdmin, migrate, placeSql } from '@wheelhouse/shared/db/migrate/index.ts';
import { platformTable, sql, tenantTable } from '@wheelhouse/shared/db/table.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scratchDatabase } from './scratch.ts';

const kennels = tenantTable('test_kennels', {
  comment: "Where dogs' beds are.",
  audit: 'changes',
  masked: ['secretNote'],
  unaudited: ['isOpen', 'opensOn'],
  columns: {
    kennelName: varchar('kennel_name', { length: 40 }).notNull(),
    parentId: reference('parent_id'),
    size: oneOf('size', ['small', "giant's"]).notNull().default('small'),
    price: money('price').notNull().default('9.90'),
    share: decimal('share', 5, 2),
    opensOn: day('opens_on'),
    isOpen: boolean('is_open').notNull().default(true),
    labels: text('labels').array(),
    settings: jsonb('settings').notNull().default({ quote: "it's" }),
    secretNote: text('secret_note'),
  },
  describe: { price: "A night's price." },
  references: { parentId: { table: 'test_kennels', onDelete: 'cascade' } },
  unique: ['kennelName'],
  indexes: [['size', '-price'], { on: ['isOpen'], where: sql`is_open`, name: 'test_kennels_open' }],
  checks: { price_positive: sql`price >= ${0}` },
});

const barks = tenantTable('test_barks', {
  comment: 'What was heard.',
  audit: { none: 'append-only facts' },
  appendOnly: true,
  partitionBy: 'heardAt',
  readers: ['fleet_admin'],
  inserters: ['driver_user'],
  columns: { kennelId: reference('kennel_id').notNull(), heardAt: timestamptz('heard_at').notNull() },
  references: { kennelId: 'test_kennels' },
});

const vets = platformTable('test_vets', {
  comment: 'Vets.',
  columns: { email: varchar('email', { length: 255 }).notNull() },
  unique: ['email'],
});

const rendered = createTablesSql([kennels, barks, vets]);

it.each([
  ['tenant_id uuid not null default platform.current_tenant_id(),\n  id uuid not null default platform.uuid_v7(),'],
  ['constraint test_kennels_pkey primary key (tenant_id, id)'],
  ['constraint test_kennels_kennel_name_key unique (tenant_id, kennel_name)'],
  [`constraint test_kennels_size_check check (size in ('small', 'giant''s'))`],
  ['constraint test_kennels_price_positive check (price >= 0)'],
  [`price numeric(12, 2) not null default '9.90'`],
  [`settings jsonb not null default '{"quote":"it''s"}'`],
  ['labels text[]'],
  ['create index test_kennels_open on ${app}.test_kennels (tenant_id, is_open) where is_open;'],
  ['(tenant_id, size, price desc);'],
  ["'${app}.test_kennels', 'Where dogs'' beds are.',"],
  ["audit_schema => '${audit}', masked => array['secret_note']::text[]"],
  ["for each row execute function platform.audit_row('${audit}', '{secret_note}', '{is_open,opens_on}');"],
  [`comment on column \${app}.test_kennels.price is 'A night''s price.';`],
  ['foreign key (tenant_id, parent_id)\n  references ${app}.test_kennels (tenant_id, id) on delete cascade deferrable;'],
  ['constraint test_barks_pkey primary key (tenant_id, id, heard_at)\n) partition by range (heard_at);'],
  [
    "audit_schema => null, masked => '{}'::text[],\n  readers => array['fleet_admin']::text[], inserters => array['driver_user']::text[], changers => '{}'::text[], touched => false",
  ],
  ['constraint test_vets_pkey primary key (id)'],
  ['constraint test_vets_email_key unique (email)'],
])('renders %j', (part) => {
  expect(rendered).toContain(part);
});

it('renders references after all tables, so that tables can refer to each other', () => {
  expect(rendered.lastIndexOf('create table')).toBeLessThan(rendered.indexOf('foreign key'));
});

it('is accepted by PostgreSQL in both placements', async () => {
  const url = await scratchDatabase();
  await migrate(url);
  await asAdmin(url, async (client) => {
    await client.query(placeSql(rendered, 'app'));
    await client.query('create schema tenant_x');
    await client.query(placeSql(createTablesSql([kennels, barks]), 'tenant_x'));
    const { rows } = await client.query(
      `select to_regclass('app.test_barks') as pooled, to_regclass('tenant_x.test_barks') as dedicated`,
    );
    expect(rows).toEqual([{ pooled: 'app.test_barks', dedicated: 'tenant_x.test_barks' }]);
  });
});

it('makes constraint names that PostgreSQL does not cut', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,29}$/);
  fc.assert(
    fc.property(
      word,
      fc.array(word, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('key', 'fkey', 'check', 'idx'),
      (table, columns, suffix) => {
        const name = constraintName(table, columns, suffix);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
        expect(name.endsWith(`_${suffix}`)).toBe(true);
      },
    ),
  );
});
