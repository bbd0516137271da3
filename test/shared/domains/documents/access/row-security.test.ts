import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { changes, type Sharing, startSharing } from './support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

const restrictedTo = (...users: string[]) => ({ access_control: JSON.stringify({ users }) });
const status = async (call: Awaited<ReturnType<Sharing['person']>>['call'], path: string) => (await call('GET', path)).status;

describe('A restricted document', () => {
  it.each(['users', 'roles', 'departments'] as const)(
    'is seen by the %s that its access lists, and by nobody else',
    async (kind) => {
      const tenant = await newTenant();
      const { departmentId, roleName, member, other } = await twoPeople(tenant);
      const listed = { users: [member.userId], roles: [roleName], departments: [departmentId] }[kind];
      const id = await documents.document(tenant, { access_control: JSON.stringify({ [kind]: listed }) });
      expect(await status(member.call, `/v1/documents/${id}`)).toBe(200);
      expect(await status(other.call, `/v1/documents/${id}`)).toBe(404);
      const ids = async (call: typeof member.call) =>
        (await call('GET', '/v1/documents')).body.data.map((one: { id: string }) => one.id);
      expect(await ids(member.call)).toEqual([id]);
      expect(await ids(other.call)).toEqual([]);
    },
  );

  it('is seen by administrators and compliance officers, and by its uploader', async () => {
    const tenant = await newTenant();
    const [uploader, other] = [await documents.person(tenant), await documents.person(tenant)];
    const id = await documents.document(tenant, { access_control: '{}', uploaded_by_user_id: uploader.userId });
    expect(await status(uploader.call, `/v1/documents/${id}`)).toBe(200);
    expect(await status(other.call, `/v1/documents/${id}`)).toBe(404);
    for (const databaseRole of ['system_admin', 'compliance_officer'] as const)
      expect(await status(documents.client(tenant, { databaseRole }), `/v1/documents/${id}`)).toBe(200);
    expect(await status(documents.client(tenant, { databaseRole: 'fleet_admin' }), `/v1/documents/${id}`)).toBe(404);
  });

  it('is not seen by an API token of no user, nor by one of another organisation’s administrator', async () => {
    const [tenant, stranger] = [await newTenant(), await newTenant()];
    const { userId } = await documents.person(tenant);
    const [open, restricted] = [await documents.document(tenant), await documents.document(tenant, restrictedTo(userId))];
    const token = documents.client(tenant, {
      actor: { kind: 'token', tokenId: '00000000-0000-4000-8000-000000000001' },
      databaseRole: 'authenticated_user',
    });
    expect([await status(token, `/v1/documents/${open}`), await status(token, `/v1/documents/${restricted}`)]).toEqual([
      200, 404,
    ]);
    expect(await status(documents.client(stranger), `/v1/documents/${restricted}`)).toBe(404);
  });

  it('answers 404 to every operation on it', async () => {
    const tenant = await newTenant();
    const [reader, other] = [await documents.person(tenant), await documents.person(tenant)];
    const id = await documents.document(tenant, restrictedTo(reader.userId));
    const gets = ['', ':text', ':page', ':download', ':thumbnail', ':duplicates', ':understanding'];
    const posts: [string, object][] = [
      [':archive', {}],
      [':restore', {}],
      [':hold', { reason: 'A claim' }],
      [':release', { reason: 'Settled' }],
      [':purge', {}],
      [':comment', { text: 'Hm' }],
      [':share', { userId: other.userId }],
      [':reanalyse', {}],
      [':restoreVersion', { versionNumber: 1 }],
      [':addVersion', { fileName: 'a.txt', contentType: 'text/plain' }],
    ];
    for (const verb of gets) expect(await status(other.call, `/v1/documents/${id}${verb}`), verb).toBe(404);
    for (const [verb, body] of posts)
      expect((await other.call('POST', `/v1/documents/${id}${verb}`, body)).status, verb).toBe(404);
    const patched = await other.call('PATCH', `/v1/documents/${id}`, { description: 'Mine' }, { 'If-Match': '*' });
    expect(patched.status).toBe(404);
  });

  it('hides everything that hangs on it: versions, pages, comments, shares, suggestions, model answers, passages joined to it', async () => {
    const tenant = await newTenant();
    const [reader, other] = [await documents.person(tenant), await documents.person(tenant)];
    const id = await documents.document(tenant, restrictedTo(reader.userId));
    await withSystem(testDatabase(), 'a test makes rows', async (tx) => {
      const [version] = await tx.query<{ id: string }>('select id from document_versions where document_id = $1', [id]);
      await insertRow(tx, tenant.tenantId, 'document_pages', { document_id: id, version_id: version!.id });
      await insertRow(tx, tenant.tenantId, 'document_ai_analysis', { document_id: id });
      await insertRow(tx, tenant.tenantId, 'document_suggestions', { document_id: id });
      await insertRow(tx, tenant.tenantId, 'document_shares', { document_id: id, shared_with_role: 'auditors' });
      await insertRow(tx, tenant.tenantId, 'document_comments', { document_id: id, user_id: reader.userId });
    });
    const tables = ['versions', 'pages', 'ai_analysis', 'suggestions', 'shares', 'comments', 'audit_log'].map(
      (name) => `document_${name}`,
    );
    const counts = async (userId: string) => {
      const scope = tenant.scope('authenticated_user', { kind: 'user', userId });
      const found: Record<string, number> = {};
      for (const table of tables) {
        const [row] = await runIn(scope, `select count(*)::integer as count from ${table} where document_id = '${id}'`);
        found[table] = Number(row!.count) > 0 ? 1 : 0;
      }
      return found;
    };
    expect(await counts(reader.userId)).toEqual(Object.fromEntries(tables.map((table) => [table, 1])));
    expect(await counts(other.userId)).toEqual(Object.fromEntries(tables.map((table) => [table, 0])));
  });

  it('is found by the search of its readers only, by words and by meaning', async () => {
    const tenant = await newTenant();
    const [reader, other] = [await documents.person(tenant), await documents.person(tenant)];
    const id = await documents.document(tenant, restrictedTo(reader.userId));
    await withSystem(testDatabase(), 'a test makes a passage', (tx) =>
      insertRow(tx, tenant.tenantId, 'rag_embeddings', {
        source_type: 'document',
        source_id: id,
        chunk_text: 'The merger with Acme',
        model_used: 'flat',
      }),
    );
    const found = async (call: typeof reader.call) => {
      const answer = await call('POST', '/v1/documents:search', { query: 'merger with Acme' });
      expect(answer.status, answer.text).toBe(200);
      return answer.body.data.map((one: { documentId: string }) => one.documentId);
    };
    expect(await found(reader.call)).toEqual([id]);
    expect(await found(other.call)).toEqual([]);
    await reader.call('POST', `/v1/documents/${id}:share`, { userId: other.userId });
    expect(await found(other.call)).toEqual([id]);
  });

  it('is in no include and in no change feed of others', async () => {
    const tenant = await newTenant();
    const [reader, other] = [await documents.person(tenant), await documents.person(tenant)];
    const folder = (await reader.call('POST', '/v1/document-folders', { folderName: 'Open' })).body.id;
    const id = await documents.document(tenant, { ...restrictedTo(reader.userId), folder_id: folder });
    await reader.call('PATCH', `/v1/documents/${id}`, { description: 'Secret plan' }, { 'If-Match': '*' });
    await reader.call('POST', `/v1/documents/${id}:comment`, { text: 'Secret remark' });
    await reader.call('POST', `/v1/documents/${id}:share`, { userId: reader.userId });
    const included = await other.call('GET', `/v1/document-folders/${folder}?include=documents`);
    expect(included.body.documents).toEqual([]);
    for (const path of ['documents', 'document-comments', 'document-shares']) {
      expect(await changes(reader.call, path, 1)).not.toEqual([]);
      const feed = await other.call('GET', `/v1/${path}:changes`);
      expect(feed.body.data, path).toEqual([]);
    }
  });
});

async function twoPeople(tenant: TestTenant) {
  const [departmentId, roleId, roleName] = await tenant.run(async (tx) => {
    const [department] = await tx.query<{ id: string }>(
      `insert into departments (department_name, department_code) values ('Claims', 'CLAIMS') returning id`,
    );
    const [role] = await tx.query<{ id: string; name: string }>(
      `insert into roles (role_name, display_name, permissions) values ('claims_handler', 'Claims handler', '[]') returning id, role_name as name`,
    );
    return [department!.id, role!.id, role!.name] as const;
  });
  const member = await documents.person(tenant, undefined, { department_id: departmentId, role_id: roleId });
  return { departmentId, roleName, member, other: await documents.person(tenant) };
}

function runIn(scope: ReturnType<TestTenant['scope']>, sql: string) {
  return withTenant(testDatabase(), scope, (tx) => tx.query<{ count: number }>(sql));
}
