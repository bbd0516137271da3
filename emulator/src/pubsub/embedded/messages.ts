import type { protos } from '@google-cloud/pubsub';
import { invalidArgument } from './status.ts';

/** A published message, shared by all subscriptions that hold it. */
export interface StoredMessage {
  /** Counts up over the whole server, so it is also the order of publishing. */
  sequence: number;
  messageId: string;
  data: Buffer;
  attributes: Record<string, string>;
  orderingKey: string;
  publishedAt: Date;
  sizeBytes: number;
  /** How many subscriptions have not finished with it. */
  holders: number;
}

/** https://cloud.google.com/pubsub/quotas#resource_limits */
const limits = {
  requestBytes: 10 * 1024 * 1024,
  messagesPerRequest: 1000,
  attributes: 100,
  attributeKeyBytes: 256,
  attributeValueBytes: 1024,
  orderingKeyBytes: 1024,
};

/** Bytes that count against limits: data, attributes and ordering key. */
export function sizeOf(message: Pick<StoredMessage, 'data' | 'attributes' | 'orderingKey'>): number {
  let bytes = message.data.length + Buffer.byteLength(message.orderingKey);
  for (const [key, value] of Object.entries(message.attributes)) bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes;
}

function checkAttributes(attributes: Record<string, string>): void {
  const entries = Object.entries(attributes);
  if (entries.length > limits.attributes) {
    throw invalidArgument(`The message has ${entries.length} attributes; at most ${limits.attributes} are allowed.`);
  }
  for (const [key, value] of entries) {
    const keyBytes = Buffer.byteLength(key);
    if (keyBytes === 0 || keyBytes > limits.attributeKeyBytes) {
      throw invalidArgument(`Attribute key "${key}" must have 1 to ${limits.attributeKeyBytes} bytes.`);
    }
    if (key.startsWith('goog')) throw invalidArgument(`Attribute key "${key}" must not begin with "goog".`);
    if (Buffer.byteLength(value) > limits.attributeValueBytes) {
      throw invalidArgument(`The value of attribute "${key}" is longer than ${limits.attributeValueBytes} bytes.`);
    }
  }
}

/** The parts of a message that the publisher gives. */
export type MessageContent = Pick<StoredMessage, 'data' | 'attributes' | 'orderingKey' | 'sizeBytes'>;

function checkMessage(message: protos.google.pubsub.v1.IPubsubMessage): MessageContent {
  // A copy, because what gRPC hands out is a view that keeps the whole request in memory.
  const data = Buffer.from((message.data ?? '') as Buffer);
  const attributes = message.attributes ?? {};
  const orderingKey = message.orderingKey ?? '';
  if (data.length === 0 && Object.keys(attributes).length === 0) throw invalidArgument('Some messages are empty');
  checkAttributes(attributes);
  if (Buffer.byteLength(orderingKey) > limits.orderingKeyBytes) {
    throw invalidArgument(`The ordering key is longer than ${limits.orderingKeyBytes} bytes.`);
  }
  return { data, attributes, orderingKey, sizeBytes: sizeOf({ data, attributes, orderingKey }) };
}

/**
 * Checks the messages of one Publish request against the limits of the real service.
 *
 * @throws PubSubStatusError INVALID_ARGUMENT
 */
export function checkMessages(messages: readonly protos.google.pubsub.v1.IPubsubMessage[]): MessageContent[] {
  if (messages.length === 0) throw invalidArgument('No messages to publish');
  if (messages.length > limits.messagesPerRequest) {
    throw invalidArgument(`The request has ${messages.length} messages; at most ${limits.messagesPerRequest} are allowed.`);
  }
  const contents = messages.map(checkMessage);
  const requestBytes = contents.reduce((sum, content) => sum + content.sizeBytes, 0);
  if (requestBytes > limits.requestBytes) {
    throw invalidArgument(`Request payload size exceeds the limit: ${limits.requestBytes} bytes.`);
  }
  return contents;
}

/** The message as the API shows it. */
export function toPubsubMessage(message: StoredMessage): protos.google.pubsub.v1.IPubsubMessage {
  const ms = message.publishedAt.getTime();
  return {
    data: message.data,
    attributes: message.attributes,
    messageId: message.messageId,
    publishTime: { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 },
    orderingKey: message.orderingKey,
  };
}
