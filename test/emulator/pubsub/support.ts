import { EventEmitter, once } from 'node:events';
import { type Message, PubSub, type Subscription, type SubscriptionOptions, v1 } from '@google-cloud/pubsub';
import { credentials } from '@grpc/grpc-js';

export const projectId = 'wheelhouse-test';

process.env.METADATA_SERVER_DETECTION = 'none';

let names = 0;

/** A resource id that no other test uses. */
export function uniqueId(kind: string): string {
  return `${kind}-${process.pid}-${++names}`;
}

export function connect(host: string): PubSub {
  return new PubSub({ projectId, apiEndpoint: host, emulatorMode: true });
}

/** The generated client: one gRPC call a method, and no lease management. */
export function rawSubscriber(host: string): v1.SubscriberClient {
  const port = Number(host.split(':')[1]);
  return new v1.SubscriberClient({ projectId, servicePath: '127.0.0.1', port, sslCreds: credentials.createInsecure() });
}

/** What something told us so far, and a way to wait for more. */
export class Record<T> {
  readonly items: T[] = [];
  readonly #events = new EventEmitter().setMaxListeners(0);

  add(item: T): void {
    this.items.push(item);
    this.#events.emit('added');
  }

  /** Resolves as soon as `condition` holds for the items. */
  async until(condition: (items: readonly T[]) => boolean): Promise<readonly T[]> {
    while (!condition(this.items)) await once(this.#events, 'added');
    return this.items;
  }

  async first(count: number): Promise<readonly T[]> {
    return (await this.until((items) => items.length >= count)).slice(0, count);
  }
}

/** A subscriber that keeps what it receives and does with it what `handle` says, by default acknowledge. */
export function receive(subscription: Subscription, handle: (message: Message) => void = (message) => message.ack()) {
  const received = new Record<Message>();
  subscription.on('message', (message: Message) => {
    received.add(message);
    handle(message);
  });
  return received;
}

/** Opens a subscription whose acknowledgements are sent at once. */
export function open(pubsub: PubSub, name: string, options: SubscriptionOptions = {}): Subscription {
  return pubsub.subscription(name, { batching: { maxMilliseconds: 1 }, streamingOptions: { maxStreams: 1 }, ...options });
}

/** The gRPC status code that a call fails with. */
export async function codeOf(call: Promise<unknown>): Promise<number | undefined> {
  return call.then(
    () => undefined,
    (error: { code?: number }) => error.code,
  );
}

/** Takes the next messages without a subscriber; asks again until there are any. */
export async function pullSome(client: v1.SubscriberClient, name: string, maxMessages = 10) {
  for (;;) {
    const [response] = await client.pull({ subscription: `projects/${projectId}/subscriptions/${name}`, maxMessages });
    const messages = response.receivedMessages ?? [];
    if (messages.length > 0) return messages;
  }
}
