import type { ServerResponse } from 'node:http';
import type { PubSub, v1 } from '@google-cloud/pubsub';
import {
  type Delivery,
  findOfficialPubSub,
  type PubSubFlavour,
  type RunningPubSub,
  startForwarder,
  startPubSub,
} from '@wheelhouse/emulator/pubsub/index.ts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, startReceiver } from './receiver.ts';
import { connect, open, projectId, pullSome, rawSubscriber, receive, uniqueId } from './support.ts';

const official = await findOfficialPubSub();

describe.each<[PubSubFlavour, string]>([
  ['embedded', ''],
  ['official', official ? '' : ' (not installed)'],
])('the forwarder on the %s Pub/Sub%s', (flavour) => {
  const present = flavour === 'embedded' || official !== undefined;
  let server: RunningPubSub;
  let pubsub: PubSub;
  let raw: v1.SubscriberClient;

  beforeAll(async () => {
    if (!present) return;
    server = await startPubSub({ flavour, projectId });
    pubsub = connect(server.host);
    raw = rawSubscriber(server.host);
  });

  afterAll(async () => {
    await raw?.close();
    await pubsub?.close();
    await server?.stop();
  });

  async function forwardTo(answer: Answer | undefined, given: Partial<Delivery> = {}) {
    const receiver = await startReceiver(answer);
    const delivery: Delivery = {
      topic: uniqueId('topic'),
      subscription: uniqueId('sub'),
      url: receiver.url,
      ackDeadlineSeconds: 10,
      maxInFlight: 10,
      maxDeliveryAttempts: 5,
      retryMinMs: 1,
      retryMaxMs: 10,
      ...given,
    };
    const lines: string[] = [];
    const forwarder = await startForwarder({
      host: server.host,
      projectId,
      deliveries: [delivery],
      log: (line) => lines.push(line),
    });
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= forwarder.stop();
      return stopped;
    };
    onTestFinished(stop);
    return { ...receiver, ...delivery, stop, lines, published: pubsub.topic(delivery.topic) };
  }

  async function deadLettersOf(topic: string) {
    const name = uniqueId('dead');
    await pubsub.topic(topic).createSubscription(name);
    const subscription = open(pubsub, name);
    onTestFinished(() => subscription.close());
    return receive(subscription);
  }

  it.runIf(present)('posts a message as Eventarc does: a CloudEvent in binary mode', async () => {
    const { requests, published, topic, subscription } = await forwardTo(undefined);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const data = Buffer.from([0, 1, 254, 255]);
    const id = await pubsub
      .topic(published.name, { messageOrdering: true })
      .publishMessage({ data, attributes: { traceparent, 'x y': 'ü' }, orderingKey: 'vehicle-1' });
    const [request] = await requests.first(1);
    const time = request!.headers['ce-time'] as string;
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
    expect(request).toMatchObject({ method: 'POST', url: '/' });
    expect(request!.headers).toMatchObject({ 'content-type': 'application/json' });
    const eventHeaders = Object.entries(request!.headers).filter(([name]) => name.startsWith('ce-'));
    expect(Object.fromEntries(eventHeaders)).toEqual({
      'ce-id': id,
      'ce-specversion': '1.0',
      'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
      'ce-source': `//pubsub.googleapis.com/projects/${projectId}/topics/${topic}`,
      'ce-time': time,
    });
    expect(request!.body).toEqual({
      message: {
        data: data.toString('base64'),
        attributes: { traceparent, 'x y': 'ü' },
        messageId: id,
        publishTime: time,
        orderingKey: 'vehicle-1',
      },
      subscription: `projects/${projectId}/subscriptions/${subscription}`,
    });
  });

  it.runIf(present)('takes any 2xx as done and delivers again after 4xx, 429, 5xx and a broken connection', async () => {
    const answers: Answer[] = [400, 429, 500, 503].map((status) => (_, response) => response.writeHead(status).end());
    answers.push((_, response) => response.destroy());
    answers.push((_, response) => response.writeHead(202).end());
    const { requests, published, stop, subscription } = await forwardTo((...call) => answers[call[2]]!(...call));
    const id = await published.publishMessage({ data: Buffer.from('x') });
    await requests.first(6);
    await stop();
    expect(requests.items.map(({ body }) => body.message.messageId)).toEqual(Array.from({ length: 6 }, () => id));
    await pubsub.topic(published.name).publishMessage({ data: Buffer.from('after') });
    expect((await pullSome(raw, subscription)).map(({ message }) => String(message!.data))).toEqual(['after']);
  });

  it.runIf(present).each([2, 5])(
    'moves a message to the dead letter topic after %i refusals, with the reason',
    async (attempts) => {
      const deadLetterTopic = uniqueId('dead-topic');
      await pubsub.createTopic(deadLetterTopic);
      const dead = await deadLettersOf(deadLetterTopic);
      const { requests, published, subscription } = await forwardTo(
        ({ body }, response) => {
          const poison = body.message.attributes.poison === 'yes';
          response.writeHead(poison ? 422 : 200).end('no such vehicle');
        },
        { maxDeliveryAttempts: attempts, deadLetterTopic },
      );
      await published.publishMessage({ data: Buffer.from('bad'), attributes: { poison: 'yes' } });
      const [letter] = await dead.first(1);
      const refused = requests.items.filter(({ body }) => body.message.attributes.poison === 'yes');
      expect(refused.map(({ body }) => body.deliveryAttempt)).toEqual(Array.from({ length: attempts }, (_, index) => index + 1));
      expect(letter!.data.toString()).toBe('bad');
      expect(letter!.attributes).toEqual({
        poison: 'yes',
        CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
        CloudPubSubDeadLetterSourceSubscription: subscription,
        CloudPubSubDeadLetterSourceSubscriptionProject: projectId,
        CloudPubSubDeadLetterSourceTopicPublishTime: refused[0]!.headers['ce-time'],
        CloudPubSubDeadLetterSourceDeliveryErrorMessage: 'HTTP 422: no such vehicle',
      });
      await published.publishMessage({ data: Buffer.from('good') });
      await requests.until((items) => items.some(({ body }) => body.message.attributes.poison === undefined));
      expect(dead.items).toHaveLength(1);
    },
  );

  it.runIf(present)('gives the function no more requests at a time than it takes, and uses all it takes', async () => {
    const held: ServerResponse[] = [];
    let hold = true;
    const { requests, published } = await forwardTo((_, response) => (hold ? held.push(response) : response.end()), {
      maxInFlight: 3,
    });
    const other = await forwardTo(undefined);
    await Promise.all(Array.from({ length: 12 }, () => published.publishMessage({ data: Buffer.from('x') })));
    await requests.first(3);
    // A message on another subscription, published and delivered meanwhile: the fourth request has had its chance.
    await other.published.publishMessage({ data: Buffer.from('x') });
    await other.requests.first(1);
    expect(requests.items).toHaveLength(3);
    hold = false;
    for (const response of held) response.end();
    await requests.first(12);
  });

  it.runIf(present)('waits on stop for the answers of the function, acknowledges them and gives the rest back', async () => {
    const held: ServerResponse[] = [];
    const { requests, published, stop, subscription } = await forwardTo((_, response) => held.push(response), { maxInFlight: 1 });
    const first = await published.publishMessage({ data: Buffer.from('first') });
    await requests.first(1);
    const second = await published.publishMessage({ data: Buffer.from('second') });
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    // The second message is given back while the first is still being worked on.
    const given = await pullSome(raw, subscription);
    expect(given.map(({ message }) => message!.messageId)).toEqual([second]);
    expect(stopped).toBe(false);
    held[0]!.end();
    await stopping;
    expect(requests.items.map(({ body }) => body.message.messageId)).toEqual([first]);
    const third = await pubsub.topic(published.name).publishMessage({ data: Buffer.from('third') });
    expect((await pullSome(raw, subscription)).map(({ message }) => message!.messageId)).toEqual([third]);
  });

  it.runIf(present)('delivers only what the filter lets through', async () => {
    const { requests, published } = await forwardTo(undefined, { filter: 'attributes.kind = "car"' });
    await published.publishMessage({ data: Buffer.from('x'), attributes: { kind: 'van' } });
    const car = await published.publishMessage({ data: Buffer.from('x'), attributes: { kind: 'car' } });
    expect((await requests.first(1))[0]!.body.message.messageId).toBe(car);
  });

  it.runIf(present)('delivers every message of a burst', async () => {
    const { requests, published } = await forwardTo(undefined, { maxInFlight: 40 });
    const ids = await Promise.all(Array.from({ length: 1000 }, () => published.publishMessage({ data: Buffer.from('x') })));
    await requests.first(ids.length);
    expect(requests.items.map(({ body }) => body.message.messageId).sort()).toEqual(ids.sort());
  });

  it.runIf(present)('says which message was refused and why', async () => {
    const { requests, published, lines, stop } = await forwardTo((_, response, index) =>
      response.writeHead(index === 0 ? 500 : 200).end('out of disk'),
    );
    const id = await published.publishMessage({ data: Buffer.from('x') });
    await requests.first(2);
    await stop();
    expect(lines).toEqual([expect.stringContaining(`message ${id} refused, attempt 1: HTTP 500: out of disk`)]);
  });
});
