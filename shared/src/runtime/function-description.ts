import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { secretVariables } from '../config.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{1,48}$/);
const cron = z.string().regex(/^(\S+\s+){4}\S+$/, 'five fields of a cron expression');

const trigger = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    /** Path prefixes that the load balancer sends to this function; `/` is whatever has no other. */
    paths: z.array(z.string().regex(/^\/(v1\/[a-z0-9-]+)?$/)).min(1),
  }),
  z.strictObject({
    type: z.literal('pubsub'),
    topic: name,
    ackDeadlineSeconds: z.int().min(10).max(600).default(60),
    maxDeliveryAttempts: z.int().min(5).max(100).default(5),
    minBackoffSeconds: z.int().min(0).max(600).default(1),
    maxBackoffSeconds: z.int().min(0).max(600).default(60),
    deadLetterTopic: name.optional(),
    ordered: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('storage'), bucket: name }),
  z.strictObject({
    type: z.literal('schedule'),
    schedule: cron,
    timeZone: z.string().default('Etc/UTC'),
    attemptDeadlineSeconds: z.int().min(15).max(1800).default(300),
  }),
]);

/** What a function may do beyond its database. Terraform grants this and nothing else; a guard compares it with the code. */
const access = z.strictObject({
  /** Topics that it publishes to. */
  publishes: z.array(name).default([]),
  /** Buckets whose objects it reads, or writes (reads, creates, replaces and deletes). */
  buckets: z.record(name, z.enum(['read', 'write'])).default({}),
  /** Signs URLs, by which others read and write objects in its name. */
  signsUrls: z.boolean().default(false),
  /** Wraps and unwraps the tenants' data keys. */
  encrypts: z.boolean().default(false),
  /** Asks models of Vertex AI. */
  models: z.boolean().default(false),
  /** Looks up the accounts that people sign in with, or also makes and changes them. */
  accounts: z.enum(['none', 'read', 'manage']).default('none'),
});

const description = z.strictObject({
  name,
  description: z.string().min(1),
  trigger,
  memory: z
    .string()
    .regex(/^\d+Mi$|^\dGi$/)
    .default('512Mi'),
  cpu: z.number().min(0.08).max(8).default(1),
  timeoutSeconds: z.int().min(1).max(3600).default(60),
  concurrency: z.int().min(1).max(1000).default(80),
  minInstances: z.int().min(0).default(0),
  maxInstances: z.int().min(1).default(10),
  /** `app`: the login that owns nothing. `owner`: provisioning of tenants as well. */
  database: z.enum(['app', 'owner', 'none']).default('app'),
  access: access.prefault({}),
  /** Secrets that it may read, as variables of the same name; it has those that an environment sets. */
  secrets: z.array(z.enum(secretVariables)).default([]),
  /** Environment variables beyond those that every function gets. */
  environment: z.record(z.string(), z.string()).default({}),
});

/** What a `function.yaml` says: one description, read by the emulator, the build and Terraform. */
export type FunctionDescription = z.output<typeof description>;

/** Reads `functions/<name>/function.yaml`; throws naming the file and every wrong value. */
export function readFunctionDescription(directory: string): FunctionDescription {
  const file = join(directory, 'function.yaml');
  const parsed = description.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Every function below a folder, in the order of their names. */
export function readFunctionDescriptions(functionsDirectory: string): FunctionDescription[] {
  return readdirSync(functionsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readFunctionDescription(join(functionsDirectory, entry.name)))
    .sort((one, other) => one.name.localeCompare(other.name));
}
