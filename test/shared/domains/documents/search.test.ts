import { readFile } from 'node:fs/promises';
import { findByVector } from '@wheelhouse/shared/domains/documents/search/by-vector.ts';
import { narrow } from '@wheelhouse/shared/domains/documents/search/filters.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../harness/index.ts';
import { analysisEvents, type Documents, search, startDocuments, uploadFile } from './support.ts';

const manual = readFile(new URL('../../../../emulator/fixtures/documents/gpsd-json-protocol-manual.pdf', import.meta.url));

const handbook = [
  '# Cold weather\n\nBefore the first frost the coolant is tested with a refractometer. Vehicles that will stand outside overnight get ' +
    'their batteries checked, since a weak one fails on the coldest morning.',
  '# Breakdowns\n\nAnyone stranded at the roadside puts on the reflective vest, sets out the warning triangle and calls dispatch on the ' +
    'emergency line. A tow truck is ordered by dispatch only.',
  '# Fuel cards\n\nEach card belongs to one vehicle. Receipts are photographed on the day of purchase. Work order WO-88213 replaced all ' +
    'lost cards in the Malmö depot.',
].join('\f');

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments();
});
afterAll(() => documents.stop());

describe.each(['pooled', 'dedicated'] as const)('a document of a %s tenant', (placement) => {
  it('is uploaded by a signed URL, read, and found by paraphrase and by identifier with its page; by no other tenant', async () => {
    const tenant = await newTenant({ placement });
    const call = documents.client(tenant);
    const file = { documentName: 'Driver handbook', fileName: 'handbook.txt', contentType: 'text/plain' };
    const { documentId } = await uploadFile(call, '/v1/documents:upload', { ...file, tags: ['policy'] }, handbook);
    expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed', pageCount: 3, chunkCount: 3 });
    expect(await analysisEvents(tenant)).toEqual([
      { type: 'document.analysed', documentId, versionNumber: 1, pageCount: 3, chunkCount: 3 },
    ]);

    const [stranded] = await search(call, 'my car stopped working on the motorway, whom should I phone?');
    expect(stranded).toMatchObject({ documentId, documentName: 'Driver handbook', versionNumber: 1, pageFrom: 2 });
    expect(stranded?.foundBy).toEqual(['vector']);
    for (const query of ['WO-88213', 'wo 88213', '88213']) {
      const [identified] = await search(call, query);
      expect(identified?.pageFrom, query).toBe(3);
      expect(identified?.foundBy, query).toContain('text');
    }
    expect(await search(documents.client(await newTenant()), 'WO-88213')).toEqual([]);
  });
});

it('A manual in PDF gives its passages with pages, and its text page by page', async () => {
  const tenant = await newTenant();
  const call = documents.client(tenant);
  const bytes = await manual;
  const file = {
    documentName: 'Manual',
    fileName: 'gpsd_json.5.pdf',
    contentType: 'application/pdf',
    sizeBytes: bytes.length,
  };
  const { documentId } = await uploadFile(call, '/v1/documents:upload', file, bytes);
  expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed', pageCount: 28 });
  const { body } = await call('GET', `/v1/documents/${documentId}:text`);
  expect(body).toMatchObject({ documentId, versionNumber: 1 });
  expect(body.pages).toHaveLength(28);
  const onPages = (word: string) =>
    body.pages
      .filter((page: { text: string }) => page.text.includes(word))
      .map((page: { pageNumber: number }) => page.pageNumber);

  const found = await search(call, 'ecefpAcc', { limit: 5 });
  expect(found[0]).toMatchObject({ foundBy: expect.arrayContaining(['text']), text: expect.stringContaining('ecefpAcc') });
  const [satellites] = await search(call, 'what does the daemon report about each satellite it can see?');
  expect(satellites).toMatchObject({ pageFrom: 7, text: expect.stringContaining('satellite list objects') });
  for (const { text, pageFrom } of found) expect(onPages(text.split(/\s+/)[0] as string)).toContain(pageFrom);
}, 120_000);

it('Search is narrowed to documents, vehicles, folders with those below, and tags; archived documents are left out', async () => {
  const tenant = await newTenant();
  const call = documents.client(tenant);
  const top = (await call('POST', '/v1/document-folders', { folderName: 'Top' })).body.id;
  const below = (await call('POST', '/v1/document-folders', { folderName: 'Below', parentFolderId: top })).body.id;
  const ids: string[] = [];
  for (const place of [{ folderId: below, tags: ['a', 'b'] }, { tags: ['a'] }]) {
    const file = { documentName: `Rules ${ids.length}`, fileName: 'rules.txt', contentType: 'text/plain', ...place };
    ids.push(
      (await uploadFile(call, '/v1/documents:upload', file, 'Seat belts are worn by everyone in the vehicle.')).documentId,
    );
    await documents.analyse(documents.lastObject());
  }
  const found = async (filters: Record<string, unknown>) =>
    (await search(call, 'seat belts', { filters })).map(({ documentId }) => documentId).sort();
  expect(await found({})).toEqual(ids.toSorted());
  expect(await found({ documentIds: [ids[1]] })).toEqual([ids[1]]);
  expect(await found({ folderId: top })).toEqual([ids[0]]);
  expect(await found({ tags: ['a', 'b'] })).toEqual([ids[0]]);
  expect(await found({ vehicleId: ids[0] })).toEqual([]);
  expect((await call('POST', `/v1/documents/${ids[0]}:archive`)).body).toEqual({ id: ids[0], isArchived: true });
  expect(await found({})).toEqual([ids[1]]);
  await call('POST', `/v1/documents/${ids[0]}:restore`);
  expect(await found({})).toEqual(ids.toSorted());
});

it.each(["'; drop table documents; --", '"unclosed -minus OR', '!!! ??? ((', "it's & | <-> :*", 'the of and'])(
  'The question %j is words, not syntax',
  async (query) => {
    expect(await search(documents.client(await newTenant()), query)).toEqual([]);
  },
);

it('Passages of a tenant are found though those of another, on the same server, are all nearer', async () => {
  const [tenant, crowd] = [await newTenant(), await newTenant()];
  const model = await documents.services.embeddings();
  const question = 'Who may drive the crane?';
  const [near] = await model.embed([question], { purpose: 'query' });
  const [far] = await model.embed(['Bananas are yellow.']);
  const insert = (owner: TestTenant, vector: Float32Array, count: number) =>
    owner.run(async (tx) => {
      const [document] = await tx.query<{ id: string }>(
        `insert into documents (document_name, file_name, file_url, analysed_version) values ('x', 'x', 'gs://b/x', 1) returning id`,
      );
      await tx.query(
        `insert into rag_embeddings (source_type, source_id, chunk_index, chunk_text, model_used, embedding_vector)
         select 'document', $1, n, 'Passage ' || n, $2, $3::real[]::public.embedding from generate_series(1, $4::integer) n`,
        [document!.id, model.model, [...vector], count],
      );
    });
  await insert(tenant, far!, 3);
  await insert(crowd, near!, 500);
  const found = await tenant.run(async (tx) => {
    // So few passages would be sorted; thousands are read through the index, where the server has one.
    await tx.query('set local enable_sort = off');
    return findByVector(tx, { vector: near!, model: model.model }, await narrow(tx, {}), 10);
  });
  expect(found).toHaveLength(3);
});
