import { dayMs } from '@wheelhouse/shared/clock.ts';
import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { deleteOrphanedFiles } from '@wheelhouse/shared/domains/documents/consumers/deleteOrphanedFiles.ts';
import { deleteAbandonedUploads } from '@wheelhouse/shared/domains/documents/jobs/deleteAbandonedUploads.ts';
import { purgeArchived } from '@wheelhouse/shared/domains/documents/jobs/purgeArchived.ts';
import type { Job } from '@wheelhouse/shared/runtime/job.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { eventsOf } from '../../fleet/records.ts';
import { actsOn, type Sharing, startSharing } from '../access/support.ts';

let nowMs = Date.now();
let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing({ clock: { now: () => new Date(nowMs) } });
});
afterAll(() => documents.stop());

const any = { 'If-Match': '*' };
const day = (offset: number) => new Date(nowMs + offset * dayMs).toISOString().slice(0, 10);

const run = (tenant: TestTenant, job: Job, parameters = {}) =>
  job.run({
    parameters: job.parameters.parse(parameters),
    services: documents.services,
    inScope: (fn: Parameters<typeof tenant.run>[0]) => tenant.run(fn),
    signal: new AbortController().signal,
  });

/** Delivers the tenant's events to the consumer that deletes files, twice each. */
async function deleteFiles(tenant: TestTenant): Promise<void> {
  for (const event of [...(await eventsOf(tenant)), ...(await eventsOf(tenant))] as DomainEvent[]) {
    if (deleteOrphanedFiles.events.includes(event.type))
      await tenant.run((tx) => deleteOrphanedFiles.handle({ tx, event, services: documents.services }));
  }
}

const objects = async (prefix: string) => (await documents.bucket.getFiles({ prefix }))[0].map((file) => file.name);
const exists = async (tenant: TestTenant, id: string) =>
  (await tenant.run((tx) => tx.query('select id from documents where id = $1', [id]))).length === 1;

describe('Purging', () => {
  it('takes the document with all that hangs on it, and then its files; the audit log stays', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    const id = await documents.document(tenant);
    const { tenantId } = tenant;
    const thumbnail = `tenants/${tenantId}/thumbnails/${id}/1.png`;
    await documents.bucket.file(thumbnail).save('picture');
    await tenant.run((tx) =>
      tx.query('update documents set thumbnail_url = $2 where id = $1', [id, `gs://${documents.bucket.name}/${thumbnail}`]),
    );
    await call('POST', `/v1/documents/${id}:comment`, { text: 'a' });
    await call('POST', `/v1/documents/${id}:share`, { role: await roleOf(tenant) });
    await withSystem(testDatabase(), 'a test makes passages', async (tx) => {
      await insertRow(tx, tenantId, 'rag_embeddings', { source_type: 'document', source_id: id });
      await insertRow(tx, tenantId, 'rag_embeddings', { source_type: 'document' });
    });
    const made = await documents.document(tenant, { parent_document_id: id });
    const other = await documents.document(tenant);
    expect((await call('POST', `/v1/documents/${id}:purge`, {})).status).toBe(409);
    await call('POST', `/v1/documents/${id}:archive`, {});
    const purged = await call('POST', `/v1/documents/${id}:purge`, {});
    expect(purged.status, purged.text).toBe(200);
    const left = await tenant.run((tx) =>
      tx.query(
        `select (select count(*)::integer from document_versions where document_id = $1) as versions,
           (select count(*)::integer from document_comments where document_id = $1) as comments,
           (select count(*)::integer from document_shares where document_id = $1) as shares,
           (select count(*)::integer from rag_embeddings where source_id = $1) as passages,
           (select count(*)::integer from rag_embeddings) as others,
           (select parent_document_id from documents where id = $2) as parent`,
        [id, made],
      ),
    );
    expect(left).toEqual([{ versions: 0, comments: 0, shares: 0, passages: 0, others: 1, parent: null }]);
    expect(await objects(`tenants/${tenantId}/`)).toContain(thumbnail);
    await deleteFiles(tenant);
    expect((await objects(`tenants/${tenantId}/`)).filter((name) => name.includes(id))).toEqual([]);
    expect(await objects(`tenants/${tenantId}/documents/${other}/`)).toHaveLength(1);
    const acts = await actsOn(tenant, id);
    expect(acts.at(-1)).toMatchObject({ action: 'purged', details: { documentName: 'Note' } });
  });

  it('tells everyone that the document is gone, and nothing more', async () => {
    const tenant = await newTenant();
    const id = await documents.document(tenant, { is_archived: true, archived_at: new Date() });
    const { call } = await documents.person(tenant);
    await call('POST', `/v1/documents/${id}:purge`, {});
    const events = await eventsOf(tenant);
    expect(events.find((event) => event.type === 'document.purged')?.data).toEqual({ id });
  });

  it('deletes a dropped file only in the generations that were the document’s', async () => {
    const tenant = await newTenant();
    const name = `tenants/${tenant.slug}/inbox/a.txt`;
    const id = await documents.document(tenant, { is_archived: true, archived_at: new Date() });
    await documents.arrive(tenant, id, 2, `gs://${documents.bucket.name}/${name}`, 'first');
    const { call } = await documents.person(tenant);
    await call('POST', `/v1/documents/${id}:purge`, {});
    await documents.bucket.file(name).save('somebody dropped another');
    await deleteFiles(tenant);
    expect(await objects(name)).toEqual([name]);
  });

  it.each([
    ['legal hold', { legal_hold: true, legal_hold_reason: 'Claim 7' }, 'Claim 7'],
    ['a retention date to come', { retention_date: day(1) }, day(1)],
  ])('is refused under %s, by the job too', async (_, values, reason) => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    const id = await documents.document(tenant, { is_archived: true, archived_at: new Date(nowMs - 90 * dayMs), ...values });
    const refused = await call('POST', `/v1/documents/${id}:purge`, {});
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining(reason)]);
    expect((await run(tenant, purgeArchived)).recordsProcessed).toBe(0);
    expect(await exists(tenant, id)).toBe(true);
  });

  it('cannot be done around a legal hold in the database either', async () => {
    const tenant = await newTenant();
    const id = await documents.document(tenant, { legal_hold: true, legal_hold_reason: 'Claim 7' });
    await expect(tenant.run((tx) => tx.query('delete from documents where id = $1', [id]))).rejects.toThrow(
      /legal hold: Claim 7/,
    );
  });

  it('needs its own permission, and edit rights on the document', async () => {
    const tenant = await newTenant();
    const { userId, call } = await documents.person(tenant, ['document.read', 'document.write', 'document.delete']);
    const id = await documents.document(tenant, { is_archived: true, archived_at: new Date(), access_control: '{}' });
    expect((await call('POST', `/v1/documents/${id}:purge`, {})).status).toBe(403);
    await documents.client(tenant)('POST', `/v1/documents/${id}:share`, { userId });
    expect((await documents.as(tenant, userId)('POST', `/v1/documents/${id}:purge`, {})).status).toBe(404);
  });

  it('is done by a job for what was archived longer ago than its days', async () => {
    const tenant = await newTenant();
    const archivedFor = (days: number) =>
      documents.document(tenant, { is_archived: true, archived_at: new Date(nowMs - days * dayMs) });
    const [old, young] = [await archivedFor(31), await archivedFor(29)];
    expect((await run(tenant, purgeArchived)).recordsProcessed).toBe(1);
    expect([await exists(tenant, old), await exists(tenant, young)]).toEqual([false, true]);
    expect((await run(tenant, purgeArchived, { keepDays: 5 })).recordsProcessed).toBe(1);
    expect((await run(tenant, purgeArchived, { keepDays: 5 })).recordsProcessed).toBe(0);
  });
});

describe('Legal hold', () => {
  it('is put and released with a reason, once each, and both are told', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    const id = await documents.document(tenant);
    const post = (verb: string, reason?: string) => call('POST', `/v1/documents/${id}:${verb}`, reason ? { reason } : {});
    expect((await post('hold')).status).toBe(422);
    expect((await post('release', 'Why not')).status).toBe(409);
    expect((await post('hold', 'Claim 7')).body).toEqual({ id, legalHold: true, reason: 'Claim 7' });
    expect((await post('hold', 'Claim 8')).status).toBe(409);
    expect((await call('GET', `/v1/documents/${id}`)).body).toMatchObject({ legalHold: true, legalHoldReason: 'Claim 7' });
    expect((await call('PATCH', `/v1/documents/${id}`, { legalHold: false }, any)).status).toBe(422);
    expect((await post('archive')).status).toBe(200);
    expect((await post('release', 'Settled')).status).toBe(200);
    expect((await post('purge')).status).toBe(200);
    const types = (await eventsOf(tenant)).map((event) => event.type);
    expect(types).toEqual(expect.arrayContaining(['document.held', 'document.released', 'document.purged']));
  });

  it('needs the permission document.hold', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant, ['document.read', 'document.write', 'document.delete']);
    const id = await documents.document(tenant);
    expect((await call('POST', `/v1/documents/${id}:hold`, { reason: 'a' })).status).toBe(403);
  });
});

describe('Uploads that never arrived', () => {
  it('are deleted after a day; what has arrived, or may yet, stays', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    const begin = async (path: string) =>
      (await call('POST', path, { documentName: 'Note', fileName: 'a.txt', contentType: 'text/plain' })).body;
    const [abandoned, late] = [await begin('/v1/documents:upload'), await begin('/v1/documents:upload')];
    const kept = await documents.document(tenant);
    await call('POST', `/v1/documents/${kept}:addVersion`, { fileName: 'b.txt', contentType: 'text/plain' });
    await documents.bucket
      .file(`tenants/${tenant.tenantId}/documents/${late.documentId}/1/a.txt`)
      .save('arrived, but not reported');
    expect((await run(tenant, deleteAbandonedUploads)).recordsProcessed).toBe(0);
    nowMs += 25 * 3_600_000;
    expect((await run(tenant, deleteAbandonedUploads)).recordsProcessed).toBe(2);
    nowMs -= 25 * 3_600_000;
    expect(await exists(tenant, abandoned.documentId)).toBe(false);
    expect(await exists(tenant, late.documentId)).toBe(true);
    const versions = await tenant.run((tx) =>
      tx.query('select version_number from document_versions where document_id = $1', [kept]),
    );
    expect(versions).toEqual([{ version_number: 1 }]);
  });
});

async function roleOf(tenant: TestTenant): Promise<string> {
  const [role] = await tenant.run((tx) => tx.query<{ name: string }>('select role_name as name from roles limit 1'));
  return role!.name;
}
