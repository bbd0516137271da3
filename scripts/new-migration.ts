// npm run new:migration -- <platform|tenant> <what_it_does> [table …]
// Writes the next migration file; with table names, the statements that create those declared tables.
import { readdirSync, writeFileSync } from 'node:fs';
import { createTablesSql } from '@wheelhouse/shared/db/migrate/index.ts';
import { tableByName } from '@wheelhouse/shared/db/table.ts';
import '@wheelhouse/shared/domains/tables.ts';

const [kind, what, ...names] = process.argv.slice(2);
if (!kind || !what || !['platform', 'tenant'].includes(kind) || !/^[a-z][a-z0-9_]*$/.test(what)) {
  console.error('Usage: npm run new:migration -- <platform|tenant> <what_it_does> [table …]\nFor example: npm run new:migration -- tenant add_trailers trailers');
  process.exit(2);
}
const directory = new URL(`../sql/migrations/${kind}/`, import.meta.url);
const last = Math.max(0, ...readdirSync(directory).map((name) => Number.parseInt(name, 10) || 0));
const file = `${String(last + 1).padStart(4, '0')}_${what}.sql`;
const tables = names.map((name) => tableByName(kind === 'platform' ? `platform.${name}` : name));
writeFileSync(new URL(file, directory), createTablesSql(tables), { flag: 'wx' });
console.log(`sql/migrations/${kind}/${file} written; read it, then run npm run wheelhouse -- migrate`);
