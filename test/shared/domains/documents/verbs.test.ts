import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import { rewriteForAnalysis } from '@wheelhouse/shared/domains/documents/consumers/rewriteForAnalysis.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, testDatabase } from '../../../harness/index.ts';
import { newVehicle } from '../fleet/records.ts';
import { analysisEvents, type Documents, flatModel, startDocuments, uploadFile } from './support.ts';

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments({ embeddings: flatModel() });
});
afterAll(() => documents.stop());

const plain = { documentName: 'Note', fileName: 'note.txt', contentType: 'text/plain' };

describe('an upload', () => {
  it('makes a document that awaits its file, with everything that was said of it', async () => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const vehicleId = await newVehicle(tenant);
    const begun = await call('POST', '/v1/documents:upload', { ...plain, sizeBytes: 3, vehicleId, tags: ['a'] });
    expect(begun.status, begun.text).toBe(201);
    expect(begun.body).toMatchObject({
      versionNumber: 1,
      method: 'PUT',
      headers: { 'content-type': 'text/plain', 'x-goog-content-length-range': '3,3' },
    });
    const document = await call('GET', `/v1/documents/${begun.body.documentId}?include=versions,vehicle`);
    expect(document.body).toMatchObject({
      documentName: 'Note',
      fileName: 'note.txt',
      status: 'received',
      vehicleId,
      tags: ['a'],
      version: 1,
    });
    expect(document.body.versions).toMatchObject([{ versionNumber: 1, generation: null, contentType: 'text/plain' }]);
    expect(document.body.vehicle.id).toBe(vehicleId);
    const types = await tenant.run((tx) => tx.query('select type from domain_events order by position'));
    expect(types).toEqual([{ type: 'document.created' }, { type: 'documentVersion.created' }]);
  });

  it('takes no other type, no other size, and nothing after its time', async () => {
    const call = documents.client(await newTenant());
    const { body } = await call('POST', '/v1/documents:upload', { ...plain, sizeBytes: 3 });
    const send = async (headers: Record<string, string>, content: string) =>
      (await fetch(body.uploadUrl, { method: 'PUT', headers, body: content })).status;
    expect(await send({ ...body.headers, 'content-type': 'text/html' }, 'abc')).toBe(403);
    expect(await send(body.headers, 'abcd')).toBe(400);
    expect(await send({ 'content-type': 'text/plain' }, 'abc')).toBe(400);
    documents.clock.offsetMs = 16 * 60_000;
    expect(await send(body.headers, 'abc')).toBe(400);
    documents.clock.offsetMs = 0;
    expect(await send(body.headers, 'abc')).toBe(200);
  });

  it('is refused for a folder or vehicle of another tenant, and for wrong values', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const vehicleId = await newVehicle(other);
    const call = documents.client(tenant);
    const status = async (more: Record<string, unknown>) =>
      (await call('POST', '/v1/documents:upload', { ...plain, ...more })).status;
    expect(await status({ vehicleId })).toBe(422);
    for (const wrong of [{ contentType: 'x\r\ny' }, { fileName: '' }, { sizeBytes: 0 }, { sizeBytes: 1e12 }, { path: '/' }]) {
      expect(await status(wrong), JSON.stringify(wrong)).toBe(422);
    }
    expect((await call('GET', '/v1/documents')).body.data).toEqual([]);
  });

  it('repeated with its Idempotency-Key makes one document', async () => {
    const call = documents.client(await newTenant());
    const once = () => call('POST', '/v1/documents:upload', plain, { 'Idempotency-Key': 'k1' });
    const [first, second] = [await once(), await once()];
    expect(second.body).toEqual(first.body);
  });
});

it('Several uploads are begun at once with :uploadMany: all of them, in their order, or none', async () => {
  const tenant = await newTenant();
  const call = documents.client(tenant);
  const files = ['one.txt', 'two.txt', 'three.txt'].map((fileName) => ({ ...plain, documentName: fileName, fileName }));
  const begun = await call('POST', '/v1/documents:uploadMany', { files });
  expect(begun.status, begun.text).toBe(201);
  for (const [index, { uploadUrl, method, headers }] of begun.body.data.entries()) {
    const sent = await fetch(uploadUrl, { method, headers, body: `Text of file ${index + 1}.` });
    expect(sent.status).toBe(200);
    expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed' });
  }
  const names = async () =>
    (await call('GET', '/v1/documents?sort=createdAt,fileName')).body.data
      .map(({ fileName }: { fileName: string }) => fileName)
      .sort();
  expect(await names()).toEqual(['one.txt', 'three.txt', 'two.txt']);
  expect((await call('GET', `/v1/documents/${begun.body.data[1].documentId}:text`)).body.pages[0].text).toBe('Text of file 2.');
  const wrong = await call('POST', '/v1/documents:uploadMany', {
    files: [files[0], { ...plain, folderId: '00000000-0000-4000-8000-000000000000' }],
  });
  expect(wrong.status).toBe(422);
  expect(await names()).toHaveLength(3);
  expect((await call('POST', '/v1/documents:uploadMany', { files: [] })).status).toBe(422);
});

it('Versions begun at the same time get different numbers', async () => {
  const call = documents.client(await newTenant());
  const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'x');
  const begin = () => call('POST', `/v1/documents/${documentId}:addVersion`, { fileName: 'a.txt', contentType: 'text/plain' });
  const answers = await Promise.all([begin(), begin(), begin()]);
  expect(answers.map(({ body }) => body.versionNumber).sort()).toEqual([2, 3, 4]);
  expect((await call('GET', `/v1/documents/${documentId}`)).body.version).toBe(1);
});

it('The file of each version can be downloaded, once it has arrived', async () => {
  const call = documents.client(await newTenant());
  const begun = await call('POST', '/v1/documents:upload', plain);
  const { documentId } = begun.body;
  expect((await call('GET', `/v1/documents/${documentId}:download`)).status).toBe(409);
  await fetch(begun.body.uploadUrl, { method: 'PUT', headers: begun.body.headers, body: 'One.' });
  await documents.analyse(documents.lastObject());
  await uploadFile(call, `/v1/documents/${documentId}:addVersion`, { fileName: 'b.txt', contentType: 'text/plain' }, 'Two.');
  await documents.analyse(documents.lastObject());
  const content = async (query = '') => {
    const { body } = await call('GET', `/v1/documents/${documentId}:download${query}`);
    return [body.versionNumber, await (await fetch(body.downloadUrl)).text()];
  };
  expect(await content()).toEqual([2, 'Two.']);
  expect(await content('?versionNumber=1')).toEqual([1, 'One.']);
  expect((await call('GET', `/v1/documents/${documentId}:download?versionNumber=9`)).status).toBe(404);
});

it('Reanalysing copies the file onto itself, and the analysis that follows replaces the passages', async () => {
  const tenant = await newTenant();
  const call = documents.client(tenant);
  await documents.analyse(await documents.drop(`tenants/${tenant.slug}/inbox/a.txt`, 'Text.'));
  const [{ id }] = (await call('GET', '/v1/documents')).body.data;
  expect((await call('POST', `/v1/documents/${id}:reanalyse`)).body).toEqual({
    documentId: id,
    versionNumber: 1,
    status: 'received',
  });
  const [event] = await tenant.run((tx) =>
    tx.query(`select type, subject_id as "subjectId", data from domain_events where type = 'document.reanalysis_requested'`),
  );
  const before = documents.lastObject();
  const consume = () =>
    withTenant(testDatabase(), tenant.scope(), (tx) =>
      rewriteForAnalysis.handle({ tx, event: event as never, services: documents.services }),
    );
  await consume();
  const object = documents.lastObject();
  expect([object.name, object.generation === before.generation]).toEqual([before.name, false]);
  // The event may come twice; then the file is no longer the one that was to be copied.
  await consume();
  expect(documents.lastObject().generation).toBe(object.generation);
  expect(await documents.analyse(object)).toMatchObject({ outcome: 'analysed', versionNumber: 1 });
  expect(await analysisEvents(tenant)).toHaveLength(2);
  expect((await call('GET', '/v1/document-versions')).body.data).toMatchObject([{ versionNumber: 1, status: 'ready' }]);
});

it('Documents of another tenant are not found by any verb', async () => {
  const { documentId } = await uploadFile(documents.client(await newTenant()), '/v1/documents:upload', plain, 'x');
  const call = documents.client(await newTenant());
  const version = { fileName: 'a.txt', contentType: 'text/plain' };
  for (const [method, verb, body] of [
    ['POST', 'addVersion', version],
    ['POST', 'reanalyse', {}],
    ['POST', 'archive', {}],
    ['POST', 'restore', {}],
    ['GET', 'download', undefined],
    ['GET', 'text', undefined],
  ] as const) {
    expect((await call(method, `/v1/documents/${documentId}:${verb}`, body)).status, verb).toBe(404);
  }
});

it('What verbs and the analysis own cannot be written through the resource, and documents are not made there', async () => {
  const call = documents.client(await newTenant());
  const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'x');
  const patch = (body: unknown) => call('PATCH', `/v1/documents/${documentId}`, body, { 'If-Match': '*' });
  expect((await patch({ documentName: 'Renamed', retentionDate: '2030-01-01' })).body.documentName).toBe('Renamed');
  for (const body of [
    { status: 'ready' },
    { fileUrl: 'gs://x/y' },
    { version: 2 },
    { isArchived: true },
    { aiExtractedText: 'x' },
  ]) {
    expect((await patch(body)).status, JSON.stringify(body)).toBe(422);
  }
  expect((await call('POST', '/v1/documents', { documentName: 'x' })).status).toBe(405);
  expect((await call('POST', '/v1/document-versions', {})).status).toBe(405);
});
