// npm run new:table -- <domain> <table_name> column:type …
// Writes the declaration, resource, permissions, migration and test of a table of tenants.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { columnTypes } from './scaffold/column.ts';
import { newTable } from './scaffold/new-table.ts';
import { parsed, runCommand, UsageError } from './scaffold/usage-error.ts';

const usage = `Usage: npm run new:table -- <domain> <table_name> column:type … [--singular work_order] [--summary "What it holds"]
For example: npm run new:table -- fleet trailers 'trailer_number:varchar(20)!' axles:integer 'depot_id:reference(depots)'
An exclamation mark makes a column required. Types: ${columnTypes}.`;

await runCommand(async () => {
  const { values, positionals } = parsed(
    () => parseArgs({ allowPositionals: true, options: { singular: { type: 'string' }, summary: { type: 'string' } } }),
    usage,
  );
  const [domain, table, ...columns] = positionals;
  if (!domain || !table) throw new UsageError(usage);
  const { paths, next } = await newTable(fileURLToPath(new URL('..', import.meta.url)), { domain, table, columns, ...values });
  console.log(`${paths.map((path) => `  ${path}`).join('\n')}\nwritten. ${next.join('\n')}`);
});
