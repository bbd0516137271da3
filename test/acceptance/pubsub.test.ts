import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '@google-cloud/pubsub';
import { eventually } from '@wheelhouse/emulator/smoke/eventually.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../harness/index.ts';
import {
  deliverAgain,
  messageBody,
  newDepot,
  newOrganisation,
  newVehicle,
  startTestCloud,
  type TestCloud,
} from './local-cloud.ts';

type Span = { traceId: string; name: string; attributes: { key: string; value: { stringValue?: string } }[] };
type Spans = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
type Rows = { data: Record<string, unknown>[]; page: { total?: number } };

let cloud: TestCloud;
const spans: Span[] = [];
/** Stands for whoever collects traces (OTLP over HTTP, in JSON). */
const collector = createServer(async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const { resourceSpans } = JSON.parse(body) as Spans;
  spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)));
  response.end('{}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  cloud = await startTestCloud({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
});
afterAll(async () => {
  await cloud?.end();
  collector.closeAllConnections();
  collector.close();
});

const publish = (data: Buffer | object, attributes: Record<string, string> = {}) =>
  cloud.pubsub.topic('telemetry').publishMessage(Buffer.isBuffer(data) ? { data, attributes } : { json: data, attributes });
const reading = (recordedAt: Date, latitude = 58.41) => ({
  recordedAt: recordedAt.toISOString(),
  position: { latitude, longitude: 15.62, speedKph: 54 },
});
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

const rejectedMessages = (messageId: string) =>
  withSystem(testDatabase(), 'a test looks', (tx) =>
    tx.query<{ reason: string; trigger: string }>(
      'select reason, trigger from platform.rejected_messages where message_id = $1',
      [messageId],
    ),
  );

describe.each(['pooled', 'dedicated'] as const)('telemetry of an organisation in %s placement', (placement) => {
  test('goes in at the topic and comes out of the API', async () => {
    const one = await newOrganisation(cloud, testDatabase(), placement);
    const { id, deviceId } = await newVehicle(one);
    const at = secondsAgo(1);
    await publish({ version: 1, tenantId: one.tenantId, deviceId, readings: [reading(secondsAgo(9), 58.409), reading(at)] });
    const { data } = await eventually(
      'the state',
      () => one.api.get<Rows>('/v1/vehicle-states'),
      (answer) => answer.data.length > 0,
    );
    expect(data).toMatchObject([{ vehicleId: id, latitude: 58.41, speedKph: 54 }]);
    expect(Date.parse(data[0]?.recordedAt as string)).toBe(at.getTime());
  });

  test('of a device that nobody knows is kept with the reason', async () => {
    const one = await newOrganisation(cloud, testDatabase(), placement);
    await publish({ version: 1, tenantId: one.tenantId, deviceId: 'stranger', readings: [reading(secondsAgo(1))] });
    const { data } = await eventually(
      'the rejection',
      () => one.api.get<Rows>('/v1/telemetry-rejections'),
      (answer) => answer.data.length > 0,
    );
    expect(data).toMatchObject([{ deviceId: 'stranger', reason: 'unknown_device' }]);
  });

  test('has no second effect when it is delivered again', async () => {
    const one = await newOrganisation(cloud, testDatabase(), placement);
    const { id, deviceId } = await newVehicle(one);
    const batch = {
      version: 1,
      tenantId: one.tenantId,
      deviceId,
      readings: [reading(secondsAgo(5)), reading(secondsAgo(3)), { recordedAt: 'yesterday' }],
    };
    const messageId = await publish(batch);
    const history = () =>
      one.api.get<Rows>(
        `/v1/vehicle-locations:history?vehicleId=${id}&from=${secondsAgo(60).toISOString()}&to=${new Date().toISOString()}`,
      );
    await eventually('both positions', history, ({ data }) => data.length >= 2);
    const again = () => deliverAgain(cloud, 'telemetry-ingest', messageBody(messageId, batch));
    expect(await Promise.all([again(), again(), again()])).toEqual([204, 204, 204]);
    expect((await history()).data).toHaveLength(2);
    expect((await one.api.get<Rows>('/v1/telemetry-rejections')).data).toMatchObject([{ reason: 'malformed' }]);
  });

  test('that names a vehicle’s device of another organisation reaches nobody’s vehicle', async () => {
    const one = await newOrganisation(cloud, testDatabase(), placement);
    const other = await newOrganisation(cloud, testDatabase(), 'pooled');
    const { deviceId } = await newVehicle(one);
    await publish({ version: 1, tenantId: other.tenantId, deviceId, readings: [reading(secondsAgo(1))] });
    await eventually(
      'the rejection',
      () => other.api.get<Rows>('/v1/telemetry-rejections'),
      (answer) => answer.data.length > 0,
    );
    expect(await one.api.get('/v1/vehicle-states')).toMatchObject({ data: [] });
    expect(await other.api.get('/v1/vehicle-states')).toMatchObject({ data: [] });
    expect(await one.api.get('/v1/telemetry-rejections')).toMatchObject({ data: [] });
  });

  test('a changed vehicle is an event, and its consumer counts the vehicles of the depot', async () => {
    const one = await newOrganisation(cloud, testDatabase(), placement);
    const other = await newOrganisation(cloud, testDatabase(), placement);
    const depot = await newDepot(one);
    const untouched = await newDepot(other);
    await newVehicle(one, { homeDepotId: depot.id });
    await newVehicle(one, { homeDepotId: depot.id });
    await eventually(
      'both vehicles counted',
      () => one.api.get<{ currentVehicleCount: number }>(`/v1/depots/${depot.id}`),
      (answer) => answer.currentVehicleCount === 2,
    );
    expect(await other.api.get(`/v1/depots/${untouched.id}`)).toMatchObject({ currentVehicleCount: 0 });
  });
});

test.each([
  ['that is no JSON', Buffer.from('\u0000 no json'), 'malformed'],
  [
    'for no tenant',
    { version: 1, tenantId: crypto.randomUUID(), deviceId: 'd', readings: [reading(new Date())] },
    'unknown_tenant',
  ],
])('a telemetry message %s is kept for people to look at, and acknowledged', async (_what, data, reason) => {
  const messageId = await publish(data);
  const rows = await eventually(
    'the rejected message',
    () => rejectedMessages(messageId),
    (found) => found.length > 0,
  );
  expect(rows).toMatchObject([{ reason, trigger: 'pubsub' }]);
  expect(await deliverAgain(cloud, 'telemetry-ingest', messageBody(messageId, data))).toBe(204);
  expect(await rejectedMessages(messageId)).toHaveLength(1);
  expect(cloud.said.filter((line) => line.includes(messageId))).toEqual([]);
});

test('the trace of a request goes on in the message of its event and in the span of its consumer', async () => {
  const one = await newOrganisation(cloud, testDatabase());
  const depot = await newDepot(one);
  const [subscription] = await cloud.pubsub.topic('events').createSubscription(`watch-${crypto.randomUUID()}`);
  const event = new Promise<Message>((resolve) => {
    subscription.on('message', (message: Message) => {
      message.ack();
      if (message.attributes['ce-subject'] === `depot/${depot.id}`) resolve(message);
    });
  });
  const traceId = crypto.randomUUID().replaceAll('-', '');
  const changed = await fetch(`${cloud.url}/v1/depots/${depot.id}`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${one.idToken}`,
      'Content-Type': 'application/json',
      'If-Match': '*',
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify({ depotName: 'Renamed' }),
  });
  expect(changed.status).toBe(200);
  const { attributes, id } = await event;
  await subscription.close();
  await subscription.delete();
  expect(attributes).toMatchObject({ 'ce-type': 'dev.wheelhouse.depot.updated', tenantId: one.tenantId });
  expect(attributes.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  const ofTrace = await eventually(
    'the span of the consumer',
    async () => spans.filter((span) => span.traceId === traceId),
    (found) => found.some((span) => span.name.startsWith('PATCH')) && found.some((span) => span.name.endsWith('event-dispatch')),
  );
  const handled = ofTrace.find((span) => span.name.startsWith('process '));
  const messageIds = handled?.attributes
    .filter(({ key }) => key === 'messaging.message.id')
    .map(({ value }) => value.stringValue);
  expect(messageIds).toEqual([id]);
});
