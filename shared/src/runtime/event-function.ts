import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { invalidRequest } from '../errors.ts';
import { withLogContext } from '../log.ts';
import { accessLog, bodyLimit, createDrain, problemDetails, type RequestIdVariables, requestId } from '../middleware/index.ts';
import { parseBody, parseJson } from '../resource/body.ts';
import { withMessageSpan } from '../tracing/index.ts';
import { endGracefully } from './graceful-end.ts';
import { type Instance, startInstance } from './instance.ts';
import { registerFunction } from './register-function.ts';

/** A Pub/Sub message as Eventarc delivers it. */
export type Message = {
  messageId: string;
  /** The bytes that were published. */
  data: Buffer;
  attributes: Record<string, string>;
  publishTime: string;
  subscription: string;
};

/** An object that was completely written to a bucket. */
export type StoredObject = {
  eventId: string;
  bucket: string;
  name: string;
  generation: string;
  size: number;
  contentType: string | undefined;
  md5Hash: string | undefined;
  metadata: Record<string, string>;
};

/** What a handler answers: nothing (204), or a JSON document for whoever looks at the logs. */
type Handler<T> = (input: T) => Promise<Record<string, unknown> | undefined>;

/** Largest event: Pub/Sub takes messages of 10 MB, which base64 makes a third larger. */
const maxEventBytes = 15 * 1024 * 1024;

const pubsubBody = z.object({
  subscription: z.string(),
  message: z.object({
    messageId: z.string(),
    publishTime: z.string(),
    data: z.base64().default(''),
    attributes: z.record(z.string(), z.string()).nullish(),
  }),
});

const objectBody = z.object({
  bucket: z.string(),
  name: z.string(),
  generation: z.coerce.string(),
  size: z.coerce.number(),
  contentType: z.string().optional(),
  md5Hash: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

/**
 * Registers a function that Pub/Sub messages start. A message is acknowledged when `handle` resolves; what it throws becomes an
 * error answer, and the message comes again.
 */
export function messageFunction(name: string, start: (instance: Instance) => Handler<Message>): void {
  eventFunction(name, start, async (c) => {
    const { message, subscription } = parseBody(pubsubBody, parseJson(await c.req.text()));
    return {
      messageId: message.messageId,
      data: Buffer.from(message.data, 'base64'),
      attributes: message.attributes ?? {},
      publishTime: message.publishTime,
      subscription,
    };
  });
}

/** Registers a function that is started by each object written to a bucket. */
export function objectFunction(name: string, start: (instance: Instance) => Handler<StoredObject>): void {
  eventFunction(name, start, async (c) => {
    const eventId = c.req.header('ce-id');
    if (!eventId) throw invalidRequest('This is not a CloudEvent: the header ce-id is missing.');
    const { metadata = {}, contentType, md5Hash, ...object } = parseBody(objectBody, parseJson(await c.req.text()));
    return { eventId, ...object, contentType, md5Hash, metadata };
  });
}

/** Registers a function that Cloud Scheduler starts. */
export function scheduledFunction(
  name: string,
  start: (instance: Instance) => Handler<{ scheduledFor: Date | undefined }>,
): void {
  eventFunction(name, start, async (c) => {
    const time = c.req.header('x-cloudscheduler-scheduletime');
    const scheduledFor = time ? new Date(time) : undefined;
    return { scheduledFor: scheduledFor && !Number.isNaN(scheduledFor.getTime()) ? scheduledFor : undefined };
  });
}

function eventFunction<T>(name: string, start: (instance: Instance) => Handler<T>, parse: (c: Context) => Promise<T>): void {
  const drain = createDrain();
  const instance = startInstance(name);
  const listener = instance.then((started) => {
    const handle = start(started);
    const app = new Hono<{ Variables: RequestIdVariables }>();
    app.use(requestId(), accessLog(started.log), drain.middleware, bodyLimit({ maxBytes: maxEventBytes }));
    const problems = problemDetails({ log: started.log });
    app.onError(problems.onError);
    app.notFound(problems.notFound);
    app.post('*', async (c) => {
      const input = await parse(c);
      const answer = await withLogContext({ trigger: name }, () => traced(name, input, () => handle(input)));
      return answer ? c.json(answer) : c.body(null, 204);
    });
    return getRequestListener(app.fetch);
  });
  endGracefully(instance, drain);
  registerFunction(name, listener);
}

/** A message goes on with the trace of its publisher. */
function traced<R>(name: string, input: unknown, fn: () => Promise<R>): Promise<R> {
  const message = input as Partial<Message>;
  const { messageId = name, subscription = name, attributes = {} } = message;
  return withMessageSpan({ messageId, subscription, attributes }, fn);
}
