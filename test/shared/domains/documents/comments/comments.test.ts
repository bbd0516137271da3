import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { actsOn, changes, type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

async function setting() {
  const tenant = await newTenant();
  const [mia, ben] = [await documents.person(tenant), await documents.person(tenant, ['document.read'])];
  const id = await documents.document(tenant);
  const comment = (call: typeof mia.call, body: object) => call('POST', `/v1/documents/${id}:comment`, body);
  return { tenant, mia, ben, id, comment };
}

describe('A comment', () => {
  it('is pinned to a place on a page of a version', async () => {
    const { mia, id, comment } = await setting();
    const made = await comment(mia.call, { text: '  The total is wrong  ', pageNumber: 2, positionX: 12.5, positionY: 99.99 });
    expect(made.status, made.text).toBe(201);
    const read = await mia.call('GET', `/v1/document-comments/${made.body.id}`);
    expect(read.body).toMatchObject({
      documentId: id,
      userId: mia.userId,
      commentText: 'The total is wrong',
      versionNumber: 1,
      pageNumber: 2,
      positionX: 12.5,
      positionY: 99.99,
      isResolved: false,
    });
  });

  it('is refused off the page, on a page that the version does not have, and on a version that there is not', async () => {
    const { tenant, mia, id, comment } = await setting();
    await tenant.run((tx) => tx.query('update document_versions set page_count = 3 where document_id = $1', [id]));
    for (const [body, status] of [
      [{ text: 'a', pageNumber: 4 }, 422],
      [{ text: 'a', pageNumber: 3, positionX: 1 }, 422],
      [{ text: 'a', positionX: 1, positionY: 1 }, 422],
      [{ text: 'a', pageNumber: 1, positionX: 100.01, positionY: 1 }, 422],
      [{ text: ' ' }, 422],
      [{ text: 'a', versionNumber: 2 }, 404],
      [{ text: 'a', pageNumber: 3 }, 201],
    ] as const)
      expect((await comment(mia.call, body)).status, JSON.stringify(body)).toBe(status);
  });

  it('has replies, is resolved with them and taken up again, by anyone who sees the document', async () => {
    const { mia, ben, comment } = await setting();
    const { body: made } = await comment(mia.call, { text: 'Is this ours?' });
    const path = `/v1/document-comments/${made.id}`;
    const reply = await ben.call('POST', `${path}:reply`, { text: 'Yes' });
    expect(reply.status, reply.text).toBe(201);
    const toReply = `/v1/document-comments/${reply.body.id}`;
    expect((await mia.call('POST', `${toReply}:reply`, { text: 'Sure?' })).status).toBe(422);
    expect((await mia.call('POST', `${toReply}:resolve`, {})).status).toBe(422);
    expect((await ben.call('POST', `${path}:resolve`, {})).body).toMatchObject({ isResolved: true });
    const resolved = await mia.call('GET', `${path}?include=replies`);
    expect(resolved.body).toMatchObject({ isResolved: true, resolvedByUserId: ben.userId, replies: [{ commentText: 'Yes' }] });
    expect((await mia.call('POST', `${path}:reopen`, {})).body).toMatchObject({ isResolved: false });
    expect((await mia.call('GET', path)).body).toMatchObject({ resolvedAt: null, resolvedByUserId: null });
  });

  it('is changed by who made it only, and deleted by them or with document.delete', async () => {
    const { mia, ben, comment } = await setting();
    const [{ body: bens }, { body: mias }] = [await comment(ben.call, { text: 'Hm' }), await comment(mia.call, { text: 'Oh' })];
    const post = async (call: typeof mia.call, id: string, verb: string, body: object) =>
      (await call('POST', `/v1/document-comments/${id}:${verb}`, body)).status;
    expect(await post(mia.call, bens.id, 'edit', { text: 'No' })).toBe(403);
    expect(await post(ben.call, bens.id, 'edit', { text: 'Well' })).toBe(200);
    expect(await post(ben.call, mias.id, 'remove', {})).toBe(403);
    expect(await post(mia.call, bens.id, 'remove', {})).toBe(200);
    expect(await post(mia.call, mias.id, 'remove', {})).toBe(200);
    expect((await mia.call('GET', '/v1/document-comments')).body.data).toEqual([]);
  });

  it('is not made by a token of no user, and not on a document of another organisation', async () => {
    const { tenant, id } = await setting();
    const token = documents.client(tenant, { actor: { kind: 'token', tokenId: '00000000-0000-4000-8000-000000000001' } });
    expect((await token('POST', `/v1/documents/${id}:comment`, { text: 'a' })).status).toBe(403);
    const stranger = documents.client(await newTenant());
    expect((await stranger('POST', `/v1/documents/${id}:comment`, { text: 'a' })).status).toBe(404);
  });

  it('tells the world and the audit log of what becomes of it', async () => {
    const { tenant, mia, ben, id, comment } = await setting();
    const { body: made } = await comment(mia.call, { text: 'a' });
    const path = `/v1/document-comments/${made.id}`;
    await ben.call('POST', `${path}:reply`, { text: 'b' });
    await mia.call('POST', `${path}:edit`, { text: 'c' });
    await mia.call('POST', `${path}:resolve`, {});
    await mia.call('POST', `${path}:resolve`, {});
    await mia.call('POST', `${path}:reopen`, {});
    await mia.call('POST', `${path}:remove`, {});
    const feed = await changes(mia.call, 'document-comments', 7);
    expect(feed.map((one) => one.type.replace('documentComment.', ''))).toEqual([
      'created',
      'created',
      'updated',
      'resolved',
      'reopened',
      'deleted',
      'deleted',
    ]);
    const acts = (await actsOn(tenant, id)).filter((one) => one.action === 'commented').map((one) => one.details.act);
    expect(acts.slice(0, 5)).toEqual(['made', 'replied', 'changed', 'resolved', 'reopened']);
    expect(acts.slice(5)).toEqual(['deleted', 'deleted']);
  });
});
