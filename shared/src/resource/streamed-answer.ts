import type { ServerResponse } from 'node:http';
import type { Logger } from '../log.ts';
import { type Call, inScope, requirePermission } from './call.ts';
import { queryInput } from './query-input.ts';
import type { Services } from './services.ts';
import type { StreamContext, StreamedAnswer } from './streamed-verb.ts';
import type { Verb } from './verb.ts';

/** A client that takes nothing for so long is cut. */
const stalledMs = 60_000;

/** An answer whose body is made while it is sent. */
export type Streamed = {
  status: number;
  headers: Record<string, string>;
  chunks: AsyncIterable<string>;
  /** To be aborted when the client has gone. */
  gone: AbortController;
};

/** Runs a streamed verb for a call; `id` is empty for a collection verb. */
export async function runStreamedVerb(services: Services, verb: Verb, call: Call, id: string): Promise<Streamed> {
  requirePermission(call.principal, verb.permission);
  const gone = new AbortController();
  const context: StreamContext<unknown> = {
    input: queryInput(verb, call),
    id,
    principal: call.principal,
    services,
    header: call.header,
    inScope: (fn) => inScope(services, call, { platform: false }, { operation: `${verb.on}.${verb.name}`, access: 'read' }, fn),
    signal: AbortSignal.any([gone.signal, call.stopping]),
    checkAccess: async () => requirePermission(await call.authenticate(), verb.permission),
  };
  const { mediaType, fileName, body } = (await verb.run(context)) as StreamedAnswer;
  const headers = {
    'Content-Type': mediaType,
    ...(fileName ? { 'Content-Disposition': `attachment; filename="${fileName}"` } : {}),
    // Proxies of the nginx family would keep events back until a buffer is full.
    ...(mediaType === 'text/event-stream' ? { 'X-Accel-Buffering': 'no' } : {}),
  };
  return { status: 200, headers, chunks: body, gone };
}

/**
 * The body of a streamed answer. It asks for a piece only when the one before was taken. A failure, or a client that takes nothing
 * any more, breaks the connection: an orderly end would make the part look like the whole.
 */
export function bodyOf({ chunks, gone }: Streamed, log: Logger, outgoing?: ServerResponse): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  const finish = () => {
    clearTimeout(stalled);
    gone.abort();
    // It may be waiting for something that the signal ends; nobody has to wait for that.
    Promise.resolve(iterator.return?.()).catch(() => {});
  };
  const breakOff = (controller: ReadableStreamDefaultController, error: Error) => {
    finish();
    if (outgoing) outgoing.destroy();
    else controller.error(error);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        try {
          const { done, value } = await iterator.next();
          if (gone.signal.aborted) return;
          if (done) {
            finish();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(value));
          stalled = setTimeout(() => breakOff(controller, new Error('The client takes nothing any more.')), stalledMs);
          stalled.unref();
        } catch (error) {
          if (!gone.signal.aborted) log.error({ err: error }, 'A streamed answer broke off');
          breakOff(controller, error as Error);
        }
      },
      cancel: finish,
    },
    // Nothing is asked for ahead: the answer to HEAD is never read.
    { highWaterMark: 0 },
  );
}
