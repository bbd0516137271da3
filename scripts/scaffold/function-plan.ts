import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { type FunctionDescription, readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { Cron } from 'croner';
import { knownBuckets, knownTopics } from './known-names.ts';
import { camelCase } from './names.ts';
import { UsageError } from './usage-error.ts';

export type FunctionRequest = {
  name: string;
  trigger: string;
  description?: string;
  domain?: string;
  topic?: string;
  bucket?: string;
  schedule?: string;
};

/** What starts a new function. */
export type PlannedTrigger =
  | { type: 'http'; domain: string; domainConstant: string; paths: string[] }
  | { type: 'pubsub'; topic: string }
  | { type: 'storage'; bucket: string }
  | { type: 'schedule'; schedule: string };

export type FunctionPlan = { name: string; description: string; trigger: PlannedTrigger };

const options = { http: 'domain', pubsub: 'topic', storage: 'bucket', schedule: 'schedule' } as const;

/** Checks a request against the functions there are. Throws a UsageError that says what is wrong; writes nothing. */
export function planFunction(root: string, request: FunctionRequest, domains: readonly Domain[]): FunctionPlan {
  const { name } = request;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 49)
    throw new UsageError(`"${name}" is no name of a function. Write it in kebab case, at most 49 characters: device-alerts.`);
  if (existsSync(join(root, 'functions', name)))
    throw new UsageError(`functions/${name} exists already. Choose another name, or edit its function.yaml.`);
  if (!isTrigger(request.trigger))
    throw new UsageError(`"${request.trigger}" starts no function. Triggers: ${Object.keys(options).join(', ')}.`);
  for (const [trigger, option] of Object.entries(options)) {
    if (trigger !== request.trigger && request[option] !== undefined)
      throw new UsageError(`--${option} is for the trigger ${trigger}; ${request.trigger} takes --${options[request.trigger]}.`);
  }
  const trigger = plannedTrigger(root, request, domains);
  return { name, description: request.description ?? descriptionOf(trigger), trigger };
}

const isTrigger = (text: string): text is keyof typeof options => Object.hasOwn(options, text);

function plannedTrigger(root: string, request: FunctionRequest, domains: readonly Domain[]): PlannedTrigger {
  switch (request.trigger) {
    case 'http':
      return httpTrigger(readFunctionDescriptions(join(root, 'functions')), request.domain ?? request.name, domains);
    case 'pubsub':
      return { type: 'pubsub', topic: oneOf('topic', request.topic, knownTopics(), 'EVENTS_TOPIC') };
    case 'storage':
      return { type: 'storage', bucket: oneOf('bucket', request.bucket, knownBuckets(), 'DOCUMENTS_BUCKET') };
    default:
      return { type: 'schedule', schedule: cronOf(request.schedule) };
  }
}

function httpTrigger(functions: readonly FunctionDescription[], name: string, domains: readonly Domain[]): PlannedTrigger {
  const domain = domains.find((one) => one.name === name);
  if (!domain)
    throw new UsageError(
      `An HTTP function serves a domain, and there is no "${name}". Domains: ${domains.map((one) => one.name).join(', ')}. ` +
        'Declare it first (docs/conventions.md), or name it: --domain fleet.',
    );
  const paths = domain.resources.map((resource) => `/v1/${resource.path}`);
  if (paths.length === 0) throw new UsageError(`The domain ${name} has no resource to serve yet: npm run new:table -- ${name} …`);
  for (const { name: other, trigger } of functions) {
    const both = trigger.type === 'http' && trigger.paths.find((path) => paths.includes(path));
    if (both) throw new UsageError(`functions/${other} serves the domain ${name} already (${both}).`);
  }
  return { type: 'http', domain: name, domainConstant: `${camelCase(name)}Domain`, paths };
}

function oneOf(option: string, value: string | undefined, known: readonly string[], variable: string): string {
  if (value && known.includes(value)) return value;
  const wrong = value ? `Nothing is sent to the ${option} "${value}".` : `Say which ${option}: --${option} ${known[0]}.`;
  throw new UsageError(
    `${wrong} Known: ${known.join(', ')}; another one is declared in shared/src/config.ts first, like ${variable}.`,
  );
}

function cronOf(text: string | undefined): string {
  const example = '--schedule "*/15 * * * *"';
  if (!text) throw new UsageError(`Say when it runs, in five fields of a cron expression: ${example}.`);
  if (text.trim().split(/\s+/).length !== 5) throw new UsageError(`"${text}" has not five fields: ${example}.`);
  try {
    new Cron(text, { paused: true });
  } catch (error) {
    throw new UsageError(`"${text}" is no schedule: ${(error as Error).message}. Write ${example}, for example.`);
  }
  return text.trim();
}

function descriptionOf(trigger: PlannedTrigger): string {
  switch (trigger.type) {
    case 'http':
      return `The HTTP interface of ${trigger.domain}.`;
    case 'pubsub':
      return `Handles messages of the topic ${trigger.topic}.`;
    case 'storage':
      return `Handles each file written to the bucket ${trigger.bucket}.`;
    case 'schedule':
      return `Runs at ${trigger.schedule}.`;
  }
}
