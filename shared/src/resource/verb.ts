import type { ZodType, z } from 'zod';
import type { Tx } from '../db/scope.ts';
import type { Principal } from './principal.ts';
import type { Services } from './services.ts';

/** What a verb's code is given. */
export type VerbContext<I, P> = {
  tx: Tx;
  input: I;
  /** Id of the row in `/v1/things/{id}:verb`; empty for a collection verb. */
  id: string;
  /** What `prepare` returned. */
  prepared: P;
  principal: Principal;
  services: Services;
};

/** A named operation with behaviour of its own. */
export type Verb = {
  name: string;
  /** Path of the resource it belongs to: `vehicles`. */
  on: string;
  target: 'item' | 'collection';
  /** GET for what only reads and fits a query string; its input comes from there. */
  method: 'POST' | 'GET';
  permission: string;
  summary: string;
  description?: string;
  input: ZodType;
  output: ZodType;
  status: 200 | 201 | 202;
  access: 'read' | 'write';
  /** The answer holds a secret shown only once: it is not kept for repetitions of the request. */
  secretAnswer: boolean;
  /** `platform`: runs across tenants for operators of the platform. */
  scope: 'tenant' | 'platform';
  /** What it answers where that is no JSON document (`streamedVerb`); empty for JSON. */
  mediaTypes: readonly string[];
  /** Where callers need no account but a secret: who the holder of one is. See `SecretHolder`. */
  holder?: SecretHolder;
  // biome-ignore lint/suspicious/noExplicitAny: verbs of every input and output stand in one list
  prepare?: (context: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  run: (context: any) => Promise<any>;
};

/**
 * Lets a verb be called without an account by whoever holds a secret, sent as `Authorization: Bearer <secret>` so that no log of
 * addresses holds it. Requests are counted a client address before the secret is looked at.
 *
 * @returns the principal that the secret stands for: the scope of its tenant, and the permission of this verb alone
 * @throws not found, the same for a secret that is unknown, expired or revoked
 */
export type SecretHolder = (secret: string, services: Services) => Promise<Principal>;

type Declaration<I extends ZodType, O extends ZodType, P> = {
  name: string;
  on: string;
  target: 'item' | 'collection';
  method?: 'POST' | 'GET';
  permission: string;
  summary: string;
  description?: string;
  input: I;
  output: O;
  status?: 200 | 201 | 202;
  access?: 'read' | 'write';
  secretAnswer?: boolean;
  scope?: 'tenant' | 'platform';
  holder?: SecretHolder;
  /** Work outside the transaction that its code needs first (embedding a question, say): no connection is held meanwhile. */
  prepare?: (context: { input: z.output<I>; id: string; principal: Principal; services: Services }) => Promise<P>;
  run: (context: VerbContext<z.output<I>, P>) => Promise<z.input<O>>;
};

/**
 * Declares a verb: `POST /v1/vehicles/{id}:assignDriver`, or `POST /v1/documents:search` on the collection. It runs in one
 * transaction under the caller's scope, after the permission was checked and the input parsed; repeating it with the same
 * Idempotency-Key gives the same answer. Errors are thrown (errors.ts).
 *
 * @example
 * export const retireVehicle = verb({
 *   name: 'retire', on: 'vehicles', target: 'item', permission: 'vehicle.write', summary: 'Take a vehicle out of service for good',
 *   input: z.strictObject({ reason: z.string().min(1).max(500) }), output: z.object({ id: z.uuid() }),
 *   run: async ({ tx, id, input }) => { … },
 * });
 */
export function verb<I extends ZodType, O extends ZodType, P = undefined>(declaration: Declaration<I, O, P>): Verb {
  const method = declaration.method ?? 'POST';
  return {
    method,
    status: 200,
    access: method === 'GET' ? 'read' : 'write',
    scope: 'tenant',
    secretAnswer: false,
    mediaTypes: [],
    ...declaration,
  };
}
