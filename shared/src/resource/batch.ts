import { z } from 'zod';
import { constraintColumns } from '../db/constraints.ts';
import type { Tx } from '../db/scope.ts';
import { fromDatabaseError, WheelhouseError } from '../errors.ts';
import { bodySchemas, parseBody } from './body.ts';
import type { ResourceRegistry } from './registry.ts';
import type { Resource } from './resource.ts';
import { createRow, deleteRow, updateRow } from './write.ts';

/** Rows that one batch may touch. */
export const batchLimit = 500;

const ifMatch = z.union([z.int().positive(), z.literal('*')]);

/** The body of `POST /v1/things:batch`. */
export function batchSchema(resource: Resource) {
  const { create, update } = bodySchemas(resource);
  return z
    .strictObject({
      create: z.array(create).max(batchLimit).default([]),
      update: z
        .array(z.strictObject({ id: z.guid(), ifMatch: ifMatch.describe('rowVersion that was read, or "*"'), values: update }))
        .max(batchLimit)
        .default([]),
      delete: z
        .array(z.strictObject({ id: z.guid(), ifMatch: ifMatch.default('*') }))
        .max(batchLimit)
        .default([]),
    })
    .refine(
      (body) => body.create.length + body.update.length + body.delete.length <= batchLimit,
      `at most ${batchLimit} rows in one batch`,
    );
}

/** Creates, then updates, then deletes, all or nothing. An error says at which row of the batch it happened. */
export async function runBatch(tx: Tx, resource: Resource, registry: ResourceRegistry, body: unknown): Promise<string> {
  const batch = parseBody(batchSchema(resource), body);
  const created: string[] = [];
  const updated: string[] = [];
  for (const [index, values] of batch.create.entries()) {
    created.push((await at(`create[${index}]`, () => createRow(tx, resource, registry, values as Record<string, unknown>))).json);
  }
  for (const [index, change] of batch.update.entries()) {
    const run = () => updateRow(tx, resource, registry, change.id, change.ifMatch, change.values as Record<string, unknown>);
    updated.push((await at(`update[${index}]`, run)).json);
  }
  for (const [index, row] of batch.delete.entries()) {
    await at(`delete[${index}]`, () => deleteRow(tx, resource, registry, row.id, row.ifMatch));
  }
  return `{"created":[${created.join(',')}],"updated":[${updated.join(',')}],"deleted":${JSON.stringify(batch.delete.map((row) => row.id))}}`;
}

async function at<T>(place: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const known = error instanceof WheelhouseError ? error : fromDatabaseError(error, constraintColumns);
    throw known ? new BatchError(known, place) : error;
  }
}

/** The same error, with its place in the batch. */
class BatchError extends WheelhouseError {
  constructor(error: WheelhouseError, place: string) {
    super({
      code: error.code,
      status: error.status,
      title: error.title,
      detail: `${place}: ${error.detail}`,
      fields: error.fields?.map((field) => ({ ...field, path: `${place}.${field.path}` })),
      extensions: { ...error.extensions, batchPlace: place },
      headers: error.headers,
      ...(error.retryAfterSeconds ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
      cause: error,
    } as ConstructorParameters<typeof WheelhouseError>[0]);
  }
}
