import type { PubSub } from '@google-cloud/pubsub';
import type { Database } from '../db/database.ts';
import { type DomainEvent, eventColumns } from '../db/events.ts';
import { placements } from '../db/placements.ts';
import { type Tx, withSystem } from '../db/scope.ts';
import { eventTopic, publishMessages } from './publish-messages.ts';

type Options = {
  pubsub: () => Promise<PubSub>;
  topic: string;
  database: Database;
  /** Younger events are left to whoever wrote them. */
  olderThanSeconds: number;
  /** Most events of one placement in one transaction. */
  limit: number;
  timeoutMs?: number;
  /** Stops between two transactions. */
  signal?: AbortSignal;
};

/**
 * Publishes events of every placement that were committed but not published. The rows stay locked until it is noted that they
 * were published, and other sweeps pass them over, so an event goes out twice only where a crash comes between the two.
 */
export async function sweepUnpublished({
  pubsub,
  topic: name,
  database,
  olderThanSeconds,
  limit,
  timeoutMs = 5_000,
  signal,
}: Options) {
  const topic = eventTopic(await pubsub(), name);
  const total = { published: 0, failed: 0 };
  const before = new Date(database.clock.now().getTime() - olderThanSeconds * 1000);
  for (const home of await placements(database)) {
    for (;;) {
      signal?.throwIfAborted();
      const swept = await withSystem(
        database,
        'publish events that were left',
        async (tx) => {
          const events = await lockUnpublished(tx, before, limit);
          const { published, failed } = await publishMessages(topic, events, timeoutMs);
          await note(tx, events, published, database.clock.now());
          return { events: events.length, published: published.length, failed: failed.length };
        },
        { home },
      );
      total.published += swept.published;
      total.failed += swept.failed;
      // What failed would come first again.
      if (swept.events < limit || swept.failed > 0) break;
    }
  }
  return total;
}

function lockUnpublished(tx: Tx, before: Date, limit: number): Promise<DomainEvent[]> {
  return tx.query<DomainEvent>(
    `select ${eventColumns} from domain_events
     where published_at is null and occurred_at <= $1
     order by transaction_id, position limit $2
     for update skip locked`,
    [before, limit],
  );
}

async function note(tx: Tx, events: DomainEvent[], published: DomainEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `update domain_events set publish_attempts = publish_attempts + 1,
       published_at = case when id = any ($3::uuid[]) then $4::timestamptz end
     where tenant_id = any ($1::uuid[]) and id = any ($2::uuid[])`,
    [
      [...new Set(events.map((event) => event.tenantId))],
      events.map((event) => event.id),
      published.map((event) => event.id),
      now,
    ],
  );
}
