import { createReadStream, createWriteStream, openSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { finished } from 'node:stream/promises';
import { type Tx, withSystem } from '@wheelhouse/shared/db/scope.ts';
import {
  createTenant,
  deleteTenant,
  exportTenant,
  findTenant,
  importTenant,
  listTenants,
  moveTenant,
  renameTenant,
  resumeTenant,
  suspendTenant,
  type Tenant,
} from '@wheelhouse/shared/domains/platform/tenants/index.ts';
import { type Command, choice, type Invocation, optional, required, UsageError } from './command.ts';

const placements = ['pooled', 'dedicated'] as const;
const one = { least: 1, most: 1 };

const create: Command = {
  name: 'tenant create',
  arguments: '<slug>',
  summary: 'Create a tenant with its roles and departments',
  help: [
    '  --name <…>        Name of the organisation.',
    '  --placement <…>   pooled (default) or dedicated: a schema of its own.',
    '  --admin <e-mail>  First administrator; signs in with this address, verified.',
    'The same command again goes on where it was interrupted.',
  ],
  options: { name: { type: 'string' }, placement: { type: 'string' }, admin: { type: 'string' } },
  positionals: one,
  run: async ({ values, positionals: [slug = ''], connections }) => {
    const email = optional(values, 'admin');
    if (email && !/^[^@\s]+@[^@\s]+$/.test(email)) throw new UsageError(`--admin is ${email}; it must be an e-mail address.`);
    const tenant = await createTenant(await connections.doors(), {
      slug,
      name: required(values, 'name'),
      placement: choice(values, 'placement', placements) ?? 'pooled',
      ...(email ? { administrator: { email } } : {}),
    });
    return {
      json: tenant,
      text: `${tenant.slug} (${tenant.id}) is ${tenant.status}, ${tenant.placement} in ${tenant.schemaName}.`,
    };
  },
};

const list: Command = {
  name: 'tenant list',
  arguments: '',
  summary: 'List all tenants',
  help: [],
  options: {},
  positionals: { least: 0, most: 0 },
  run: async ({ connections }) => {
    const tenants = await listTenants(await connections.doors());
    const rows = tenants.map(({ slug, placement, status, id, name }) => [slug, placement, status, id, name]);
    return {
      json: tenants,
      text: rows.length > 0 ? table([['SLUG', 'PLACEMENT', 'STATUS', 'ID', 'NAME'], ...rows]) : 'There are no tenants yet.',
    };
  },
};

const suspend: Command = {
  name: 'tenant suspend',
  arguments: '<slug>',
  summary: 'Shut a tenant until it is resumed',
  help: ['  --reason <…>  Shown to its users.'],
  options: { reason: { type: 'string' } },
  positionals: one,
  run: (invocation) => {
    const reason = required(invocation.values, 'reason');
    return changed(invocation, 'is suspended', (tx, slug) => suspendTenant(tx, slug, reason));
  },
};

const resume: Command = {
  name: 'tenant resume',
  arguments: '<slug>',
  summary: 'Open a suspended tenant again',
  help: [],
  options: {},
  positionals: one,
  run: (invocation) => changed(invocation, 'is active', (tx, slug) => resumeTenant(tx, slug)),
};

const rename: Command = {
  name: 'tenant rename',
  arguments: '<slug>',
  summary: 'Change the name of a tenant, or the slug of a pooled one',
  help: ['  --name <…>  New name.', '  --slug <…>  New slug.'],
  options: { name: { type: 'string' }, slug: { type: 'string' } },
  positionals: one,
  run: (invocation) => {
    const to = { name: optional(invocation.values, 'name'), slug: optional(invocation.values, 'slug') };
    if (!to.name && !to.slug) throw new UsageError('Give --name, --slug or both.');
    return changed(invocation, 'has its new name', (tx, slug) => renameTenant(tx, slug, to));
  },
};

const move: Command = {
  name: 'tenant move',
  arguments: '<slug>',
  summary: 'Move a tenant to the other placement while it is read',
  help: [
    '  --to <…>  pooled or dedicated.',
    '  --abort   Give an unfinished move up: the tenant stays where it is and can write again.',
    'A move that was interrupted is ended by the same command.',
  ],
  options: { to: { type: 'string' }, abort: { type: 'boolean' } },
  positionals: one,
  run: async ({ values, positionals: [slug = ''], connections }) => {
    const to = choice(values, 'to', placements);
    if (Boolean(to) === Boolean(values.abort)) throw new UsageError('Give either --to or --abort.');
    const doors = { ...(await connections.doors()), owner: await connections.owner() };
    const { tenant, rows } = await moveTenant(doors, slug, to ?? (await findTenant(doors, slug)).placement);
    return {
      json: { ...tenant, rows },
      text: `${tenant.slug} is ${tenant.status}, ${tenant.placement} in ${tenant.schemaName}; ${rows} rows were moved.`,
    };
  },
};

const exporting: Command = {
  name: 'tenant export',
  arguments: '<slug>',
  summary: 'Write all rows of a tenant to a file, one JSON object a line',
  help: ['  --out <file>  A new file, readable by you only: it holds password hashes and wrapped keys.'],
  options: { out: { type: 'string' } },
  positionals: one,
  run: async ({ values, positionals: [slug = ''], connections }) => {
    const file = required(values, 'out');
    const doors = { ...(await connections.doors()), owner: await connections.owner() };
    await findTenant(doors, slug);
    const out = createWriteStream(file, { fd: openSync(file, 'wx', 0o600) });
    const { tenant, rows } = await exportTenant(doors, slug, out);
    out.end();
    await finished(out);
    return { json: { id: tenant.id, slug: tenant.slug, rows, file }, text: `${rows} rows of ${tenant.slug} are in ${file}.` };
  },
};

const importing: Command = {
  name: 'tenant import',
  arguments: '<file>',
  summary: 'Restore a tenant from an export, with the same ids',
  help: ['  --placement <…>  pooled or dedicated; where it was, unless given.'],
  options: { placement: { type: 'string' } },
  positionals: one,
  run: async ({ values, positionals: [file = ''], connections }) => {
    const doors = { ...(await connections.doors()), owner: await connections.owner() };
    const { tenant, rows } = await importTenant(doors, createReadStream(file, 'utf8'), choice(values, 'placement', placements));
    return {
      json: { ...tenant, rows },
      text: `${tenant.slug} is back, ${tenant.placement} in ${tenant.schemaName}, with ${rows} rows.`,
    };
  },
};

const remove: Command = {
  name: 'tenant delete',
  arguments: '<slug>',
  summary: 'Delete a tenant and all its rows for good',
  help: [
    '  --confirm <slug>  The slug once more; asked for when left out at a terminal.',
    'Files in buckets are not touched. Export it first.',
  ],
  options: { confirm: { type: 'string' } },
  positionals: one,
  run: async ({ values, positionals: [slug = ''], connections }) => {
    const doors = { ...(await connections.doors()), owner: await connections.owner() };
    const tenant = await findTenant(doors, slug);
    const confirmation = optional(values, 'confirm') ?? (await askFor(tenant));
    await deleteTenant(doors, tenant.id, confirmation);
    return { json: { id: tenant.id, slug: tenant.slug, deleted: true }, text: `${tenant.slug} and all its rows are gone.` };
  },
};

async function askFor(tenant: Tenant): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(`--confirm is missing: it must be ${tenant.slug}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${tenant.name} and everything in it will be gone. Type ${tenant.slug} to go on: `);
  terminal.close();
  return answer.trim();
}

async function changed(
  { positionals: [slug = ''], connections }: Invocation,
  words: string,
  fn: (tx: Tx, slug: string) => Promise<Tenant>,
) {
  const tenant = await withSystem(await connections.database(), 'change a tenant by command', (tx) => fn(tx, slug));
  return { json: tenant, text: `${tenant.slug} (${tenant.name}) ${words}.` };
}

function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const tenantCommands = [create, list, suspend, resume, rename, move, exporting, importing, remove];
