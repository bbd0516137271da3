import type { Message, PubSub, v1 } from '@google-cloud/pubsub';
import { status } from '@grpc/grpc-js';
import type { PubSubFlavour, RunningPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { startPubSub } from '@wheelhouse/emulator/pubsub/index.ts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { codeOf, connect, open, projectId, pullSome, Record, rawSubscriber, receive, uniqueId } from './support.ts';

const path = (name: string) => `projects/${projectId}/subscriptions/${name}`;
const text = (message: Message) => message.data.toString();

/** What every Pub/Sub server of the local cloud must do, seen through the Google client. */
export function describePubSub(flavour: PubSubFlavour): void {
  describe(`the ${flavour} Pub/Sub`, () => {
    let server: RunningPubSub;
    let pubsub: PubSub;
    let raw: v1.SubscriberClient;

    beforeAll(async () => {
      server = await startPubSub({ flavour, projectId });
      pubsub = connect(server.host);
      raw = rawSubscriber(server.host);
    });

    afterAll(async () => {
      await raw?.close();
      await pubsub?.close();
      await server?.stop();
    });

    async function newTopic(options: Parameters<PubSub['topic']>[1] = {}) {
      const name = uniqueId('topic');
      await pubsub.createTopic(name);
      return pubsub.topic(name, options);
    }

    async function newSubscription(topic: { name: string }, options = {}) {
      const name = uniqueId('sub');
      await pubsub.topic(topic.name).createSubscription(name, options);
      return name;
    }

    function subscribe(name: string, handle?: (message: Message) => void, options = {}) {
      const subscription = open(pubsub, name, options);
      onTestFinished(() => subscription.close());
      return receive(subscription, handle);
    }

    it('delivers data and attributes as they were published, with the id that publishing answered', async () => {
      const topic = await newTopic();
      const received = subscribe(await newSubscription(topic));
      const id = await topic.publishMessage({
        data: Buffer.from([0, 255, 10]),
        attributes: { traceparent: '00-ab-cd-01', b: 'ü' },
      });
      const [message] = await received.first(1);
      expect(message).toMatchObject({ id, attributes: { traceparent: '00-ab-cd-01', b: 'ü' }, orderingKey: '' });
      expect([...message!.data]).toEqual([0, 255, 10]);
      expect(Math.abs(message!.publishTime.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('gives every subscription of a topic its own copy', async () => {
      const topic = await newTopic();
      const [one, two] = [subscribe(await newSubscription(topic)), subscribe(await newSubscription(topic))];
      const id = await topic.publishMessage({ data: Buffer.from('x') });
      expect((await one.first(1))[0]!.id).toBe(id);
      expect((await two.first(1))[0]!.id).toBe(id);
    });

    it('delivers messages of one ordering key in the order they were published', async () => {
      const topic = await newTopic({ messageOrdering: true });
      const received = subscribe(await newSubscription(topic, { enableMessageOrdering: true }));
      const numbers = Array.from({ length: 30 }, (_, index) => index);
      await Promise.all(
        numbers.flatMap((number) =>
          ['a', 'b'].map((orderingKey) => topic.publishMessage({ data: Buffer.from(String(number)), orderingKey })),
        ),
      );
      const messages = await received.first(60);
      for (const key of ['a', 'b']) {
        const ofKey = messages.filter(({ orderingKey }) => orderingKey === key);
        expect(ofKey.map((message) => Number(text(message)))).toEqual(numbers);
      }
    });

    it('delivers again what was refused, and not what was acknowledged', async () => {
      const topic = await newTopic();
      let refusals = 0;
      const received = subscribe(await newSubscription(topic), (message) => {
        if (text(message) === 'bad' && refusals++ === 0) message.nack();
        else message.ack();
      });
      await topic.publishMessage({ data: Buffer.from('good') });
      await topic.publishMessage({ data: Buffer.from('bad') });
      const messages = await received.until((items) => items.filter((message) => text(message) === 'bad').length === 2);
      expect(messages.filter((message) => text(message) === 'good')).toHaveLength(1);
    });

    it('delivers again what nobody acknowledged before the deadline, under a new ack id', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      await topic.publishMessage({ data: Buffer.from('slow') });
      const [first] = await pullSome(raw, name);
      await raw.modifyAckDeadline({ subscription: path(name), ackIds: [first!.ackId!], ackDeadlineSeconds: 1 });
      const [second] = await pullSome(raw, name);
      expect(second!.message!.messageId).toBe(first!.message!.messageId);
      expect(second!.ackId).not.toBe(first!.ackId);
    });

    it('keeps an acknowledged message acknowledged when it is refused or acknowledged again later', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      await topic.publishMessage({ data: Buffer.from('once') });
      const [first] = await pullSome(raw, name);
      await raw.acknowledge({ subscription: path(name), ackIds: [first!.ackId!] });
      await raw.acknowledge({ subscription: path(name), ackIds: [first!.ackId!] });
      await raw.modifyAckDeadline({ subscription: path(name), ackIds: [first!.ackId!], ackDeadlineSeconds: 0 });
      await topic.publishMessage({ data: Buffer.from('next') });
      const after = await pullSome(raw, name);
      expect(after.map(({ message }) => String(message!.data))).toEqual(['next']);
    });

    it('moves a message to the dead letter topic after the last refused attempt and says where it came from', async () => {
      const [topic, deadLetters] = [await newTopic(), await newTopic()];
      const deadLetterPolicy = { deadLetterTopic: deadLetters.name, maxDeliveryAttempts: 5 };
      const name = await newSubscription(topic, { deadLetterPolicy });
      const dead = subscribe(await newSubscription(deadLetters));
      const received = subscribe(name, (message) => message.nack());
      await topic.publishMessage({ data: Buffer.from('poison'), attributes: { kind: 'x' } });
      const [letter] = await dead.first(1);
      expect(received.items.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4, 5]);
      expect(text(letter!)).toBe('poison');
      expect(letter!.attributes).toEqual({
        kind: 'x',
        CloudPubSubDeadLetterSourceDeliveryCount: '5',
        CloudPubSubDeadLetterSourceSubscription: name,
        CloudPubSubDeadLetterSourceSubscriptionProject: projectId,
        CloudPubSubDeadLetterSourceTopicPublishTime: received.items[0]!.publishTime.toISOString().replace(
          /(\.\d{3})\d*Z$/,
          '$1Z',
        ),
      });
    });

    it('waits as the retry policy says before it delivers a refused message again', async () => {
      const topic = await newTopic();
      const retryPolicy = { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 1 } };
      const receivedAtMs: number[] = [];
      const received = subscribe(await newSubscription(topic, { retryPolicy }), (message) => {
        if (receivedAtMs.push(performance.now()) < 3) message.nack();
        else message.ack();
      });
      await topic.publishMessage({ data: Buffer.from('again') });
      await received.first(3);
      // The official emulator does not wait after the first refusal, and may come a little early; without a policy both come at once.
      expect(receivedAtMs[2]! - receivedAtMs[1]!).toBeGreaterThan(800);
    });

    it('answers NOT_FOUND for topics and subscriptions that are not there', async () => {
      const missing = uniqueId('missing');
      const noRetry = { gaxOpts: { retry: null } };
      expect(await codeOf(pubsub.topic(missing).getMetadata())).toBe(status.NOT_FOUND);
      expect(await codeOf(pubsub.topic(missing, noRetry).publishMessage({ data: Buffer.from('x') }))).toBe(status.NOT_FOUND);
      expect(await codeOf(pubsub.topic(missing).createSubscription(uniqueId('sub')))).toBe(status.NOT_FOUND);
      expect(await codeOf(pubsub.topic(missing).delete())).toBe(status.NOT_FOUND);
      expect(await codeOf(pubsub.subscription(missing).getMetadata())).toBe(status.NOT_FOUND);
      const error = await new Promise<{ code: number }>((resolve) => {
        const subscription = pubsub.subscription(missing);
        subscription.on('error', resolve);
        subscription.on('message', () => undefined);
      });
      expect(error.code).toBe(status.NOT_FOUND);
    });

    it('answers ALREADY_EXISTS for a second topic or subscription of the same name', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      expect(await codeOf(pubsub.createTopic(topic.name))).toBe(status.ALREADY_EXISTS);
      expect(await codeOf(topic.createSubscription(name))).toBe(status.ALREADY_EXISTS);
    });

    it('answers INVALID_ARGUMENT for names, messages and ack ids that cannot be', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      expect(await codeOf(pubsub.createTopic('1-begins-with-a-digit'))).toBe(status.INVALID_ARGUMENT);
      expect(await codeOf(topic.publishMessage({ data: Buffer.from('') }))).toBe(status.INVALID_ARGUMENT);
      const junk = { subscription: path(name), ackIds: ['junk'] };
      expect(await codeOf(raw.acknowledge(junk))).toBe(status.INVALID_ARGUMENT);
      expect(await codeOf(raw.pull({ subscription: path(name), maxMessages: 0 }))).toBe(status.INVALID_ARGUMENT);
    });

    it('lists topics and subscriptions, and the subscriptions of a topic', async () => {
      const topic = await newTopic();
      const names = [await newSubscription(topic), await newSubscription(topic)].map(path);
      const [topics] = await pubsub.getTopics();
      expect(topics.map(({ name }) => name)).toContain(topic.name);
      const [subscriptions] = await pubsub.getSubscriptions();
      expect(subscriptions.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      const [ofTopic] = await topic.getSubscriptions();
      expect(ofTopic.map(({ name }) => name).sort()).toEqual(names.sort());
    });

    it('changes the ack deadline of a subscription', async () => {
      const name = await newSubscription(await newTopic());
      await pubsub.subscription(name).setMetadata({ ackDeadlineSeconds: 77 });
      const [metadata] = await pubsub.subscription(name).getMetadata();
      expect(metadata.ackDeadlineSeconds).toBe(77);
    });

    it('keeps a subscription and its messages when the topic is deleted', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      await topic.publishMessage({ data: Buffer.from('left') });
      await topic.delete();
      const [metadata] = await pubsub.subscription(name).getMetadata();
      expect(metadata.topic).toBe('_deleted-topic_');
      expect((await pullSome(raw, name)).map(({ message }) => String(message!.data))).toEqual(['left']);
    });

    it('shares the messages of one subscription between two subscribers', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      const all = new Record<string>();
      const note = (message: Message) => {
        message.ack();
        all.add(message.id);
      };
      const [one, two] = [subscribe(name, note), subscribe(name, note)];
      const ids: string[] = [];
      while (one.items.length === 0 || two.items.length === 0) {
        ids.push(await topic.publishMessage({ data: Buffer.from('x') }));
        await all.until((received) => received.length >= ids.length);
      }
      expect([...all.items].sort()).toEqual(ids.sort());
    });

    it('delivers 1,000 messages once each', async () => {
      const topic = await newTopic();
      const name = await newSubscription(topic);
      const received = subscribe(name);
      const ids = await Promise.all(
        Array.from({ length: 1000 }, (_, index) => topic.publishMessage({ data: Buffer.from(String(index)) })),
      );
      const messages = await received.first(1000);
      expect(messages.map(({ id }) => id).sort()).toEqual(ids.sort());
    });
  });
}
