import type { PubSub, protos } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import type { Delivery } from './delivery.ts';

const defaultRetryMinMs = 10_000;
const defaultRetryMaxMs = 600_000;
/** Below this the service counts no attempts: https://cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic */
const minServerAttempts = 5;
const maxServerAttempts = 100;

async function unlessExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if ((error as { code?: number }).code !== status.ALREADY_EXISTS) throw error;
  }
}

function toDuration(ms: number): protos.google.protobuf.IDuration {
  return { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
}

function deadLetterPolicy(projectId: string, { deadLetterTopic, maxDeliveryAttempts }: Delivery) {
  if (!deadLetterTopic || maxDeliveryAttempts < minServerAttempts || maxDeliveryAttempts > maxServerAttempts) return {};
  return { deadLetterPolicy: { deadLetterTopic: `projects/${projectId}/topics/${deadLetterTopic}`, maxDeliveryAttempts } };
}

/** Creates the topics and the subscription of a delivery that are missing; what exists stays as it is. */
export async function ensureResources(pubsub: PubSub, projectId: string, delivery: Delivery): Promise<void> {
  await unlessExists(pubsub.createTopic(delivery.topic));
  if (delivery.deadLetterTopic) await unlessExists(pubsub.createTopic(delivery.deadLetterTopic));
  await unlessExists(
    pubsub.topic(delivery.topic).createSubscription(delivery.subscription, {
      ackDeadlineSeconds: delivery.ackDeadlineSeconds,
      retryPolicy: {
        minimumBackoff: toDuration(delivery.retryMinMs ?? defaultRetryMinMs),
        maximumBackoff: toDuration(delivery.retryMaxMs ?? defaultRetryMaxMs),
      },
      filter: delivery.filter ?? '',
      ...deadLetterPolicy(projectId, delivery),
    }),
  );
}
