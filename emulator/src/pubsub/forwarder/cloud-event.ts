import type { Message } from '@google-cloud/pubsub';

/** An HTTP request that carries one event. */
export interface EventRequest {
  headers: Record<string, string>;
  body: string;
}

/** Where a message came from; full names, `projects/P/topics/T` and `projects/P/subscriptions/S`. */
export interface EventOrigin {
  topic: string;
  subscription: string;
  /** Given to the function where the subscription has a dead letter topic, as in the real service. */
  deliveryAttempt?: number;
}

/**
 * The request by which Eventarc hands a Pub/Sub message to a function: a CloudEvent in binary mode.
 * https://cloud.google.com/eventarc/docs/cloudevents and https://github.com/googleapis/google-cloudevents (MessagePublishedData)
 */
export function toEventRequest(message: Message, origin: EventOrigin): EventRequest {
  const publishTime = new Date(message.publishTime.getTime()).toISOString();
  const body = JSON.stringify({
    message: {
      data: message.data.toString('base64'),
      attributes: message.attributes,
      messageId: message.id,
      publishTime,
      ...(message.orderingKey && { orderingKey: message.orderingKey }),
    },
    subscription: origin.subscription,
    ...(origin.deliveryAttempt !== undefined && { deliveryAttempt: origin.deliveryAttempt }),
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'ce-id': message.id,
    'ce-specversion': '1.0',
    'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
    'ce-source': `//pubsub.googleapis.com/${origin.topic}`,
    'ce-time': publishTime,
  };
  return { headers, body };
}
