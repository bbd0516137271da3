import { type ZodType, z } from 'zod';
import type { Tx } from '../db/scope.ts';
import type { Principal } from './principal.ts';
import type { Services } from './services.ts';
import type { Verb } from './verb.ts';

/** An answer that is no JSON document: a file, or a stream of server-sent events. */
export type StreamedAnswer = {
  /** One of those that the verb declares. */
  mediaType: string;
  /** Makes it a download under this name (ASCII letters, digits, `.`, `_` and `-`). */
  fileName?: string;
  /** Asked for the next piece only when the client has taken the one before, so it is never in memory as a whole. */
  body: AsyncIterable<string>;
};

/** What a streamed verb's code is given. */
export type StreamContext<I> = {
  input: I;
  /** Id of the row in `/v1/things/{id}:verb`; empty for a collection verb. */
  id: string;
  principal: Principal;
  services: Services;
  header(name: string): string | undefined;
  /** One short read-only transaction in the caller's scope. An answer may take many: none is held while a client reads. */
  inScope<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Aborted when the client has gone or this instance shuts down. */
  signal: AbortSignal;
  /** Looks again whether the caller may do this, for an answer that lasts. @throws 401, 403 once they may not */
  checkAccess(): Promise<void>;
};

type Declaration<I extends ZodType> = Pick<Verb, 'name' | 'on' | 'target' | 'permission' | 'summary' | 'description'> & {
  input: I;
  mediaTypes: readonly [string, ...string[]];
  run: (context: StreamContext<z.output<I>>) => Promise<StreamedAnswer>;
};

/**
 * Declares a verb that answers with something else than JSON: `GET /v1/vehicle-locations:export`. What `run` throws before it returns
 * is answered as a problem detail; what the body throws later breaks the connection, so that no client takes a part for the whole.
 *
 * @example
 * export const exportTrack = streamedVerb({
 *   name: 'export', on: 'vehicle-locations', target: 'collection', permission: 'location.read', summary: 'A track as a file',
 *   input: z.strictObject({ vehicleId: z.guid() }), mediaTypes: ['text/csv'],
 *   run: async ({ inScope, input }) => ({ mediaType: 'text/csv', fileName: 'track.csv', body: csvOf(…) }),
 * });
 */
export function streamedVerb<I extends ZodType>(declaration: Declaration<I>): Verb {
  return {
    ...declaration,
    method: 'GET',
    output: z.string(),
    status: 200,
    access: 'read',
    scope: 'tenant',
    secretAnswer: false,
  };
}
