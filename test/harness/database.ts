import type { Clock } from '@wheelhouse/shared/clock.ts';
import { type Database, type EventPublisher, openDatabase } from '@wheelhouse/shared/db/database.ts';
import { afterAll, inject } from 'vitest';

let shared: Database | undefined;

/** Settings of a test's pool: as in production, with a little more room. */
export const poolSettings = {
  databasePoolSize: 6,
  databaseStatementTimeoutMs: 10_000,
  databaseLockTimeoutMs: 5_000,
  databaseIdleTransactionTimeoutMs: 10_000,
};

/** The migrated test database through the functions' login; one pool a test file, closed at its end. */
export function testDatabase(): Database {
  if (!shared) {
    shared = openTestDatabase();
    const opened = shared;
    afterAll(async () => {
      await opened.close();
      shared = undefined;
    });
  }
  return shared;
}

/** Another pool on the test database, as another function instance would have; the caller closes it. */
export function openTestDatabase(
  options: Partial<typeof poolSettings> & { clock?: Clock; publish?: EventPublisher; url?: string } = {},
): Database {
  return openDatabase({ connectionString: options.url ?? inject('appUrl') }, { ...poolSettings, ...options });
}
