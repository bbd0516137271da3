import type { protos } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import { MemoryBudget } from './memory-budget.ts';
import { checkMessages, type MessageContent, type StoredMessage, sizeOf } from './messages.ts';
import { checkName, deletedTopic, idOf, projectOf } from './names.ts';
import { checkSubscription, type Subscription, updateSubscription } from './settings.ts';
import { invalidArgument, notFound, PubSubStatusError } from './status.ts';
import { SubscriptionQueue } from './subscription-queue.ts';
import type { TimerClock } from './timer-clock.ts';

export type Topic = protos.google.pubsub.v1.ITopic;

/** A subscription with its messages. */
export interface SubscriptionRecord {
  settings: Subscription;
  queue: SubscriptionQueue;
  /** Called when the subscription is deleted. */
  onDeleted: Set<() => void>;
}

/** Everything the embedded server holds: topics, subscriptions and their messages. Methods throw PubSubStatusError. */
export class PubSubStore {
  readonly #project: string;
  readonly #clock: TimerClock;
  readonly #budget: MemoryBudget;
  readonly #topics = new Map<string, Topic>();
  readonly #subscriptions = new Map<string, SubscriptionRecord>();
  #lastSequence = 0;

  constructor(projectId: string, clock: TimerClock, maxMessageBytes: number) {
    this.#project = `projects/${projectId}`;
    this.#clock = clock;
    this.#budget = new MemoryBudget(maxMessageBytes);
  }

  createTopic(topic: Topic): Topic {
    const name = checkName('topics', topic.name ?? '');
    this.#requireProject(projectOf(name));
    if (this.#topics.has(name))
      throw new PubSubStatusError(status.ALREADY_EXISTS, `Topic already exists (resource=${idOf(name)}).`);
    const created: Topic = { ...topic, state: 'ACTIVE' };
    this.#topics.set(name, created);
    return created;
  }

  topic(name: string): Topic {
    const topic = this.#topics.get(checkName('topics', name));
    if (!topic) throw notFound(`Topic not found (resource=${idOf(name)}).`);
    return topic;
  }

  updateTopic(given: Topic, paths: readonly string[]): Topic {
    const topic = this.topic(given.name ?? '');
    if (paths.length === 0) throw invalidArgument('The update_mask in the UpdateTopicRequest must be set.');
    for (const path of paths) {
      if (path === 'labels') topic.labels = given.labels;
      else if (path === 'message_retention_duration') topic.messageRetentionDuration = given.messageRetentionDuration;
      else throw invalidArgument(`Invalid update_mask provided: "${path}" cannot be changed.`);
    }
    return topic;
  }

  /** Its subscriptions stay, with what they hold, and get nothing new. */
  deleteTopic(name: string): void {
    this.topic(name);
    this.#topics.delete(name);
    for (const { settings } of this.#subscriptionsOf(name)) settings.topic = deletedTopic;
  }

  topics(project: string): Topic[] {
    this.#requireProject(project);
    return [...this.#topics.values()];
  }

  subscriptionNames(topic: string): string[] {
    this.topic(topic);
    return this.#subscriptionsOf(topic).map(({ settings }) => settings.name!);
  }

  /** Answers the message ids, in the order of `messages`. */
  publish(topic: string, messages: readonly protos.google.pubsub.v1.IPubsubMessage[]): string[] {
    this.topic(topic);
    return this.#store(topic, checkMessages(messages));
  }

  createSubscription(given: Subscription): Subscription {
    const name = checkName('subscriptions', given.name ?? '');
    this.#requireProject(projectOf(name));
    if (this.#subscriptions.has(name)) {
      throw new PubSubStatusError(status.ALREADY_EXISTS, `Subscription already exists (resource=${idOf(name)}).`);
    }
    this.#requireTopic(given.topic ?? '', 'Subscription topic does not exist');
    const settings = checkSubscription(given);
    this.#requireDeadLetterTopic(settings);
    this.#subscriptions.set(name, this.#newRecord(settings));
    return settings;
  }

  subscription(name: string): SubscriptionRecord {
    const record = this.#subscriptions.get(checkName('subscriptions', name));
    if (!record) throw notFound(`Subscription does not exist (resource=${idOf(name)}).`);
    return record;
  }

  updateSubscription(given: Subscription, paths: readonly string[]): Subscription {
    const record = this.subscription(given.name ?? '');
    const settings = updateSubscription(record.settings, given, paths);
    this.#requireDeadLetterTopic(settings);
    record.settings = settings;
    return settings;
  }

  deleteSubscription(name: string): void {
    const record = this.subscription(name);
    this.#subscriptions.delete(name);
    record.queue.close();
    for (const onDeleted of [...record.onDeleted]) onDeleted();
  }

  subscriptions(project: string): Subscription[] {
    this.#requireProject(project);
    return [...this.#subscriptions.values()].map(({ settings }) => settings);
  }

  /** Stops all timers and forgets everything. */
  close(): void {
    for (const { queue } of this.#subscriptions.values()) queue.close();
    this.#subscriptions.clear();
    this.#topics.clear();
  }

  #subscriptionsOf(topic: string): SubscriptionRecord[] {
    return [...this.#subscriptions.values()].filter(({ settings }) => settings.topic === topic);
  }

  #requireProject(project: string): void {
    if (project === this.#project) return;
    throw notFound(`Requested project not found (project=${project}); this server has ${this.#project} only.`);
  }

  #requireTopic(name: string, otherwise: string): void {
    if (!this.#topics.has(checkName('topics', name))) throw notFound(`${otherwise} (resource=${idOf(name)}).`);
  }

  #requireDeadLetterTopic({ deadLetterPolicy }: Subscription): void {
    if (deadLetterPolicy) this.#requireTopic(deadLetterPolicy.deadLetterTopic!, 'Dead letter topic not found');
  }

  #newRecord(settings: Subscription): SubscriptionRecord {
    const record: Omit<SubscriptionRecord, 'queue'> = { settings, onDeleted: new Set() };
    const queue = new SubscriptionQueue({
      clock: this.#clock,
      settings: () => record.settings,
      release: (message) => this.#release(message),
      deadLetter: (message, attempts) => this.#deadLetter(record.settings, message, attempts),
    });
    return Object.assign(record, { queue });
  }

  #store(topic: string, contents: readonly MessageContent[]): string[] {
    const messages = contents.map((content): StoredMessage => {
      const sequence = ++this.#lastSequence;
      return { ...content, sequence, messageId: String(sequence), publishedAt: this.#clock.now(), holders: 0 };
    });
    const takers = this.#subscriptionsOf(topic).map(({ queue }) => queue);
    for (const message of messages) message.holders = takers.filter((queue) => queue.accepts(message)).length;
    const held = messages.filter((message) => message.holders > 0);
    this.#reserve(held.reduce((sum, message) => sum + message.sizeBytes, 0));
    for (const message of held) {
      for (const queue of takers) if (queue.accepts(message)) queue.add(message);
    }
    return messages.map(({ messageId }) => messageId);
  }

  #reserve(bytes: number): void {
    if (!this.#budget.fits(bytes)) for (const { queue } of this.#subscriptions.values()) queue.dropExpired();
    this.#budget.reserve(bytes);
  }

  #release(message: StoredMessage): void {
    message.holders--;
    if (message.holders === 0) this.#budget.release(message.sizeBytes);
  }

  /** https://cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic; the attributes are those the official emulator adds. */
  #deadLetter(settings: Subscription, message: StoredMessage, attempts: number): boolean {
    const topic = settings.deadLetterPolicy!.deadLetterTopic!;
    const attributes = {
      ...message.attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: idOf(settings.name!),
      CloudPubSubDeadLetterSourceSubscriptionProject: idOf(projectOf(settings.name!)),
      CloudPubSubDeadLetterSourceTopicPublishTime: message.publishedAt.toISOString(),
    };
    const { data, orderingKey } = message;
    const sizeBytes = sizeOf({ data, attributes, orderingKey });
    if (!this.#topics.has(topic) || !this.#budget.fits(sizeBytes)) return false;
    this.#store(topic, [{ data, attributes, orderingKey, sizeBytes }]);
    return true;
  }
}
