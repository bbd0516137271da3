import { invalidFields } from '../errors.ts';
import { parseBody, parseJson } from './body.ts';
import { type Call, inScope, requirePermission } from './call.ts';
import { type Answer, answerOnce, earlierAnswer, idempotentRequest } from './idempotency.ts';
import { queryInput } from './query-input.ts';
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
