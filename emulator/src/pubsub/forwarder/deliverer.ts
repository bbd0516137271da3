import { Duration, type Message, type PubSub, type Subscription, SubscriptionCloseBehaviors } from '@google-cloud/pubsub';
import { parseFilter } from '../embedded/filter.ts';
import { toEventRequest } from './cloud-event.ts';
import type { Delivery } from './delivery.ts';
import { HttpPoster } from './http-poster.ts';

const drainWithinMs = 15_000;
// Acknowledgements travel together; messages whose acknowledgement waits hold back new ones, hence short, and hence some in reserve.
const ackBatchMs = 10;
const reserve = 20;

/** Delivers one subscription to its function. */
export class Deliverer {
  readonly #pubsub: PubSub;
  readonly #delivery: Delivery;
  readonly #log: (line: string) => void;
  readonly #subscription: Subscription;
  readonly #poster: HttpPoster;
  readonly #matches: ReturnType<typeof parseFilter>;
  readonly #waiting: Message[] = [];
  /** Refused deliveries by message id; the server counts only where the subscription has a dead letter policy. */
  readonly #refusals = new Map<string, number>();
  #inFlight = 0;
  #stopping = false;

  constructor(pubsub: PubSub, delivery: Delivery, log: (line: string) => void) {
    this.#pubsub = pubsub;
    this.#delivery = delivery;
    this.#log = log;
    this.#poster = new HttpPoster(delivery.url);
    this.#matches = parseFilter(delivery.filter ?? '');
    this.#subscription = pubsub.subscription(delivery.subscription, {
      minAckDeadline: Duration.from({ seconds: delivery.ackDeadlineSeconds }),
      flowControl: { maxMessages: delivery.maxInFlight * 2 + reserve, allowExcessMessages: false },
      streamingOptions: { maxStreams: 1 },
      batching: { maxMilliseconds: ackBatchMs },
      closeOptions: {
        behavior: SubscriptionCloseBehaviors.WaitForProcessing,
        timeout: Duration.from({ milliseconds: drainWithinMs }),
      },
    });
  }

  start(): void {
    this.#subscription.on('error', (error) => this.#log(`${this.#delivery.subscription}: no more deliveries: ${error.message}`));
    this.#subscription.on('message', (message) => this.#receive(message));
  }

  /** Takes no more messages, waits for the function to answer those it has, and gives the rest back. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const message of this.#waiting.splice(0)) message.nack();
    await this.#subscription.close();
    this.#poster.close();
  }

  #receive(message: Message): void {
    if (this.#stopping) {
      message.nack();
      return;
    }
    // The official emulator ignores filters, the real service does not.
    if (!this.#matches(message.attributes)) {
      message.ack();
      return;
    }
    this.#waiting.push(message);
    this.#startNext();
  }

  #startNext(): void {
    while (this.#inFlight < this.#delivery.maxInFlight) {
      const message = this.#waiting.shift();
      if (!message) return;
      this.#inFlight++;
      void this.#deliver(message).finally(() => {
        this.#inFlight--;
        this.#startNext();
      });
    }
  }

  async #deliver(message: Message): Promise<void> {
    const { topic, subscription, deadLetterTopic } = this.#delivery;
    const attempt = message.deliveryAttempt || (this.#refusals.get(message.id) ?? 0) + 1;
    const origin = {
      topic: `projects/${this.#pubsub.projectId}/topics/${topic}`,
      subscription: `projects/${this.#pubsub.projectId}/subscriptions/${subscription}`,
      ...(deadLetterTopic && { deliveryAttempt: attempt }),
    };
    const outcome = await this.#poster.post(toEventRequest(message, origin));
    if (outcome.accepted) this.#finish(message);
    else await this.#refused(message, attempt, outcome.reason);
  }

  async #refused(message: Message, attempt: number, reason: string): Promise<void> {
    const { subscription, deadLetterTopic, maxDeliveryAttempts } = this.#delivery;
    const last = deadLetterTopic !== undefined && attempt >= maxDeliveryAttempts;
    this.#log(`${subscription}: message ${message.id} refused, attempt ${attempt}${last ? ', the last' : ''}: ${reason}`);
    if (last && (await this.#moveToDeadLetter(message, deadLetterTopic, attempt, reason))) {
      this.#finish(message);
      return;
    }
    this.#refusals.set(message.id, attempt);
    message.nack();
  }

  #finish(message: Message): void {
    this.#refusals.delete(message.id);
    message.ack();
  }

  /** The attributes are those that the real service adds, the reason in the one it has for errors of its own deliveries. */
  async #moveToDeadLetter(message: Message, topic: string, attempt: number, reason: string): Promise<boolean> {
    const attributes = {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempt),
      CloudPubSubDeadLetterSourceSubscription: this.#delivery.subscription,
      CloudPubSubDeadLetterSourceSubscriptionProject: this.#pubsub.projectId,
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishTime.getTime()).toISOString(),
      CloudPubSubDeadLetterSourceDeliveryErrorMessage: reason,
    };
    const { data, orderingKey } = message;
    try {
      // A new topic object each time: one that failed to publish holds back later messages of the same ordering key.
      const publisher = this.#pubsub.topic(topic, { messageOrdering: true });
      await publisher.publishMessage({ data, attributes, ...(orderingKey && { orderingKey }) });
      return true;
    } catch (error) {
      this.#log(
        `${this.#delivery.subscription}: message ${message.id} could not be moved to ${topic}: ${(error as Error).message}`,
      );
      return false;
    }
  }
}
