import { readFileSync } from 'node:fs';
import { eventually } from '@wheelhouse/emulator/smoke/eventually.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../harness/own-database.ts';
import { deliverAgain, newOrganisation, type Organisation, startTestCloud, type TestCloud } from './local-cloud.ts';

type Found = { data: { documentId: string; documentName: string; text: string; pageFrom: number }[] };
type Upload = { documentId: string; uploadUrl: string; method: string; headers: Record<string, string> };
type Execution = { executionStatus: string; scheduledJobId: string };

const manual = readFileSync(new URL('../../emulator/fixtures/documents/gpsd-json-protocol-manual.pdf', import.meta.url));
let own: OwnDatabase;
let cloud: TestCloud;

// The scheduler runs what is due in every placement, so it gets a database of its own.
beforeAll(async () => {
  own = await ownDatabase();
  cloud = await startTestCloud({ database: own });
});
afterAll(async () => {
  await cloud?.end();
  await own?.close();
});

const search = ({ api }: Organisation, query: string) => api.post<Found>('/v1/documents:search', { query, limit: 5 });
const isRead = ({ api }: Organisation, documentId: string) =>
  eventually(
    'the analysis',
    () => api.get<{ status: string; failureReason: string | null }>(`/v1/documents/${documentId}`),
    ({ status }) => status === 'ready' || status === 'failed',
    60_000,
  );
const rejectedObjects = (name: string) =>
  withSystem(own.database, 'a test looks', (tx) =>
    tx.query<{ reason: string }>(
      `select reason from platform.rejected_messages where trigger = 'storage' and payload ->> 'name' = $1`,
      [name],
    ),
  );

describe.each(['pooled', 'dedicated'] as const)('an organisation in %s placement', (placement) => {
  let one: Organisation;
  let other: Organisation;
  beforeAll(async () => {
    one = await newOrganisation(cloud, own.database, placement);
    other = await newOrganisation(cloud, own.database, placement);
  });

  test('uploads a file by signed URL and finds its passages, and nobody else does', async () => {
    const upload = await one.api.post<Upload>('/v1/documents:upload', {
      documentName: 'Protocol manual',
      fileName: 'manual.pdf',
      contentType: 'application/pdf',
      sizeBytes: manual.length,
    });
    const stored = await fetch(upload.uploadUrl, { method: upload.method, headers: upload.headers, body: manual });
    expect(stored.status).toBe(200);
    expect(await isRead(one, upload.documentId)).toMatchObject({ status: 'ready' });
    const { data } = await search(one, 'estimated speed error of a position fix');
    expect(data[0]).toMatchObject({ documentId: upload.documentId, pageFrom: expect.any(Number) });
    expect(data.some(({ text }) => /speed/i.test(text))).toBe(true);
    expect(await search(other, 'estimated speed error of a position fix')).toEqual({ data: [] });
    expect(await other.api.status(`/v1/documents/${upload.documentId}`)).toBe(404);
  });

  test('drops a file in its folder of the bucket, which belongs to it alone', async () => {
    const word = `word${one.slug}`;
    await cloud.storage.bucket(cloud.documentsBucket).file(`tenants/${one.slug}/inbox/note.txt`).save(`The password is ${word}.`);
    const { data } = await eventually(
      'the document',
      () => one.api.get<{ data: { id: string }[] }>('/v1/documents?fileName=note.txt'),
      (answer) => answer.data.length > 0,
    );
    await isRead(one, data[0]?.id ?? '');
    expect((await search(one, word)).data).toContainEqual(expect.objectContaining({ documentName: 'note.txt' }));
    expect((await search(other, word)).data.filter(({ text }) => text.includes(word))).toEqual([]);
    expect(await other.api.get('/v1/documents?fileName=note.txt')).toMatchObject({ data: [] });
  });

  test('has its due job run once, with a history that nobody else sees', async () => {
    const { id } = await one.api.post<{ id: string }>('/v1/scheduled-jobs:schedule', {
      jobName: 'now',
      jobHandler: 'fleet.applyAssignments',
      jobType: 'sync',
      schedule: { type: 'one_time', scheduledTime: new Date(Date.now() + 500).toISOString() },
    });
    const history = async () => {
      await cloud.scheduler.runNow('scheduled-jobs');
      return (await one.api.get<{ data: Execution[] }>(`/v1/job-executions?scheduledJobId=${id}`)).data;
    };
    await eventually('the run', history, (runs) => runs.length > 0);
    expect(await history()).toMatchObject([{ executionStatus: 'success' }]);
    const ofOther = await other.api.get<{ data: Execution[] }>('/v1/job-executions?limit=200');
    expect(ofOther.data.filter(({ scheduledJobId }) => scheduledJobId === id)).toEqual([]);
    expect(await other.api.status(`/v1/scheduled-jobs/${id}`)).toBe(404);
  });
});

test.each([
  ['outside every tenant’s folder', () => `stray-${crypto.randomUUID()}.txt`, 'outside_tenant_folder'],
  ['in the folder of no tenant', () => `tenants/nobody-${crypto.randomUUID().slice(0, 8)}/inbox/a.txt`, 'unknown_tenant'],
])('an object %s is kept with the reason, once', async (_where, newName, reason) => {
  const name = newName();
  const file = cloud.storage.bucket(cloud.documentsBucket).file(name);
  await file.save('Whose am I?');
  const rejected = await eventually(
    'the rejection',
    () => rejectedObjects(name),
    (rows) => rows.length > 0,
  );
  expect(rejected).toEqual([{ reason }]);
  const [metadata] = await file.getMetadata();
  const again = await deliverAgain(cloud, 'document-analysis', metadata, { 'ce-id': crypto.randomUUID() });
  expect(again).toBeLessThan(300);
  expect(await rejectedObjects(name)).toHaveLength(1);
});

test('a signed URL lets nobody write another file than the one it was made for', async () => {
  const one = await newOrganisation(cloud, own.database);
  const upload = await one.api.post<Upload>('/v1/documents:upload', {
    documentName: 'Note',
    fileName: 'note.txt',
    contentType: 'text/plain',
    sizeBytes: 4,
  });
  const elsewhere = upload.uploadUrl.replace(one.tenantId, crypto.randomUUID());
  const refused = await fetch(elsewhere, { method: upload.method, headers: upload.headers, body: 'text' });
  expect(refused.status).toBe(403);
});
