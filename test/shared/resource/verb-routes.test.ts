import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { verb } from '@wheelhouse/shared/resource/verb.ts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { newTenant, principalOf, testApi } from '../../harness/index.ts';

const common = { on: 'depots', target: 'collection', method: 'GET', permission: 'depot.read', summary: 'For a test' } as const;
const echo = verb({
  ...common,
  name: 'echo',
  input: z.strictObject({ limit: z.int().default(1) }),
  output: z.object({ limit: z.int() }),
  run: async ({ input }) => input,
});
const broken = verb({
  ...common,
  name: 'broken',
  input: z.strictObject({}),
  output: z.object({ id: z.guid() }),
  run: async () => ({ id: 'no id' }),
});
let prepared = 0;
const preparing = verb({
  ...common,
  method: 'POST',
  name: 'preparing',
  input: z.strictObject({}),
  output: z.object({ prepared: z.int() }),
  prepare: async () => {
    prepared += 1;
    return prepared;
  },
  run: async (context) => ({ prepared: context.prepared }),
});
const { client } = testApi([{ ...fleetDomain, verbs: [echo, broken, preparing] }]);

it('a parameter named like a member of every object is unknown, not an error of ours', async () => {
  const call = client(principalOf(await newTenant()));
  expect((await call('GET', '/v1/depots:echo?limit=3')).body).toEqual({ limit: 3 });
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const answer = await call('GET', `/v1/depots:echo?${name}=1`);
    expect(answer.status, `${name}: ${answer.text}`).toBe(422);
    expect(answer.body.errors[0].path).toBe(name);
  }
});

it('an answer that breaks the declaration of its verb is our error, and is not blamed on the fields of the caller', async () => {
  const call = client(principalOf(await newTenant()));
  const answer = await call('GET', '/v1/depots:broken');
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(answer.text).not.toContain('no id');
});

it('a repeated request with its Idempotency-Key is not prepared again either', async () => {
  const call = client(principalOf(await newTenant()));
  const first = await call('POST', '/v1/depots:preparing', {}, { 'Idempotency-Key': 'k' });
  const count = prepared;
  const again = await call('POST', '/v1/depots:preparing', {}, { 'Idempotency-Key': 'k' });
  expect(again).toMatchObject({ status: 200, text: first.text });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(prepared).toBe(count);
  expect((await call('POST', '/v1/depots:preparing', {}, { 'Idempotency-Key': 'other' })).body.prepared).toBe(count + 1);
});
