import { asAdmin, migrate, readSqlFiles, type SqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';

/** The migrations there are, and one more that alters a table of every schema. */
export function filesWithAlteration(): SqlFiles {
  const files = readSqlFiles();
  const version = 9999;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: migrations name the schema of a placement so
  const sql = 'alter table ${app}.teams add column bench_note text;';
  return { ...files, tenant: [...files.tenant, { version, name: '9999_bench.sql', sql, checksum: 'bench' }] };
}

/** How many schemas the alteration has reached. */
export function alteredSchemas(ownerUrl: string): Promise<number> {
  return asAdmin(ownerUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::integer as n from platform.schema_versions where version = 9999`,
    );
    return rows[0]?.n ?? 0;
  });
}

// As a process of its own, which the benchmark kills: says `applied` after each schema.
if (process.argv[1] === import.meta.filename) {
  await migrate(process.argv[2] ?? '', { files: filesWithAlteration(), onApplied: () => console.log('applied') });
}
