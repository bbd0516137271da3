import { randomUUID } from 'node:crypto';
import { type FixedClock, fixedClock } from '@wheelhouse/shared/clock.ts';
import { askModel, type DocumentModel, embeddedModel, type Question } from '@wheelhouse/shared/domains/documents/models/index.ts';
import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { beforeAll, expect, it } from 'vitest';
import { newTenant, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { costOfCall, documentOf, startModelServer } from './model-server.ts';

const classified = { documentClass: 'vendor_invoice', confidence: 0.9, alternatives: [] };
const letter = documentOf(['Dear Sir']);

let server: Awaited<ReturnType<typeof startModelServer>>;
let model: DocumentModel;
beforeAll(async () => {
  server = await startModelServer();
  model = server.model('anthropic');
});

function servicesOf(options: { clock?: FixedClock; model?: DocumentModel; env?: Record<string, string> } = {}) {
  const asked = options.model ?? model;
  return testServices({ ...options, documentModel: async () => asked });
}

/** The tenant sets what it wants to spend. */
async function setBudget(tenant: TestTenant, value: number): Promise<void> {
  const call = testApi([operationsDomain]).client(principalOf(tenant));
  const answer = await call('POST', '/v1/settings:set', { key: 'documents.ai_budget_usd', value });
  expect(answer.status, answer.text).toBe(200);
}

const classify = (services: ReturnType<typeof servicesOf>, tenant: TestTenant, question: Question = { analysisType: 'qa' }) =>
  askModel(services, tenant.scope(), question, {
    inputCharacters: 100,
    ask: (asked) => asked.classify(letter),
    describe: ({ confidence, documentClass }) => ({ confidence, entities: { documentClass } }),
  });

const records = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query(
      `select provider, ai_model as model, cost_usd::float as cost, input_tokens as "inputTokens", output_tokens as "outputTokens", response,
         confidence_score::float as confidence, extracted_entities as entities, metadata, document_id as "documentId"
       from document_ai_analysis order by created_at, id`,
    ),
  );

it('What a model answered is kept with its tokens and cost', async () => {
  const tenant = await newTenant({ placement: 'dedicated' });
  const documentId = await tenant.run((tx) => insertRow(tx, tenant.tenantId, 'documents'));
  server.answer({ json: classified });
  await classify(servicesOf(), tenant, { analysisType: 'classification', documentId, versionNumber: 1 });
  expect(await records(tenant)).toEqual([
    {
      provider: 'anthropic',
      model: 'claude-haiku-4-5',
      cost: costOfCall,
      inputTokens: 1_000,
      outputTokens: 200,
      response: JSON.stringify(classified),
      confidence: 0.9,
      entities: { documentClass: 'vendor_invoice' },
      metadata: { state: 'answered' },
      documentId,
    },
  ]);
});

it('Calls at the same time spend no money twice: those that might exceed the budget together are refused', async () => {
  const tenant = await newTenant();
  const services = servicesOf();
  const most = model.mostCostUsd(100);
  await setBudget(tenant, most * 3.5);
  // No call is answered before all have been let in or refused.
  const attempts = 8;
  let settled = 0;
  let allSettled = () => {};
  const everyone = new Promise<void>((resolve) => {
    allSettled = resolve;
  });
  const arrived = () => {
    settled += 1;
    if (settled === attempts) allSettled();
  };
  server.answer(async () => {
    arrived();
    await everyone;
    return { json: classified };
  });
  const outcomes = await Promise.allSettled(
    Array.from({ length: attempts }, () =>
      classify(services, tenant).catch((error: unknown) => {
        arrived();
        throw error;
      }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as { code: string }] : []));
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'budget_exhausted'));
  // What was set aside and not needed is there again.
  expect((await records(tenant)).map(({ cost }) => cost)).toEqual([costOfCall, costOfCall, costOfCall]);
  await classify(services, tenant);
});

it('A budget that is used up is said with amounts and the day that it starts anew, and then it does', async () => {
  const tenant = await newTenant();
  const clock = fixedClock(new Date('2026-01-31T23:59:59Z'));
  const services = servicesOf({ clock });
  await setBudget(tenant, model.mostCostUsd(100) + 0.001);
  server.answer({ json: classified });
  await classify(services, tenant);
  await expect(classify(services, tenant)).rejects.toMatchObject({
    status: 402,
    code: 'budget_exhausted',
    extensions: { usedUsd: costOfCall, resetsAt: '2026-02-01T00:00:00.000Z' },
    detail: expect.stringMatching(
      /^Models have cost 0\.0060 US dollars of the 0\.27 .* ask again from 2026-02-01T00:00:00\.000Z\.$/,
    ),
  });
  expect(server.received).toHaveLength(1);
  clock.advance(1_000);
  await classify(services, tenant);
});

it('Another tenant’s spending counts for nothing, and the platform’s limit for everyone', async () => {
  const [spender, other] = [await newTenant(), await newTenant()];
  await setBudget(spender, 0);
  server.answer({ json: classified });
  await expect(classify(servicesOf(), spender)).rejects.toMatchObject({ code: 'budget_exhausted' });
  await classify(servicesOf(), other);
  const limited = servicesOf({ env: { DOCUMENT_MODEL_BUDGET_USD: '0.01' } });
  await expect(classify(limited, other)).rejects.toMatchObject({ code: 'budget_exhausted', extensions: { budgetUsd: 0.01 } });
});

it('What was spent on documents that a caller may not see counts as well', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    const documentId = await insertRow(tx, tenant.tenantId, 'documents', { access_control: '{"users": []}' });
    const spent = { document_id: documentId, analysis_type: 'extraction', cost_usd: '49.99', provider: 'vertex' };
    await insertRow(tx, tenant.tenantId, 'document_ai_analysis', spent);
  });
  const { scope } = tenant;
  const asUser = { ...tenant, scope: () => scope('authenticated_user', { kind: 'user', userId: randomUUID() }) };
  await expect(classify(servicesOf(), asUser)).rejects.toMatchObject({ code: 'budget_exhausted' });
});

it('A call that fails gives back what it did not cost; a useless answer has its price', async () => {
  const tenant = await newTenant();
  const services = servicesOf();
  server.answer({ status: 400, body: '{}' });
  await expect(classify(services, tenant)).rejects.toMatchObject({ code: 'model_refused' });
  server.answer({ text: 'no JSON' });
  await expect(classify(services, tenant)).rejects.toMatchObject({ code: 'model_unusable_answer' });
  // Whether a model that went silent has worked and is paid nobody knows.
  server.answer({ status: 500, body: '{}' });
  await expect(classify(services, tenant)).rejects.toMatchObject({ code: 'model_unavailable' });
  expect((await records(tenant)).map(({ cost, metadata }) => [cost, metadata])).toEqual([
    [0, { state: 'failed', failure: 'refused' }],
    [costOfCall, { state: 'failed', failure: 'unusable_answer' }],
    [expect.closeTo(model.mostCostUsd(100), 5), { state: 'failed', failure: 'unavailable' }],
  ]);
});

it('What costs nothing is never stopped, and kept all the same', async () => {
  const tenant = await newTenant();
  await setBudget(tenant, 0);
  const embedded = embeddedModel(() => Promise.reject(new Error('not needed')));
  const services = servicesOf({ model: { ...embedded, classify: async () => ({ ...free, value: classified as never }) } });
  await classify(services, tenant);
  expect(await records(tenant)).toMatchObject([
    { provider: 'embedded', model: 'rules-1', cost: 0, metadata: { state: 'answered' } },
  ]);
});

const free = { prompt: null, response: null, inputTokens: 0, outputTokens: 0, costUsd: 0 };
