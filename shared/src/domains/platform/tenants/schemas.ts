import type pg from 'pg';
import { escapeIdentifier } from 'pg';
import { conflict } from '../../../errors.ts';
import { inTransaction } from './owner.ts';

/** Removes the schema of a tenant and what the migrator knows of it. Safe to repeat. */
export async function dropSchema(client: pg.Client, schemaName: string): Promise<void> {
  // The name is about to stand behind `drop schema`: only the schema of one tenant may.
  if (!/^tenant_[a-z][a-z0-9_]*$/.test(schemaName)) throw new Error(`${schemaName} is not the schema of a dedicated tenant.`);
  await inTransaction(client, 'begin', async () => {
    await client.query(`drop schema if exists ${escapeIdentifier(schemaName)} cascade`);
    await client.query('delete from platform.schema_migrations where schema_name = $1', [schemaName]);
    await client.query('delete from platform.schema_versions where schema_name = $1', [schemaName]);
  });
}

/** @throws conflict, when the two placements have not the same tables. */
export async function requireSameVersion(client: pg.Client, from: string, to: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    'select version from platform.schema_versions where schema_name in ($1, $2)',
    [from, to],
  );
  if (rows.length === 2 && rows[0]?.version === rows[1]?.version) return;
  throw conflict(
    `${from} and ${to} are at different versions of the tables (${rows.map((row) => row.version).join(', ')}). Run wheelhouse migrate first.`,
  );
}
