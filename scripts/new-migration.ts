// npm run new:migration -- <platform|tenant> <what_it_does> [table …]
// Writes the next migration file; with table names, the statements that create those declared tables.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@wheelhouse/shared/domains/tables.ts';
import { nextMigration } from './scaffold/migration.ts';
import { runCommand, UsageError } from './scaffold/usage-error.ts';

const usage = `Usage: npm run new:migration -- <platform|tenant> <what_it_does> [table …]
For example: npm run new:migration -- tenant add_trailers trailers`;

await runCommand(() => {
  const [kind, what, ...tables] = process.argv.slice(2);
  if ((kind !== 'platform' && kind !== 'tenant') || !what || !/^[a-z][a-z0-9_]*$/.test(what)) throw new UsageError(usage);
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { path, sql } = nextMigration(root, kind, what, tables);
  writeFileSync(join(root, path), sql, { flag: 'wx' });
  console.log(`${path} written; read it (docs/migrations.md says what is safe), then run npm run wheelhouse -- migrate`);
});
