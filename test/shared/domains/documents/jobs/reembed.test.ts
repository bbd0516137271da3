import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import type { EmbeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { reembed } from '@wheelhouse/shared/domains/documents/jobs/reembed.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase, testServices } from '../../../../harness/index.ts';
import { addDocument, found, wordModel } from '../search/passages.ts';

const former = () => wordModel('former', ['crane', 'ladder', 'forklift']);
const current = () => wordModel('current', ['ladder', 'forklift', 'crane']);

function run(tenant: TestTenant, provider: EmbeddingProvider, signal = new AbortController().signal) {
  const services = testServices({ embeddings: async () => provider });
  const inScope = (fn: never) => withTenant(testDatabase(), tenant.scope('authenticated_user'), fn);
  return reembed.run({ parameters: { maxSeconds: 60 }, services, inScope, signal });
}

const modelsOf = (tenant: TestTenant) =>
  tenant.run(async (tx) => {
    const rows = await tx.query<{ model: string; n: number }>(
      'select model_used as model, count(*)::integer as n from rag_embeddings group by 1 order by 1',
    );
    return Object.fromEntries(rows.map(({ model, n }) => [model, n]));
  });

describe.each(['pooled', 'dedicated'] as const)('When the model of a %s tenant changes', (placement) => {
  it('search finds passages of the former model by their words until the job has embedded them anew, then by meaning', async () => {
    const tenant = await newTenant({ placement });
    const [old, fresh] = await tenant.run(async (tx) => [
      await addDocument(tx, former(), ['The crane lifts beams.', 'A ladder is tied.']),
      await addDocument(tx, current(), ['The forklift has a horn.']),
    ]);
    const question = 'who may drive the crane at night with a colleague?';
    const by = (hits: { documentId: string; foundBy: string[]; text: string }[]) =>
      Object.fromEntries(
        hits.filter(({ text }) => !text.includes('ladder')).map(({ documentId, foundBy }) => [documentId, foundBy]),
      );
    const during = await tenant.run((tx) => found(tx, current(), question));
    expect(by(during)).toEqual({ [old!]: ['text'], [fresh!]: ['vector'] });

    expect(await run(tenant, current())).toEqual({ recordsProcessed: 2, output: { failed: 0, complete: true } });
    expect(await modelsOf(tenant)).toEqual({ current: 3 });
    const [first] = await tenant.run((tx) => found(tx, current(), question));
    expect(first).toMatchObject({ documentId: old, text: 'The crane lifts beams.', foundBy: ['vector'] });
    expect(await run(tenant, current())).toEqual({ recordsProcessed: 0, output: { failed: 0, complete: true } });
  });
});

it('A document keeps its former vectors until all are there; a run that broke off is continued', async () => {
  const tenant = await newTenant();
  await tenant.run((tx) =>
    addDocument(
      tx,
      former(),
      Array.from({ length: 70 }, (_, n) => `Crane rule ${n}.`),
    ),
  );
  const interrupted = new AbortController();
  const provider = current();
  const breaking: EmbeddingProvider = {
    ...provider,
    embed: async (texts) => {
      interrupted.abort();
      return provider.embed(texts);
    },
  };
  expect(await run(tenant, breaking, interrupted.signal)).toMatchObject({ recordsProcessed: 32, output: { complete: false } });
  expect(await modelsOf(tenant)).toEqual({ former: 70 });
  expect(await run(tenant, provider)).toMatchObject({ recordsProcessed: 38, output: { complete: true } });
  expect(await modelsOf(tenant)).toEqual({ current: 70 });
  const left = await tenant.run((tx) => tx.query('select id from document_staged_passages'));
  expect(left).toEqual([]);
});

it('Two runs at once do no harm, and a document that the model refuses does not hold up the others', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    await addDocument(tx, former(), ['poison']);
    for (let n = 0; n < 6; n += 1) await addDocument(tx, former(), [`Crane ${n}.`, `Ladder ${n}.`]);
  });
  const provider = current();
  const picky: EmbeddingProvider = {
    ...provider,
    embed: async (texts) => {
      if (texts.includes('poison')) throw new RangeError('refused');
      return provider.embed(texts);
    },
  };
  const runs = await Promise.all([run(tenant, picky), run(tenant, picky)]);
  expect(runs.map(({ output }) => output)).toEqual([
    { failed: 1, complete: false },
    { failed: 1, complete: false },
  ]);
  await run(tenant, picky);
  expect(await modelsOf(tenant)).toEqual({ current: 12, former: 1 });
});

it('What is being read anew is left to the analysis', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    await addDocument(tx, former(), ['The crane.']);
    await tx.query(`update document_versions set status = 'chunked'`);
  });
  expect(await run(tenant, current())).toMatchObject({ recordsProcessed: 0 });
  expect(await modelsOf(tenant)).toEqual({ former: 1 });
});
