import type { PubSub, Topic } from '@google-cloud/pubsub';
import type { DomainEvent } from '../db/events.ts';
import { type EventMessage, toMessage } from './cloud-event.ts';

export type PublishResult = { published: DomainEvent[]; failed: { event: DomainEvent; error: Error }[] };

/** A topic that keeps the order of messages about one subject. Waiting a moment lets the messages of one commit travel together. */
export function eventTopic(pubsub: PubSub, name: string): Topic {
  return pubsub.topic(name, { messageOrdering: true, batching: { maxMilliseconds: 2, maxMessages: 500 } });
}

/**
 * Publishes events and says which ones Pub/Sub accepted in time. Never throws: what failed, or did not answer within
 * `timeoutMs`, is for the sweep, and may have been published all the same.
 */
export async function publishMessages(topic: Topic, events: readonly DomainEvent[], timeoutMs: number): Promise<PublishResult> {
  const result: PublishResult = { published: [], failed: [] };
  let alarm: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => reject(new Error(`Pub/Sub did not answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  timeUp.catch(() => {});
  await Promise.all(
    events.map(async (event) => {
      const message = toMessage(event);
      try {
        await Promise.race([publish(topic, message), timeUp]);
        result.published.push(event);
      } catch (error) {
        result.failed.push({ event, error: error as Error });
      }
    }),
  );
  clearTimeout(alarm);
  return result;
}

/** After a failure the client refuses the ordering key until it is told to go on (Topic.resumePublishing). */
async function publish(topic: Topic, message: EventMessage): Promise<void> {
  try {
    await topic.publishMessage(message);
  } catch (error) {
    topic.resumePublishing(message.orderingKey);
    throw error;
  }
}
