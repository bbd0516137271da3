import type { PubSub, Topic } from '@google-cloud/pubsub';
import type { Database, EventPublisher } from '../db/database.ts';
import type { Logger } from '../log.ts';
import { markPublished } from './mark-published.ts';
import { eventTopic, publishMessages } from './publish-messages.ts';

type Options = {
  pubsub: () => Promise<PubSub>;
  /** Id of the topic of domain events. */
  topic: string;
  database: Database;
  log: Pick<Logger, 'warn'>;
  /** Longest wait for Pub/Sub: whoever caused the events waits this long at most. */
  timeoutMs?: number;
};

/**
 * Publishes events that were just committed, and notes it. It never throws: the events are in the outbox, and what fails here
 * is published by the sweep.
 */
export function createPublisher({ pubsub, topic: name, database, log, timeoutMs = 3_000 }: Options): EventPublisher {
  let topic: Promise<Topic> | undefined;
  const connect = (): Promise<Topic> => {
    topic ??= pubsub().then((client) => eventTopic(client, name));
    topic.catch(() => {
      topic = undefined;
    });
    return topic;
  };
  return async (events) => {
    try {
      const { published, failed } = await publishMessages(await connect(), events, timeoutMs);
      await markPublished(database, published);
      if (failed[0])
        log.warn({ err: failed[0].error, events: failed.length, topic: name }, 'events were not published; the sweep will');
    } catch (error) {
      log.warn({ err: error, events: events.length, topic: name }, 'events were not published; the sweep will');
    }
  };
}
