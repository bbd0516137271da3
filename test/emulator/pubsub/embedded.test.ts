import type { PubSub, v1 } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import { type EmbeddedPubSubOptions, startEmbeddedPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from './manual-clock.ts';
import { codeOf, connect, open, projectId, pullSome, rawSubscriber, receive, uniqueId } from './support.ts';

// What only the embedded server does: the official emulator ignores filters and the 10 MB limit, and has no clock of ours.

interface Setting {
  pubsub: PubSub;
  raw: v1.SubscriberClient;
  host: string;
}

async function start(options: Partial<EmbeddedPubSubOptions> = {}): Promise<Setting> {
  const server = await startEmbeddedPubSub({ projectId, ...options });
  const [pubsub, raw] = [connect(server.host), rawSubscriber(server.host)];
  onTestFinished(async () => {
    await raw.close();
    await pubsub.close();
    await server.stop();
  });
  return { pubsub, raw, host: server.host };
}

async function newSubscription(pubsub: PubSub, options = {}, topicOptions = {}) {
  const [topicName, name] = [uniqueId('topic'), uniqueId('sub')];
  await pubsub.createTopic(topicName);
  await pubsub.topic(topicName).createSubscription(name, options);
  return { topic: pubsub.topic(topicName, topicOptions), name, path: `projects/${projectId}/subscriptions/${name}` };
}

const dataOf = (messages: Awaited<ReturnType<typeof pullSome>>) => messages.map(({ message }) => String(message!.data));

describe('the embedded Pub/Sub server', () => {
  it('delivers only messages whose attributes match the filter', async () => {
    const { pubsub } = await start();
    const filter = 'attributes.kind = "car" AND NOT hasPrefix(attributes.plate, "X")';
    const { topic, name } = await newSubscription(pubsub, { filter });
    const subscription = open(pubsub, name);
    onTestFinished(() => subscription.close());
    const received = receive(subscription);
    await topic.publishMessage({ data: Buffer.from('no'), attributes: { kind: 'van' } });
    await topic.publishMessage({ data: Buffer.from('no'), attributes: { kind: 'car', plate: 'X-1' } });
    const id = await topic.publishMessage({ data: Buffer.from('yes'), attributes: { kind: 'car', plate: 'A-1' } });
    expect((await received.first(1)).map((message) => message.id)).toEqual([id]);
  });

  it('refuses a subscription whose filter it cannot read', async () => {
    const { pubsub } = await start();
    expect(await codeOf(newSubscription(pubsub, { filter: 'attributes.a = ' }))).toBe(status.INVALID_ARGUMENT);
  });

  it('refuses more than 10 MB in one request and takes what is just below', async () => {
    const { pubsub, raw } = await start();
    const { topic, name } = await newSubscription(pubsub);
    expect(await codeOf(topic.publishMessage({ data: Buffer.alloc(10 * 1024 * 1024 + 1) }))).toBe(status.INVALID_ARGUMENT);
    await topic.publishMessage({ data: Buffer.alloc(10 * 1024 * 1024 - 100) });
    expect((await pullSome(raw, name))[0]!.message!.data).toHaveLength(10 * 1024 * 1024 - 100);
  });

  it('delivers again at the ack deadline and not before', async () => {
    const clock = manualClock();
    const { pubsub, raw } = await start({ clock });
    const { topic, name, path } = await newSubscription(pubsub, { ackDeadlineSeconds: 30 });
    await topic.publishMessage({ data: Buffer.from('a') });
    await pullSome(raw, name);
    clock.advance(29_999);
    const [early] = await raw.pull({ subscription: path, maxMessages: 1, returnImmediately: true });
    expect(early.receivedMessages).toEqual([]);
    clock.advance(1);
    expect(dataOf(await pullSome(raw, name))).toEqual(['a']);
  });

  it('doubles the wait after each refusal up to the maximum', async () => {
    const clock = manualClock();
    const { pubsub, raw } = await start({ clock });
    const retryPolicy = { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 3 } };
    const { topic, name, path } = await newSubscription(pubsub, { retryPolicy });
    await topic.publishMessage({ data: Buffer.from('a') });
    for (const waitMs of [1000, 2000, 3000, 3000]) {
      const [message] = await pullSome(raw, name);
      await raw.modifyAckDeadline({ subscription: path, ackIds: [message!.ackId!], ackDeadlineSeconds: 0 });
      expect(clock.waits()).toContain(waitMs);
      clock.advance(waitMs);
    }
  });

  it('delivers the later messages of a key again, in order, when an earlier one is refused', async () => {
    // On a clock that stands still, so that no deadline brings the later ones back.
    const { pubsub, raw } = await start({ clock: manualClock() });
    const { topic, name, path } = await newSubscription(pubsub, { enableMessageOrdering: true }, { messageOrdering: true });
    await Promise.all(['1', '2', '3'].map((text) => topic.publishMessage({ data: Buffer.from(text), orderingKey: 'k' })));
    const [first] = await pullSome(raw, name);
    await raw.modifyAckDeadline({ subscription: path, ackIds: [first!.ackId!], ackDeadlineSeconds: 0 });
    expect(dataOf(await pullSome(raw, name))).toEqual(['1', '2', '3']);
  });

  it('gives the later messages of a key to nobody else while an earlier one is out', async () => {
    const { pubsub, raw } = await start();
    const { topic, name, path } = await newSubscription(pubsub, { enableMessageOrdering: true }, { messageOrdering: true });
    await Promise.all(['1', '2'].map((text) => topic.publishMessage({ data: Buffer.from(text), orderingKey: 'k' })));
    await topic.publishMessage({ data: Buffer.from('other'), orderingKey: 'other' });
    const [first] = await pullSome(raw, name, 1);
    expect(dataOf(await pullSome(raw, name))).toEqual(['other']);
    await raw.acknowledge({ subscription: path, ackIds: [first!.ackId!] });
    expect(dataOf(await pullSome(raw, name))).toEqual(['2']);
  });

  it('forgets messages that are older than the retention of the subscription', async () => {
    const clock = manualClock();
    const { pubsub, raw } = await start({ clock });
    const { topic, name } = await newSubscription(pubsub, { messageRetentionDuration: { seconds: 600 } });
    await topic.publishMessage({ data: Buffer.from('old') });
    clock.advance(600_001);
    await topic.publishMessage({ data: Buffer.from('new') });
    expect(dataOf(await pullSome(raw, name))).toEqual(['new']);
  });

  it('refuses to hold more than its memory bound, loses nothing it took, and takes more after acknowledgements', async () => {
    const { pubsub, raw } = await start({ maxMessageBytes: 1000 });
    const { topic, name, path } = await newSubscription(pubsub, {}, { gaxOpts: { retry: null } });
    await topic.publishMessage({ data: Buffer.alloc(900, 'a') });
    expect(await codeOf(topic.publishMessage({ data: Buffer.alloc(101) }))).toBe(status.RESOURCE_EXHAUSTED);
    const [message] = await pullSome(raw, name);
    expect(message!.message!.data).toHaveLength(900);
    await raw.acknowledge({ subscription: path, ackIds: [message!.ackId!] });
    await topic.publishMessage({ data: Buffer.alloc(101, 'b') });
    expect((await pullSome(raw, name))[0]!.message!.data).toHaveLength(101);
  });

  it('hands a stream no more than its flow control allows', async () => {
    const { pubsub } = await start();
    const { topic, name } = await newSubscription(pubsub);
    const flowControl = { maxMessages: 3, allowExcessMessages: true };
    const [busy, free] = [open(pubsub, name, { flowControl }), open(pubsub, name)];
    onTestFinished(async () => void (await Promise.all([busy.close(), free.close()])));
    const held = receive(busy, () => undefined);
    await Promise.all(Array.from({ length: 10 }, () => topic.publishMessage({ data: Buffer.from('x') })));
    await held.first(3);
    await receive(free).first(7);
    expect(held.items).toHaveLength(3);
  });

  it('answers a sign of life of a stream, without which clients take the stream for dead', async () => {
    const { pubsub, raw } = await start();
    const { path } = await newSubscription(pubsub);
    const stream = raw.streamingPull();
    onTestFinished(() => void stream.cancel());
    stream.on('error', () => undefined);
    stream.write({ subscription: path, streamAckDeadlineSeconds: 10 });
    stream.write({});
    const response = await new Promise<{ receivedMessages?: unknown[] }>((resolve) => stream.once('data', resolve));
    expect(response.receivedMessages).toEqual([]);
  });

  it('ends the streams of a subscription that is deleted with NOT_FOUND', async () => {
    const { pubsub } = await start();
    const { name } = await newSubscription(pubsub);
    const subscription = open(pubsub, name);
    const failed = new Promise<{ code: number }>((resolve) => subscription.on('error', resolve));
    const received = receive(subscription);
    await pubsub.subscription(name).delete();
    expect((await failed).code).toBe(status.NOT_FOUND);
    expect(received.items).toEqual([]);
  });

  it('answers UNIMPLEMENTED for push delivery and exactly-once delivery', async () => {
    const { pubsub } = await start();
    expect(await codeOf(newSubscription(pubsub, { pushEndpoint: 'http://127.0.0.1:1/' }))).toBe(status.UNIMPLEMENTED);
    expect(await codeOf(newSubscription(pubsub, { enableExactlyOnceDelivery: true }))).toBe(status.UNIMPLEMENTED);
  });

  it('refuses settings outside the bounds of the service', async () => {
    const { pubsub } = await start();
    expect(await codeOf(newSubscription(pubsub, { ackDeadlineSeconds: 9 }))).toBe(status.INVALID_ARGUMENT);
    expect(await codeOf(newSubscription(pubsub, { messageRetentionDuration: { seconds: 599 } }))).toBe(status.INVALID_ARGUMENT);
    expect(await codeOf(newSubscription(pubsub, { retryPolicy: { minimumBackoff: { seconds: 601 } } }))).toBe(
      status.INVALID_ARGUMENT,
    );
    const { topic } = await newSubscription(pubsub);
    const deadLetterPolicy = { deadLetterTopic: topic.name, maxDeliveryAttempts: 4 };
    expect(await codeOf(newSubscription(pubsub, { deadLetterPolicy }))).toBe(status.OUT_OF_RANGE);
  });

  it('answers NOT_FOUND for another project than its own', async () => {
    const { pubsub } = await start();
    expect(await codeOf(pubsub.createTopic('projects/another/topics/telemetry'))).toBe(status.NOT_FOUND);
  });

  it('lists topics in pages', async () => {
    const { pubsub } = await start();
    for (const name of ['ccc', 'aaa', 'bbb']) await pubsub.createTopic(name);
    const names = (topics: { name: string }[]) => topics.map(({ name }) => name.slice(-3));
    const [first, next] = await pubsub.getTopics({ pageSize: 2, autoPaginate: false });
    expect(names(first)).toEqual(['aaa', 'bbb']);
    const [second] = await pubsub.getTopics(next!);
    expect(names(second)).toEqual(['ccc']);
  });
});
