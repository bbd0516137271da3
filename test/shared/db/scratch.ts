import { randomBytes } from 'node:crypto';
import { asAdmin, bootstrapDatabase } from '@wheelhouse/shared/db/migrate/index.ts';
import { inject, onTestFinished } from 'vitest';

/** An empty database of its own for one test: the owner's connection string. */
export async function scratchDatabase(): Promise<string> {
  const name = `wheelhouse_scratch_${randomBytes(5).toString('hex')}`;
  const passwords = { owner: 'wheelhouse-test', app: 'wheelhouse-test' };
  const { ownerUrl } = await bootstrapDatabase(inject('adminUrl'), name, passwords);
  onTestFinished(async () => {
    await asAdmin(inject('adminUrl'), (client) => client.query(`drop database if exists ${name} with (force)`));
  });
  return ownerUrl;
}
