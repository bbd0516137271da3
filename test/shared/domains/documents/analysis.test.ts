import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../harness/index.ts';
import { analysisEvents, type Documents, flatModel, rejections, search, startDocuments, uploadFile } from './support.ts';
import { makePdf } from './text/make-pdf.ts';

let documents: Documents;
let onEmbed: () => void | Promise<void> = () => {};
beforeAll(async () => {
  documents = await startDocuments({ embeddings: flatModel(() => onEmbed()) });
});
afterAll(() => documents.stop());

const plain = { documentName: 'Note', fileName: 'note.txt', contentType: 'text/plain' };

const passages = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query<{ chunk_text: string; document_version: number; source_id: string }>(
      'select chunk_text, document_version, source_id from rag_embeddings order by source_id, chunk_index',
    ),
  );

const documentRows = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query(
      `select d.id, d.document_name, d.version, d.analysed_version, d.status, d.failure_reason, f.path as folder, d.row_version
       from documents d left join document_folders f on f.id = d.folder_id order by d.id`,
    ),
  );

describe.each(['pooled', 'dedicated'] as const)('a file dropped into the inbox of a %s tenant', (placement) => {
  it('becomes a document in its folders, under id or slug of the tenant', async () => {
    const tenant = await newTenant({ placement });
    const named = await documents.drop(`tenants/${tenant.slug}/inbox/Policies/Safety/belts.txt`, 'Wear seat belts.');
    expect(await documents.analyse(named)).toMatchObject({ outcome: 'analysed', versionNumber: 1 });
    const byId = await documents.drop(`tenants/${tenant.tenantId}/inbox/Policies/fuel.txt`, 'Keep receipts.');
    await documents.analyse(byId);
    expect(await documentRows(tenant)).toMatchObject([
      { document_name: 'belts.txt', folder: '/Policies/Safety', status: 'ready' },
      { document_name: 'fuel.txt', folder: '/Policies', status: 'ready' },
    ]);
    const [found] = await search(documents.client(tenant), 'seat belts');
    expect(found).toMatchObject({ documentName: 'belts.txt', text: 'Wear seat belts.', pageFrom: 1 });
  });

  it('again with other content is a new version that replaces the passages; with the same content it is the same version', async () => {
    const tenant = await newTenant({ placement });
    const name = `tenants/${tenant.slug}/inbox/rates.txt`;
    const first = await documents.drop(name, 'Old rate.');
    await documents.analyse(first);
    await documents.analyse(await documents.drop(name, 'New rate.'));
    expect(await passages(tenant)).toMatchObject([{ chunk_text: 'New rate.', document_version: 2 }]);
    expect(await documents.analyse(await documents.drop(name, 'New rate.'))).toMatchObject({
      outcome: 'analysed',
      versionNumber: 2,
    });
    expect(await documents.analyse(first)).toEqual({ outcome: 'superseded' });
    expect(await documentRows(tenant)).toMatchObject([{ version: 2, analysed_version: 2, status: 'ready' }]);
  });
});

describe('a finalize event', () => {
  it('that comes again changes nothing', async () => {
    const tenant = await newTenant();
    const { documentId } = await uploadFile(documents.client(tenant), '/v1/documents:upload', plain, 'Once.');
    const object = documents.lastObject();
    await documents.analyse(object);
    const before = [await documentRows(tenant), await passages(tenant)];
    expect(await documents.analyse({ ...object, eventId: 'another' })).toEqual({ outcome: 'unchanged' });
    expect([await documentRows(tenant), await passages(tenant)]).toEqual(before);
    expect(await analysisEvents(tenant)).toEqual([expect.objectContaining({ type: 'document.analysed', documentId })]);
  });

  it('delivered several times at once has one effect', async () => {
    const tenant = await newTenant();
    const object = await documents.drop(`tenants/${tenant.slug}/inbox/A/B/once.txt`, 'Once.');
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => documents.analyse(object)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['analysed', 'unchanged', 'unchanged', 'unchanged']);
    expect(await documentRows(tenant)).toMatchObject([{ folder: '/A/B', status: 'ready', version: 1 }]);
    expect(await passages(tenant)).toHaveLength(1);
    expect(await analysisEvents(tenant)).toHaveLength(1);
  });

  it('after a crash in the middle finishes the analysis', async () => {
    const tenant = await newTenant();
    const object = await documents.drop(`tenants/${tenant.slug}/inbox/crash.txt`, 'Survives.');
    onEmbed = () => Promise.reject(new Error('the instance was stopped'));
    await expect(documents.analyse(object)).rejects.toThrow('the instance was stopped');
    expect(await documentRows(tenant)).toMatchObject([{ status: 'chunked', analysed_version: null }]);
    onEmbed = () => {};
    expect(await documents.analyse(object)).toMatchObject({ outcome: 'analysed', versionNumber: 1 });
    expect(await documentRows(tenant)).toMatchObject([{ status: 'ready', analysed_version: 1 }]);
  });

  it('of an overwritten object stops the analysis of what it overwrote', async () => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'First content.');
    const first = documents.lastObject();
    let second: Promise<unknown> | undefined;
    onEmbed = async () => {
      onEmbed = () => {};
      second = documents.drop(first.name, 'Second content.').then(documents.analyse);
      await second;
    };
    expect(await documents.analyse(first)).toEqual({ outcome: 'unchanged' });
    expect(await second).toMatchObject({ outcome: 'analysed', documentId, versionNumber: 1 });
    expect(await passages(tenant)).toMatchObject([{ chunk_text: 'Second content.' }]);
    expect((await call('GET', `/v1/documents/${documentId}:text`)).body.pages).toEqual([
      { pageNumber: 1, text: 'Second content.' },
    ]);
  });

  it('of an object that is gone by now is passed over', async () => {
    const tenant = await newTenant();
    const object = await documents.drop(`tenants/${tenant.slug}/inbox/gone.txt`, 'Gone.');
    await documents.bucket.file(object.name).delete();
    expect(await documents.analyse(object)).toEqual({ outcome: 'superseded' });
    expect(await documentRows(tenant)).toEqual([]);
  });
});

describe('a version', () => {
  it('replaces the passages of the one before when it is read, and keeps checksum, size and note', async () => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'First content.');
    await documents.analyse(documents.lastObject());
    const next = { fileName: 'note.txt', contentType: 'text/plain', changeDescription: 'typo' };
    await uploadFile(call, `/v1/documents/${documentId}:addVersion`, next, 'Second content.');
    expect(await passages(tenant)).toMatchObject([{ chunk_text: 'First content.' }]);
    await documents.analyse(documents.lastObject());
    expect(await passages(tenant)).toMatchObject([{ chunk_text: 'Second content.', document_version: 2 }]);
    const { body } = await call('GET', `/v1/document-versions?documentId=${documentId}&sort=versionNumber`);
    expect(body.data).toMatchObject([
      { versionNumber: 1, status: 'ready', chunkCount: 1 },
      {
        versionNumber: 2,
        changeDescription: 'typo',
        fileSizeBytes: 15,
        checksum: createHash('sha256').update('Second content.').digest('hex'),
      },
    ]);
  });

  it('whose file arrives after that of a newer one does not replace it', async () => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'First content.');
    const first = documents.lastObject();
    await uploadFile(call, `/v1/documents/${documentId}:addVersion`, { fileName: 'b.txt', contentType: 'text/plain' }, 'Second.');
    await documents.analyse(documents.lastObject());
    expect(await documents.analyse(first)).toEqual({ outcome: 'superseded' });
    expect(await documents.analyse(first)).toEqual({ outcome: 'unchanged' });
    expect(await passages(tenant)).toMatchObject([{ chunk_text: 'Second.', document_version: 2 }]);
    expect(await documentRows(tenant)).toMatchObject([{ version: 2, status: 'ready' }]);
  });

  it('that cannot be read leaves the passages of the one before', async () => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const { documentId } = await uploadFile(call, '/v1/documents:upload', plain, 'Readable.');
    await documents.analyse(documents.lastObject());
    await uploadFile(call, `/v1/documents/${documentId}:addVersion`, { fileName: 'b.txt', contentType: 'text/plain' }, '\0\0\0');
    expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'failed', reason: 'unsupported_type' });
    expect(await documentRows(tenant)).toMatchObject([{ version: 2, analysed_version: 1, status: 'failed' }]);
    expect(await search(call, 'readable')).toMatchObject([{ versionNumber: 1 }]);
  });
});

describe('a file that cannot be read', () => {
  const damaged = Buffer.from(makePdf([[{ text: 'x', x: 50, y: 700 }]])).subarray(0, 60);
  it.each([
    ['encrypted', makePdf([[{ text: 'secret', x: 50, y: 700 }]], { encrypted: true })],
    ['corrupt', damaged],
    ['no_text', makePdf([[]])],
    ['unsupported_type', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
  ])('is failed with the reason %s, once, and is not tried again', async (reason, bytes) => {
    const tenant = await newTenant();
    const call = documents.client(tenant);
    const { documentId } = await uploadFile(call, '/v1/documents:upload', { ...plain, contentType: 'application/pdf' }, bytes);
    const object = documents.lastObject();
    expect(await documents.analyse(object)).toEqual({ outcome: 'failed', documentId, versionNumber: 1, reason });
    expect(await documents.analyse(object)).toEqual({ outcome: 'unchanged' });
    expect(await documentRows(tenant)).toMatchObject([{ status: 'failed', failure_reason: reason }]);
    expect(await analysisEvents(tenant)).toEqual([
      { type: 'document.analysis_failed', documentId, versionNumber: 1, reason, detail: expect.stringMatching(/\w \w/) },
    ]);
    expect((await call('GET', `/v1/documents/${documentId}:text`)).status).toBe(409);
  });
});

describe('an object that belongs to nobody', () => {
  it('is kept as rejected with the reason, once a generation', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const { documentId } = await uploadFile(documents.client(other), '/v1/documents:upload', plain, 'Mine.');
    const cases = [
      ['stray.pdf', 'outside_tenant_folder'],
      ['tenants/../../etc/passwd', 'outside_tenant_folder'],
      [`tenants/${tenant.slug}/documents/x/1/a.pdf`, 'outside_tenant_folder'],
      ['tenants/nobody-here/inbox/a.pdf', 'unknown_tenant'],
      ["tenants/'; drop table documents; --/inbox/a.pdf", 'unknown_tenant'],
      [`tenants/${tenant.tenantId}/documents/${documentId}/1/note.txt`, 'unknown_document'],
    ] as const;
    for (const [name, reason] of cases) {
      const object = await documents.drop(name, 'x');
      expect(await documents.analyse(object), name).toEqual({ outcome: 'rejected', reason });
      await documents.analyse({ ...object, eventId: 'another' });
    }
    const kept = await rejections(documents.bucket.name);
    expect(kept).toEqual(cases.map(([name, reason]) => ({ reason, name })));
    expect(await documentRows(tenant)).toEqual([]);
  });

  it('is nothing at all where a console marks an empty folder', async () => {
    const tenant = await newTenant();
    const object = await documents.drop(`tenants/${tenant.slug}/inbox/Empty/`, '');
    expect(await documents.analyse(object)).toEqual({ outcome: 'ignored' });
  });
});

it.each([
  '../../etc/passwd',
  "a'; drop table documents; --.txt",
  'über größe 日本.txt',
  '..',
  'a\\b:c*?.txt',
  `${'x'.repeat(490)}.txt`,
])('The file name %j is data: uploaded, read and downloaded under its own name', async (fileName) => {
  const tenant = await newTenant();
  const call = documents.client(tenant);
  const { documentId } = await uploadFile(call, '/v1/documents:upload', { ...plain, fileName }, 'Content.');
  const object = documents.lastObject();
  expect(object.name.startsWith(`tenants/${tenant.tenantId}/documents/${documentId}/1/`)).toBe(true);
  expect(object.name.split('/')).toHaveLength(6);
  expect(await documents.analyse(object)).toMatchObject({ outcome: 'analysed', documentId });
  const { body } = await call('GET', `/v1/documents/${documentId}:download`);
  expect(body.fileName).toBe(fileName);
  const response = await fetch(body.downloadUrl);
  expect([response.status, await response.text()]).toEqual([200, 'Content.']);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
});
