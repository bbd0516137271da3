// A migration run in a process of its own, which a test kills. argv: owner's URL, small migrations as JSON. Says `applied <schema>
// <version>` after each.
import { migrate, readSqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';
import { smallFiles } from './scratch-files.ts';

const [ownerUrl = '', tenantSql = '[]'] = process.argv.slice(2);
await migrate(ownerUrl, {
  files: smallFiles(readSqlFiles(), JSON.parse(tenantSql) as string[]),
  concurrency: 1,
  onApplied: (schemaName, { version }) => console.log(`applied ${schemaName} ${version}`),
});
console.log('done');
