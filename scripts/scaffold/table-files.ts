import type { NewColumn } from './column.ts';
import { capitalised, sentence } from './names.ts';
import type { TablePlan } from './table-plan.ts';

const text = (value: string): string => JSON.stringify(value);
const referring = (plan: TablePlan): NewColumn[] => plan.columns.filter((column) => column.references);

/** shared/src/domains/<domain>/tables/<constant>.ts */
export function tableFile(plan: TablePlan): string {
  const helpers = [...new Set(plan.columns.map((column) => column.helper))].sort();
  const references = referring(plan);
  const lines = [
    `comment: ${text(`${plan.summary.replace(/\.$/, '')}.`)},`,
    "audit: 'changes',",
    `columns: {\n${plan.columns.map((column) => `${column.key}: ${column.code},`).join('\n')}\n},`,
  ];
  if (references.length > 0) {
    lines.push(`references: { ${references.map((column) => `${column.key}: '${column.references}'`).join(', ')} },`);
    lines.push(`indexes: [${references.map((column) => `['${column.key}']`).join(', ')}],`);
  }
  return `import { ${helpers.join(', ')} } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';

export const ${plan.constant} = tenantTable('${plan.table}', {
${lines.join('\n')}
});
`;
}

/** The declaration that is added to shared/src/domains/<domain>/resources.ts. */
export function resourceDeclaration(plan: TablePlan): string {
  const searched = plan.columns.filter((column) => column.isText).map((column) => `'${column.key}'`);
  const includes = referring(plan).flatMap((column) => {
    const path = column.references === plan.table ? plan.path : plan.resourceOf[column.references as string];
    return path ? [`${column.key.replace(/Id$/, '')}: { one: '${path}', via: '${column.key}' }`] : [];
  });
  return `export const ${plan.singular}Resource = resource({
  path: '${plan.path}',
  singular: '${plan.singular}',
  table: ${plan.constant},
  summary: ${text(plan.summary)},
  permissions: { read: '${plan.noun}.read', write: '${plan.noun}.write', delete: '${plan.noun}.delete' },
  ${searched.length > 0 ? `search: [${searched.join(', ')}],` : ''}
  ${includes.length > 0 ? `includes: { ${includes.join(', ')} },` : ''}
});
`;
}

/** How a test gets the rows that a new row must refer to. */
export type Prerequisite = { key: string; code: string; import?: { name: string; from: string } };

/** test/shared/domains/<domain>/<constant>.test.ts */
export function testFile(plan: TablePlan, prerequisites: readonly Prerequisite[]): string {
  const { path, noun, domainConstant } = plan;
  const values = plan.columns.filter((column) => !column.references).map((column) => `${column.key}: ${code(column.sample)},`);
  const ids = prerequisites.map(({ key, code }) => `${key}: ${code},`);
  const required = plan.columns.filter((column) => column.required).map((column) => column.key);
  const imports = prerequisites.flatMap((one) =>
    one.import ? [`import { ${one.import.name} } from '${one.import.from}';`] : [],
  );
  const usesTenant = ids.length > 0;
  return `import { ${domainConstant} } from '@wheelhouse/shared/domains/${plan.domain}/index.ts';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, ${usesTenant ? 'type TestTenant, ' : ''}testApi } from '../../../harness/index.ts';
${[...new Set(imports)].join('\n')}

/** A complete ${plan.singular}, as a client sends it. */
const ${plan.singular}Body = ${usesTenant ? 'async (tenant: TestTenant) => ' : '() => '}({ ${[...values, ...ids].join('\n')} });

const open = () => testApi([${domainConstant}], { resources: allDomains });

describe('${sentence(plan.table)}', () => {
  it.each(['pooled', 'dedicated'] as const)('of a %s tenant are created and read, and no other tenant finds them', async (placement) => {
    const api = open();
    const tenant = await newTenant({ placement });
    const client = api.client(principalOf(tenant));
    const body = ${usesTenant ? `await ${plan.singular}Body(tenant)` : `${plan.singular}Body()`};

    const created = await client('POST', '/v1/${path}', body);
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject(body);
    expect((await client('GET', \`/v1/${path}/\${created.body.id}\`)).body).toEqual(created.body);

    const stranger = api.client(principalOf(await newTenant({ placement })));
    expect((await stranger('GET', \`/v1/${path}/\${created.body.id}\`)).status).toBe(404);
    expect((await stranger('GET', '/v1/${path}')).body.data).toEqual([]);
  });

  it('are created only with ${noun}.write', async () => {
    const client = open().client(principalOf(await newTenant(), { permissions: ['${noun}.read'] }));
    expect(await client('POST', '/v1/${path}', {})).toMatchObject({ status: 403, body: { permission: '${noun}.write' } });
  });
${
  required.length === 0
    ? ''
    : `
  it('name what is missing', async () => {
    const client = open().client(principalOf(await newTenant()));
    const refused = await client('POST', '/v1/${path}', {});
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(${code([...required].sort())});
  });
`
}});
`;
}

const code = (value: unknown): string => JSON.stringify(value);

/** Name of the helper in records.ts of a domain's tests that makes a row: `newDepot`. */
export const recordHelper = (singular: string): string => `new${capitalised(singular)}`;
