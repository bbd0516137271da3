import type { ZodObject, z } from 'zod';
import { invalidFields } from '../errors.ts';
import { parseBody, parseJson } from './body.ts';
import { type Call, inScope, requirePermission } from './call.ts';
import { type Answer, answerOnce, earlierAnswer, idempotentRequest } from './idempotency.ts';
import { json } from './resource-routes.ts';
import type { Services } from './services.ts';
import type { Verb } from './verb.ts';

/** Runs a verb for a call; `id` is empty for a collection verb. */
export async function runVerb(services: Services, verb: Verb, call: Call, id: string): Promise<Answer> {
  requirePermission(call.principal, verb.permission);
  const text = verb.method === 'GET' ? '' : await call.text();
  const input = verb.method === 'GET' ? queryInput(verb, call) : bodyInput(verb, call, text);
  const { principal } = call;
  const request =
    verb.method === 'POST' ? idempotentRequest(call.header('idempotency-key'), call.method, call.path, text) : undefined;
  const operation = `${verb.on}.${verb.name}`;
  const target = { platform: verb.scope === 'platform' };
  if (verb.prepare && request) {
    // What is prepared may have effects of its own (moving a tenant), which a repetition must not have again.
    const reading = { operation, access: 'read', statements: 1 } as const;
    const earlier = await inScope(services, call, target, reading, (tx) => earlierAnswer(tx, principal, request));
    if (earlier) return earlier;
  }
  const prepared = verb.prepare ? await verb.prepare({ input, id, principal, services }) : undefined;
  const how = { operation, access: request ? 'write' : verb.access } as const;
  return inScope(services, call, target, how, (tx) =>
    answerOnce(tx, principal, request, verb.secretAnswer, async () => {
      const output: unknown = await verb.run({ tx, input, id, prepared, principal, services });
      return json(verb.status, JSON.stringify(answerOf(verb, output)));
    }),
  );
}

/** What a verb answers must be what it declares; where it is not, the fault is ours and no field error for the client. */
function answerOf(verb: Verb, output: unknown): unknown {
  const result = verb.output.safeParse(output);
  if (!result.success)
    throw new Error(`Verb ${verb.on}:${verb.name} answered what it does not declare.`, { cause: result.error });
  return result.data;
}

function bodyInput(verb: Verb, call: Call, text: string): unknown {
  if (call.query.size > 0) {
    throw invalidFields(
      [...call.query.keys()].map((path) => ({
        path,
        message: 'This verb takes its input in the body.',
        code: 'unknown_parameter',
      })),
    );
  }
  // A verb that needs no input needs no body.
  return parseBody(verb.input, text.trim() === '' ? {} : parseJson(text));
}

/** Input of a GET verb: each parameter is text, and numbers and booleans are read from it where the schema asks for them. */
function queryInput(verb: Verb, call: Call): unknown {
  const shape = (verb.input as ZodObject).shape ?? {};
  // Names are the caller's: `constructor` and `__proto__` must be unknown parameters, not members of every object.
  const values = [...call.query].map(([name, text]) => [name, typed(Object.hasOwn(shape, name) ? shape[name] : undefined, text)]);
  return parseBody(verb.input, Object.fromEntries(values));
}

function typed(schema: z.ZodType | undefined, text: string): unknown {
  const kind = schema ? innerKind(schema) : undefined;
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind === 'array') return text.split(',');
  return text;
}

function innerKind(schema: z.ZodType): string {
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner ? innerKind(inner) : schema.def.type;
}
