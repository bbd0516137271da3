import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { changes, type Sharing, startSharing } from './support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

type Call = Awaited<ReturnType<Sharing['person']>>['call'];

const any = { 'If-Match': '*' };
const status = async (call: Call, path: string) => (await call('GET', path)).status;

async function folder(call: Call, folderName: string, more: object = {}): Promise<string> {
  const made = await call('POST', '/v1/document-folders', { folderName, ...more });
  expect(made.status, made.text).toBe(201);
  return made.body.id;
}

async function people(tenant: TestTenant) {
  return { owner: await documents.person(tenant), other: await documents.person(tenant) };
}

describe('Access of a folder', () => {
  it('counts for everything below it that has none of its own, and for nothing else', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const top = await folder(owner.call, 'Top', { accessControl: {} });
    const below = await folder(owner.call, 'Below', { parentFolderId: top });
    const inherited = await documents.document(tenant, { folder_id: below });
    const opened = await documents.document(tenant, {
      folder_id: below,
      access_control: JSON.stringify({ users: [other.userId] }),
    });
    const outside = await documents.document(tenant);
    const seen = async (call: Call) =>
      (await Promise.all([inherited, opened, outside].map((id) => status(call, `/v1/documents/${id}`)))).map(
        (one) => one === 200,
      );
    expect(await seen(other.call)).toEqual([false, true, true]);
    expect(await seen(owner.call)).toEqual([true, false, true]);
    for (const id of [top, below]) expect(await status(other.call, `/v1/document-folders/${id}`)).toBe(404);
  });

  it('is told on when it changes, and when a folder or a document is moved', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const [open, closed] = [await folder(owner.call, 'Open'), await folder(owner.call, 'Closed', { accessControl: {} })];
    const inner = await folder(owner.call, 'Inner', { parentFolderId: open });
    const id = await documents.document(tenant, { folder_id: inner });
    const sees = async () => (await status(other.call, `/v1/documents/${id}`)) === 200;
    const patch = async (path: string, body: object) => {
      const answer = await owner.call('PATCH', path, body, any);
      expect(answer.status, answer.text).toBe(200);
    };
    expect(await sees()).toBe(true);
    await patch(`/v1/document-folders/${open}`, { accessControl: { users: [owner.userId] } });
    expect(await sees()).toBe(false);
    await patch(`/v1/document-folders/${open}`, { accessControl: { users: [other.userId] } });
    expect(await sees()).toBe(true);
    await patch(`/v1/document-folders/${open}`, { accessControl: null });
    expect(await sees()).toBe(true);
    await patch(`/v1/document-folders/${inner}`, { parentFolderId: closed });
    expect(await sees()).toBe(false);
    await patch(`/v1/documents/${id}`, { folderId: open });
    expect(await sees()).toBe(true);
    await patch(`/v1/documents/${id}`, { folderId: closed });
    expect(await sees()).toBe(false);
  });

  it('keeps the paths below right when who renames does not see all of them', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const top = await folder(owner.call, 'Before');
    const hidden = await folder(other.call, 'Hidden', { parentFolderId: top, accessControl: {} });
    expect(await status(owner.call, `/v1/document-folders/${hidden}`)).toBe(404);
    expect((await owner.call('PATCH', `/v1/document-folders/${top}`, { folderName: 'After' }, any)).status).toBe(200);
    expect((await other.call('GET', `/v1/document-folders/${hidden}`)).body.path).toBe('/After/Hidden');
  });

  it('hides the folders below a hidden one too, whose paths would tell its name', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const top = await folder(owner.call, 'Merger with Acme', { accessControl: {} });
    const shown = await folder(owner.call, 'Forms', { parentFolderId: top, accessControl: { users: [other.userId] } });
    const id = await documents.document(tenant, { folder_id: shown });
    expect(await status(other.call, `/v1/document-folders/${shown}`)).toBe(404);
    const list = await other.call('GET', '/v1/document-folders?search=Merger');
    expect(list.body.data).toEqual([]);
    const document = await other.call('GET', `/v1/documents/${id}?include=folder`);
    expect([document.status, document.body.folder]).toEqual([200, null]);
    expect(document.text).not.toContain('Merger');
    await changes(owner.call, 'document-folders', 2);
    expect((await other.call('GET', '/v1/document-folders:changes')).text).not.toContain('Merger');
  });

  it('is not lost when a document in it, seen by a share only, loses its own', async () => {
    const tenant = await newTenant();
    const [owner, editor, other] = [
      await documents.person(tenant),
      await documents.person(tenant),
      await documents.person(tenant),
    ];
    const closed = await folder(owner.call, 'Closed', { accessControl: {} });
    const id = await documents.document(tenant, {
      folder_id: closed,
      uploaded_by_user_id: owner.userId,
      access_control: JSON.stringify({ users: [owner.userId] }),
    });
    await owner.call('POST', `/v1/documents/${id}:share`, { userId: editor.userId, permissionLevel: 'edit' });
    const patched = await editor.call('PATCH', `/v1/documents/${id}`, { accessControl: null }, any);
    expect(patched.status, patched.text).toBe(200);
    expect(await status(other.call, `/v1/documents/${id}`)).toBe(404);
    expect(await status(editor.call, `/v1/documents/${id}`)).toBe(200);
  });

  it('cannot be got around: a hidden folder is one that does not exist', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const closed = await folder(owner.call, 'Closed', { accessControl: {} });
    const id = await documents.document(tenant);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const answers = await Promise.all(
      [closed, nowhere].flatMap((folderId) => [
        other.call('PATCH', `/v1/documents/${id}`, { folderId }, any),
        other.call('POST', '/v1/document-folders', { folderName: 'Mine', parentFolderId: folderId }),
      ]),
    );
    const [moved, made, movedNowhere, madeNowhere] = answers.map(({ status, body }) => ({
      status,
      errors: body.errors,
      detail: body.detail,
    }));
    expect(moved).toEqual(movedNowhere);
    expect(made).toEqual(madeNowhere);
    expect([moved!.status, made!.status]).toEqual([422, 422]);
  });

  it('of a deleted folder is remembered by the change feed', async () => {
    const tenant = await newTenant();
    const { owner, other } = await people(tenant);
    const closed = await folder(owner.call, 'Merger', { accessControl: {} });
    const open = await folder(owner.call, 'Holidays');
    for (const id of [closed, open]) expect((await owner.call('DELETE', `/v1/document-folders/${id}`)).status).toBe(204);
    const deletions = async (call: Call, atLeast: number) =>
      (await changes(call, 'document-folders', atLeast)).map((one) => `${one.type} ${one.subjectId}`);
    expect(await deletions(owner.call, 2)).toEqual([`documentFolder.deleted ${closed}`, `documentFolder.deleted ${open}`]);
    expect(await deletions(other.call, 1)).toEqual([`documentFolder.deleted ${open}`]);
  });
});

it('Nobody can shut themselves out of a document or a folder', async () => {
  const tenant = await newTenant();
  const { owner, other } = await people(tenant);
  const id = await documents.document(tenant);
  const top = await folder(other.call, 'Top');
  const refused = await owner.call('PATCH', `/v1/documents/${id}`, { accessControl: { users: [other.userId] } }, any);
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ path: 'accessControl' }]);
  const folderRefused = await owner.call('PATCH', `/v1/document-folders/${top}`, { accessControl: { roles: ['driver'] } }, any);
  expect(folderRefused.status).toBe(422);
  const token = documents.client(tenant, {
    actor: { kind: 'token', tokenId: '00000000-0000-4000-8000-000000000001' },
    databaseRole: 'authenticated_user',
  });
  expect((await token('PATCH', `/v1/documents/${id}`, { accessControl: { users: [other.userId] } }, any)).status).toBe(422);
});

it('Access is a list of users, roles and departments, and nothing else', async () => {
  const { call } = await documents.person(await newTenant());
  for (const accessControl of [{ everyone: true }, { users: ['me'] }, { users: [1] }, { roles: [''] }, []]) {
    const answer = await call('POST', '/v1/document-folders', { folderName: 'A', accessControl });
    expect(answer.status, JSON.stringify(accessControl)).toBe(422);
  }
});

it('A folder that is not empty cannot be deleted', async () => {
  const tenant = await newTenant();
  const { owner } = await people(tenant);
  const top = await folder(owner.call, 'Top');
  await documents.document(tenant, { folder_id: top });
  const refused = await owner.call('DELETE', `/v1/document-folders/${top}`);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toBe('It is still referenced by documents.');
});
