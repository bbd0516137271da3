import { randomUUID } from 'node:crypto';
import { basicPermissions } from '@wheelhouse/shared/auth/permissions.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { allDocuments, type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

type Call = Awaited<ReturnType<Sharing['person']>>['call'];

const any = { 'If-Match': '*' };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const status = async (call: Call, id: string, verb = '') => (await call('GET', `/v1/documents/${id}${verb}`)).status;

async function setting() {
  const tenant = await newTenant();
  const [owner, guest, third] = [await documents.person(tenant), await documents.person(tenant), await documents.person(tenant)];
  const id = await documents.document(tenant, { access_control: '{}', uploaded_by_user_id: owner.userId });
  const share = (call: Call, body: object) => call('POST', `/v1/documents/${id}:share`, body);
  return { tenant, owner, guest, third, id, share };
}

describe('A share', () => {
  it('shows a restricted document to a user, a role or a department, until it is revoked', async () => {
    const { tenant, owner, guest, id, share } = await setting();
    const [roleName, departmentId] = await tenant.run(async (tx) => {
      const [role] = await tx.query<{ name: string }>(
        'select role_name as name from roles where id = (select role_id from users where id = $1)',
        [guest.userId],
      );
      const [department] = await tx.query<{ id: string }>(
        `insert into departments (department_name, department_code) values ('Claims', 'CLAIMS') returning id`,
      );
      await tx.query('update users set department_id = $2 where id = $1', [guest.userId, department!.id]);
      return [role!.name, department!.id] as const;
    });
    for (const recipient of [{ userId: guest.userId }, { role: roleName }, { departmentId }]) {
      expect(await status(guest.call, id)).toBe(404);
      const made = await share(owner.call, recipient);
      expect(made.status, made.text).toBe(201);
      expect(made.body).toMatchObject({ documentId: id, permissionLevel: 'view', expiresAt: null, token: null });
      expect(await status(guest.call, id, ':text')).toBe(200);
      const revoked = await owner.call('POST', `/v1/document-shares/${made.body.id}:revoke`, {});
      expect(revoked.status, revoked.text).toBe(200);
    }
    expect(await status(guest.call, id)).toBe(404);
  });

  it('ends by itself when it expires', async () => {
    const { tenant, owner, guest, id, share } = await setting();
    const { body } = await share(owner.call, { userId: guest.userId, expiresAt: inDays(1) });
    expect(await status(guest.call, id)).toBe(200);
    await tenant.run((tx) =>
      tx.query(`update document_shares set expires_at = now() - interval '1 second' where id = $1`, [body.id]),
    );
    expect(await status(guest.call, id)).toBe(404);
  });

  it('to view lets nobody change the document; one to edit does, for who may write documents', async () => {
    const { tenant, owner, guest, id, share } = await setting();
    const reader = documents.as(tenant, guest.userId, ['document.read', 'folder.read']);
    await share(owner.call, { userId: guest.userId });
    const patch = (call: Call) => call('PATCH', `/v1/documents/${id}`, { description: 'Mine now' }, any);
    expect((await patch(guest.call)).status).toBe(404);
    expect((await guest.call('POST', `/v1/documents/${id}:archive`, {})).status).toBe(404);
    await share(owner.call, { userId: guest.userId, permissionLevel: 'edit' });
    expect((await patch(reader)).status).toBe(403);
    expect((await patch(guest.call)).status).toBe(200);
  });

  it('can be passed on only where it says so, and never with more than its holder has', async () => {
    const { owner, guest, third, id, share } = await setting();
    await share(owner.call, { userId: guest.userId, permissionLevel: 'edit' });
    expect((await share(guest.call, { userId: third.userId })).status).toBe(403);
    await share(owner.call, { userId: guest.userId, canReshare: true, expiresAt: inDays(2) });
    for (const more of [{ permissionLevel: 'edit', expiresAt: inDays(1) }, { expiresAt: inDays(3) }, {}]) {
      const refused = await share(guest.call, { userId: third.userId, ...more });
      expect(refused.status, JSON.stringify(more)).toBe(403);
    }
    expect((await share(guest.call, { link: {}, expiresAt: inDays(1) })).status).toBe(403);
    expect(await status(third.call, id)).toBe(404);
    const passed = await share(guest.call, { userId: third.userId, expiresAt: inDays(1) });
    expect(passed.status, passed.text).toBe(201);
    expect(await status(third.call, id)).toBe(200);
  });

  it('takes along what was passed on when it is revoked', async () => {
    const { owner, guest, third, id, share } = await setting();
    const { body: first } = await share(owner.call, { userId: guest.userId, canReshare: true });
    const { body: second } = await share(guest.call, { userId: third.userId });
    const revoked = await owner.call('POST', `/v1/document-shares/${first.id}:revoke`, {});
    expect(revoked.body.alsoRevoked).toEqual([second.id]);
    expect([await status(guest.call, id), await status(third.call, id)]).toEqual([404, 404]);
  });

  it('of level admin lets its holder share and revoke as the owner does, and also end it themselves', async () => {
    const { owner, guest, third, id, share } = await setting();
    const { body: given } = await share(owner.call, { userId: guest.userId, permissionLevel: 'admin' });
    const { body: made } = await share(guest.call, { userId: third.userId, permissionLevel: 'edit' });
    const { body: byOwner } = await share(owner.call, { role: 'test' }).then(async () =>
      share(owner.call, { userId: third.userId }),
    );
    expect((await third.call('POST', `/v1/document-shares/${byOwner.id}:revoke`, {})).status).toBe(403);
    for (const share of [made, byOwner])
      expect((await guest.call('POST', `/v1/document-shares/${share.id}:revoke`, {})).status).toBe(200);
    expect(await status(third.call, id)).toBe(404);
    const own = await guest.call('POST', `/v1/document-shares/${given.id}:revoke`, {});
    expect(own.status, own.text).toBe(200);
    expect(await status(guest.call, id)).toBe(404);
  });

  it('cannot be revoked twice', async () => {
    const { owner, guest, share } = await setting();
    const { body } = await share(owner.call, { userId: guest.userId });
    const revoke = () => owner.call('POST', `/v1/document-shares/${body.id}:revoke`, {});
    expect([(await revoke()).status, (await revoke()).status]).toEqual([200, 409]);
  });

  it('is refused to two recipients, to none, to those that do not exist, and for a moment that is past', async () => {
    const { owner, guest, share } = await setting();
    const other = await documents.person(await newTenant());
    for (const body of [
      {},
      { userId: guest.userId, role: 'driver' },
      { userId: other.userId },
      { userId: randomUUID() },
      { role: 'no_such_role' },
      { departmentId: randomUUID() },
      { userId: guest.userId, expiresAt: inDays(-1) },
      { link: {} },
      { link: {}, expiresAt: inDays(1), permissionLevel: 'edit' },
      { link: {}, expiresAt: inDays(1), canReshare: true },
    ])
      expect((await share(owner.call, body)).status, JSON.stringify(body)).toBe(422);
  });

  it('by who may only read documents is refused', async () => {
    const { tenant } = await setting();
    const reader = await documents.person(tenant, ['document.read']);
    const open = await documents.document(tenant);
    expect((await reader.call('POST', `/v1/documents/${open}:share`, { userId: reader.userId })).status).toBe(403);
  });

  it('is listed without its secrets, also to who sees only their own documents', async () => {
    const { tenant, owner, guest, share } = await setting();
    await share(owner.call, { link: { password: 'a long secret' }, expiresAt: inDays(1) });
    await share(owner.call, { userId: guest.userId });
    const ownOnly = documents.as(tenant, guest.userId, [...basicPermissions]);
    for (const call of [owner.call, ownOnly]) {
      const list = await call('GET', '/v1/document-shares');
      expect(list.body.data).toHaveLength(2);
      expect(list.text).not.toMatch(/hash|whd_[A-Za-z0-9_-]{30}/i);
    }
    const stranger = await documents.person(tenant, allDocuments);
    expect((await stranger.call('GET', '/v1/document-shares')).body.data).toEqual([]);
  });
});
