import type { Database } from '../db/database.ts';
import type { DomainEvent } from '../db/events.ts';
import { withSystem } from '../db/scope.ts';

/** Notes that events were published: one statement, wherever their tenants are placed. */
export async function markPublished(database: Database, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const tenants = [...new Set(events.map((event) => event.tenantId))];
  const ids = events.map((event) => event.id);
  await withSystem(
    database,
    'note published events',
    (tx) => tx.query('select platform.mark_events_published($1, $2, $3)', [tenants, ids, database.clock.now()]),
    { statements: 1 },
  );
}
