import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { actsOn, allDocuments, type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

const any = { 'If-Match': '*' };

it('What is done to a document is noted, who did it and from where; reading its fields is not', async () => {
  const tenant = await newTenant();
  const { userId, call } = await documents.person(tenant);
  const id = await documents.document(tenant);
  const path = `/v1/documents/${id}`;
  await call('GET', path);
  await call('GET', '/v1/documents?search=Note');
  expect((await call('GET', `${path}:text`)).status).toBe(200);
  expect((await call('GET', `${path}:download`)).status).toBe(200);
  await call('PATCH', path, { documentName: 'Lease', tags: ['a'] }, any);
  await call('POST', `${path}:addVersion`, { fileName: 'b.txt', contentType: 'text/plain' });
  await call('POST', `${path}:hold`, { reason: 'Claim 7' });
  await call('POST', `${path}:release`, { reason: 'Settled' });
  await call('POST', `${path}:archive`, {});
  await call('POST', `${path}:restore`, {});
  await call('POST', `${path}:share`, { userId });
  const acts = await actsOn(tenant, id);
  expect(acts.map((one) => one.action)).toEqual([
    'created',
    'viewed',
    'downloaded',
    'edited',
    'version_added',
    'held',
    'released',
    'archived',
    'restored',
    'shared',
  ]);
  expect(acts[0]).toMatchObject({ user_id: null, details: { actor: { kind: 'system', id: 'test' } } });
  for (const act of acts.slice(1)) expect(act.user_id).toBe(userId);
  expect(acts[3]?.details).toEqual({ fields: ['documentName', 'tags'] });
  expect(acts[1]?.details).toEqual({ versionNumber: 1, what: 'text' });
});

it('A refused or failed look is not noted as one', async () => {
  const tenant = await newTenant();
  const { call } = await documents.person(tenant);
  const id = await documents.document(tenant);
  await tenant.run((tx) =>
    tx.query('update documents set ai_extracted_text = null, analysed_version = null where id = $1', [id]),
  );
  expect((await call('GET', `/v1/documents/${id}:text`)).status).toBe(409);
  expect((await call('GET', `/v1/documents/${id}:thumbnail`)).status).toBe(409);
  expect((await call('GET', `/v1/documents/${id}:download?versionNumber=9`)).status).toBe(404);
  expect((await actsOn(tenant, id)).map((one) => one.action)).toEqual(['created']);
});

it('What the analysis writes is no edit', async () => {
  const tenant = await newTenant();
  const id = await documents.document(tenant);
  await tenant.run((tx) =>
    tx.query(
      `update documents set status = 'failed', failure_reason = 'corrupt', ai_metadata = '{}', text_simhash = 'ab' where id = $1`,
      [id],
    ),
  );
  expect((await actsOn(tenant, id)).map((one) => one.action)).toEqual(['created']);
});

it('The log can be read with document_audit.read, by nobody else, for documents that one sees; it can be changed by nobody', async () => {
  const tenant = await newTenant();
  const auditor = await documents.person(tenant, ['document_audit.read']);
  const editor = await documents.person(tenant, allDocuments);
  const id = await documents.document(tenant);
  const restricted = await documents.document(tenant, { access_control: '{}' });
  expect((await editor.call('GET', '/v1/document-audit-log')).status).toBe(403);
  const read = await auditor.call('GET', `/v1/document-audit-log?documentId=${id}`);
  expect(read.body.data).toMatchObject([{ action: 'created', documentId: id }]);
  const ids = async (databaseRole: 'audit_admin' | 'authenticated_user') => {
    const call = documents.client(tenant, { databaseRole, permissions: ['document_audit.read'] });
    return (await call('GET', '/v1/document-audit-log?fields=documentId')).body.data.map(
      (one: { documentId: string }) => one.documentId,
    );
  };
  expect(await ids('authenticated_user')).toEqual([id]);
  expect((await ids('audit_admin')).sort()).toEqual([id, restricted].sort());
  const [entry] = read.body.data;
  for (const [method, path] of [
    ['PATCH', `/v1/document-audit-log/${entry.id}`],
    ['DELETE', `/v1/document-audit-log/${entry.id}`],
    ['POST', '/v1/document-audit-log'],
  ] as const)
    expect((await documents.client(tenant)(method, path, {}, any)).status).toBe(405);
  for (const sql of ['delete from document_audit_log', `update document_audit_log set action = 'viewed'`])
    await expect(tenant.run((tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
});
