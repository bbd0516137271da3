// node scripts/lint-migrations.ts
// Dangerous statements in new migrations: exit code 1 where there are any. The guards check the same.
import { readSqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';
import { lintMigrations } from './lint-migrations/lint.ts';

const findings = await lintMigrations(readSqlFiles());
for (const finding of findings) console.error(`${finding}\n`);
console.log(
  findings.length === 0 ? 'No dangerous statements in new migrations.' : `${findings.length} found; see docs/migrations.md.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
