import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { invalidRequest } from '../errors.ts';
import { createDrain } from '../middleware/index.ts';
import { parseBody, parseJson } from '../resource/body.ts';
import { withMessageSpan } from '../tracing/index.ts';
import { eventListener } from './event-listener.ts';
import { endGracefully } from './graceful-end.ts';
import { type Instance, type Provided, startInstance } from './instance.ts';
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

type Pushed = z.output<typeof pubsubBody>;

/** Reads a push request. What has the shape of one is not checked again: there are thousands a second, and Pub/Sub writes them well. */
function pushedMessage(body: string): Pushed & { data: Buffer } {
  const pushed = jsonOf(body) as Partial<Pushed> | undefined;
  const message = pushed?.message;
  if (typeof pushed?.subscription === 'string' && isMessage(message)) {
    const data = Buffer.from(message.data, 'base64');
    // The decoder leaves out what is not base64.
    if (data.length === Buffer.byteLength(message.data, 'base64')) return { ...(pushed as Pushed), data };
  }
  const checked = parseBody(pubsubBody, parseJson(body));
  return { ...checked, data: Buffer.from(checked.message.data, 'base64') };
}

function isMessage(message: Partial<Pushed['message']> | undefined): message is Pushed['message'] {
  return (
    typeof message?.messageId === 'string' &&
    typeof message.publishTime === 'string' &&
    typeof message.data === 'string' &&
    Object.values(message.attributes ?? {}).every((value) => typeof value === 'string')
  );
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

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
export function messageFunction(name: string, start: (instance: Instance) => Handler<Message>, provided: Provided = {}): void {
  eventFunction(name, start, provided, (body) => {
    const { message, subscription, data } = pushedMessage(body);
    return {
      messageId: message.messageId,
      data,
      attributes: message.attributes ?? {},
      publishTime: message.publishTime,
      subscription,
    };
  });
}

/** Registers a function that is started by each object written to a bucket. */
export function objectFunction(
  name: string,
  start: (instance: Instance) => Handler<StoredObject>,
  provided: Provided = {},
): void {
  eventFunction(name, start, provided, (body, { headers }) => {
    const eventId = headers['ce-id'];
    if (typeof eventId !== 'string') throw invalidRequest('This is not a CloudEvent: the header ce-id is missing.');
    const { metadata = {}, contentType, md5Hash, ...object } = parseBody(objectBody, parseJson(body));
    return { eventId, ...object, contentType, md5Hash, metadata };
  });
}

/** Registers a function that Cloud Scheduler starts. */
export function scheduledFunction(
  name: string,
  start: (instance: Instance) => Handler<{ scheduledFor: Date | undefined }>,
  provided: Provided = {},
): void {
  eventFunction(name, start, provided, (_body, { headers }) => {
    const time = headers['x-cloudscheduler-scheduletime'];
    const scheduledFor = typeof time === 'string' ? new Date(time) : undefined;
    return { scheduledFor: scheduledFor && !Number.isNaN(scheduledFor.getTime()) ? scheduledFor : undefined };
  });
}

function eventFunction<T>(
  name: string,
  start: (instance: Instance) => Handler<T>,
  provided: Provided,
  parse: (body: string, request: IncomingMessage) => T,
): void {
  const drain = createDrain();
  const instance = startInstance(name, provided);
  const listener = instance.then((started) => {
    const handle = start(started);
    return eventListener({
      log: started.log,
      drain,
      maxBytes: maxEventBytes,
      context: { trigger: name },
      handle: (body, request) => {
        const input = parse(body, request);
        return traced(name, input, () => handle(input));
      },
    });
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
