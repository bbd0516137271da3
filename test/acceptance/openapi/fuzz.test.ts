import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../harness/index.ts';
import { asCurl, type Judge, judgeBy } from './answers.ts';
import { type Operation, operationsOf } from './operations.ts';
import { requestsFor, type Sent } from './requests.ts';
import { servedDomains } from './served.ts';
import { openWorld, type World } from './world.ts';

// FUZZ_RUNS asks for so many requests an operation, however long they take; FUZZ_SEED for other ones.
const runs = process.env.FUZZ_RUNS ? Number(process.env.FUZZ_RUNS) : undefined;
const seed = Number(process.env.FUZZ_SEED ?? 20_260_101);
const budgetMs = 40_000;
/** Requests that every operation gets, however slow it is. */
const leastRuns = 8;

const operations = operationsOf(createOpenApi('common', servedDomains)).sort((a, b) => weight(a) - weight(b));

let world: World;
let judge: Judge;
let total = 0;
const answered = new Map<string, Set<number>>();

beforeAll(async () => {
  world = await openWorld();
  judge = judgeBy(world.document);
});
afterAll(() => world?.close());

describe('any request, valid or not, is answered as the document says', () => {
  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    async (_, operation) => {
      const deadline = performance.now() + budgetMs / operations.length;
      let done = 0;
      const property = fc.asyncProperty(requestsFor(world.document, operation, world.pool), async (sent) => {
        if (!runs && done >= leastRuns && performance.now() > deadline) return;
        done += 1;
        const answer = await world.send(sent);
        learn(operation, sent, answer);
        const wrong = judge(operation, sent, answer);
        if (wrong) throw new Error(`${wrong}\n${asCurl(sent)}\nanswered ${answer.status}: ${answer.text.slice(0, 2000)}`);
      });
      // Rows that a request made are there for the next one: a shrunk run would not be the same run.
      await fc.assert(property, { seed, numRuns: runs ?? 60, endOnFailure: true });
      total += done;
    },
    600_000,
  );

  it('and most operations are also reached with what they accept', () => {
    const reached = operations.filter((operation) =>
      [...(answered.get(operation.operationId) ?? [])].some((status) => status < 300),
    );
    const others = operations.filter((operation) => !reached.includes(operation)).map(({ operationId }) => operationId);
    console.log(`${total} requests; never accepted: ${others.join(', ')}`);
    expect(reached.length / operations.length, `never accepted: ${others.join(', ')}`).toBeGreaterThan(0.85);
  });
});

function learn(operation: Operation, sent: Sent, { status, body }: Answer): void {
  answered.set(operation.operationId, (answered.get(operation.operationId) ?? new Set()).add(status));
  if (status >= 300 || !body || !['member', 'operator'].includes(sent.caller)) return;
  if (typeof body.id === 'string' && sent.method === 'POST' && !operation.path.includes('{id}'))
    world.pool.add(operation.resource, body.id);
  if (typeof body.page?.nextCursor === 'string') world.pool.addCursor(operation, body.page.nextCursor);
}

/** What takes rows away, or ends them, comes last. */
function weight({ method, operationId }: Operation): number {
  return method === 'DELETE' || /Delete$|Suspend$|Revoke$|Reset$|Cancel$|Archive$|Purge$|Remove$/.test(operationId) ? 1 : 0;
}
