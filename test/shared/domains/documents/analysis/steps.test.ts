import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { analysisEvents, type Documents, flatModel, startDocuments } from '../support.ts';

let documents: Documents;
let onEmbed: (texts: readonly string[]) => void | Promise<void> = () => {};
let onClassify: () => void | Promise<void> = () => {};
beforeAll(async () => {
  documents = await startDocuments({
    embeddings: flatModel((texts) => onEmbed(texts)),
    onClassify: () => onClassify(),
  });
});
afterAll(() => documents.stop());
beforeEach(() => {
  onEmbed = () => {};
  onClassify = () => {};
});

const long = Array.from({ length: 400 }, (_, line) => `Paragraph ${line} says how often unit ${line * 7} is inspected.`).join(
  '\n\n',
);

const drop = (tenant: TestTenant, content: string, name = 'file.txt') =>
  documents.drop(`tenants/${tenant.slug}/inbox/${name}`, content);

const versionOf = (tenant: TestTenant) =>
  tenant.run(async (tx) => {
    const [version] = await tx.query(
      'select document_id, status, attempts, last_error, progress, file_type, page_count, chunk_count, failure_reason from document_versions',
    );
    return version as Record<string, unknown>;
  });

const statusesOf = (tenant: TestTenant) =>
  tenant.run(async (tx) => {
    const rows = await tx.query<{ status: string }>(
      `select new_values ->> 'status' as status from audit_log
       where resource_type = 'document_versions' and 'status' = any(changed_fields) order by occurred_at, id`,
    );
    return rows.map(({ status }) => status);
  });

describe('The analysis', () => {
  it('goes from step to step, and each can be seen', async () => {
    const tenant = await newTenant();
    const seen: unknown[] = [];
    onEmbed = async () => void seen.push((await versionOf(tenant)).status);
    await documents.analyse(await drop(tenant, 'Tyres are rotated every 10,000 km.'));
    expect(seen).toEqual(['chunked']);
    expect(await statusesOf(tenant)).toEqual(['sniffed', 'extracted', 'classified', 'entities', 'chunked', 'embedded', 'ready']);
    expect(await versionOf(tenant)).toMatchObject({
      file_type: 'txt',
      page_count: 1,
      chunk_count: 1,
      attempts: 0,
      progress: null,
    });
  });

  it('says how much of a step is done, and goes on there after a crash without doing it again', async () => {
    const tenant = await newTenant();
    const object = await drop(tenant, long);
    const embedded: string[] = [];
    let left = 1;
    onEmbed = (texts) => {
      if (left === 0) throw new Error('the instance was stopped');
      left -= 1;
      embedded.push(...texts);
    };
    await expect(documents.analyse(object)).rejects.toThrow('the instance was stopped');
    const version = await versionOf(tenant);
    expect(version).toMatchObject({ status: 'chunked', last_error: 'the instance was stopped', attempts: 1 });
    expect(version.progress).toEqual({ done: embedded.length, total: version.chunk_count });
    left = 100;
    expect(await documents.analyse(object)).toMatchObject({ outcome: 'analysed', chunkCount: version.chunk_count });
    expect(new Set(embedded).size).toBe(embedded.length);
    expect(await versionOf(tenant)).toMatchObject({ status: 'ready', last_error: null });
  });

  it('gives up after six attempts with the reason, and begins anew when a person asks for it', async () => {
    const tenant = await newTenant();
    const object = await drop(tenant, 'Never read.');
    onClassify = () => {
      throw new Error('the model is on holiday');
    };
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await expect(documents.analyse(object)).rejects.toThrow('the model is on holiday');
    }
    expect(await documents.analyse(object)).toMatchObject({ outcome: 'failed', reason: 'gave_up' });
    const { document_id: documentId } = await versionOf(tenant);
    expect(await analysisEvents(tenant)).toMatchObject([
      { type: 'document.analysis_failed', reason: 'gave_up', detail: expect.stringContaining('the model is on holiday') },
    ]);
    onClassify = () => {};
    const call = documents.client(tenant);
    expect(await call('POST', `/v1/documents/${documentId}:reanalyse`)).toMatchObject({ status: 202 });
    await documents.rewrite(tenant);
    expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed' });
  });

  it('is taken up again from the step that is asked for', async () => {
    const tenant = await newTenant();
    let classified = 0;
    onClassify = () => {
      classified += 1;
    };
    await documents.analyse(await drop(tenant, 'Brakes are checked monthly.'));
    const { document_id: documentId } = await versionOf(tenant);
    const pageOf = () => tenant.run((tx) => tx.query('select id from document_pages'));
    const page = await pageOf();
    const call = documents.client(tenant);
    const rerun = async (fromStep: string) => {
      expect((await call('POST', `/v1/documents/${documentId}:reanalyse`, { fromStep })).status).toBe(202);
      await documents.rewrite(tenant);
      expect(await documents.analyse(documents.lastObject())).toMatchObject({ outcome: 'analysed' });
    };
    await rerun('entities');
    expect([classified, await pageOf()]).toEqual([1, page]);
    await rerun('classified');
    expect([classified, await pageOf()]).toEqual([2, page]);
    await rerun('sniffed');
    expect(classified).toBe(3);
    expect(await pageOf()).not.toEqual(page);
    expect(await call('POST', `/v1/documents/${documentId}:reanalyse`, { fromStep: 'ready' })).toMatchObject({ status: 422 });
  });

  it('of a file that is overwritten meanwhile writes nothing about the new one', async () => {
    const tenant = await newTenant();
    const name = `tenants/${tenant.slug}/inbox/report.txt`;
    const first = await documents.drop(name, 'First.');
    let second: Promise<unknown> | undefined;
    onClassify = async () => {
      onClassify = () => {};
      const newer = await documents.drop(name, 'Second.');
      second = documents.analyse(newer);
      await second;
    };
    await documents.analyse(first);
    const texts = await tenant.run((tx) =>
      tx.query(
        'select v.version_number, p.text from document_pages p join document_versions v on v.id = p.version_id order by 1',
      ),
    );
    expect(texts).toEqual([
      { version_number: 1, text: 'First.' },
      { version_number: 2, text: 'Second.' },
    ]);
    const passages = await tenant.run((tx) => tx.query('select chunk_text from rag_embeddings'));
    expect(passages).toEqual([{ chunk_text: 'Second.' }]);
  });
});

describe('An e-mail', () => {
  const eml = [
    'From: Acme Tires <billing@acme.example>',
    'To: Fleet <fleet@northwind.example>',
    'Subject: Your invoice',
    'Date: Tue, 03 Mar 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Please find the notes attached.',
    '--b',
    'Content-Type: text/plain; name="notes.txt"',
    'Content-Disposition: attachment; filename="notes.txt"',
    '',
    'Four tyres were fitted.',
    '--b--',
    '',
  ].join('\r\n');

  it('is read, and its attachments become documents of their own in its folder, once', async () => {
    const tenant = await newTenant();
    const mail = await documents.drop(`tenants/${tenant.slug}/inbox/Mail/invoice.eml`, eml);
    expect(await documents.analyse(mail)).toMatchObject({ outcome: 'analysed' });
    const attached = documents.lastObject();
    expect(attached.name).toMatch(/\/notes\.txt$/);
    expect(await documents.analyse(attached)).toMatchObject({ outcome: 'analysed' });
    const rows = () =>
      tenant.run((tx) =>
        tx.query(
          `select d.file_name, f.path, p.file_name as parent, d.ai_extracted_text like '%tyres%' as tyres from documents d
           left join documents p on p.id = d.parent_document_id left join document_folders f on f.id = d.folder_id order by d.file_name`,
        ),
      );
    const expected = [
      { file_name: 'invoice.eml', path: '/Mail', parent: null, tyres: false },
      { file_name: 'notes.txt', path: '/Mail', parent: 'invoice.eml', tyres: true },
    ];
    expect(await rows()).toEqual(expected);
    await tenant.run((tx) => tx.query(`update document_versions set status = 'sniffed' where file_name = 'invoice.eml'`));
    await documents.analyse(mail);
    expect(await rows()).toEqual(expected);
  });
});
