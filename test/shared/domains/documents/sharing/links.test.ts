import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, testDatabase } from '../../../../harness/index.ts';
import { actsOn, type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
let nowMs = Date.now();
beforeAll(async () => {
  documents = await startSharing({ clock: { now: () => new Date(nowMs) } });
});
afterAll(() => documents.stop());

const inDays = (days: number) => new Date(nowMs + days * 86_400_000).toISOString();

async function linked(link: object = {}, values: object = {}) {
  const tenant = await newTenant();
  const owner = await documents.person(tenant);
  const id = await documents.document(
    tenant,
    { document_name: 'Lease', access_control: '{}', uploaded_by_user_id: owner.userId, ...values },
    'The lease.',
  );
  const made = await owner.call('POST', `/v1/documents/${id}:share`, { link, expiresAt: inDays(1) });
  expect(made.status, made.text).toBe(201);
  const token: string = made.body.token;
  const open = (body: object = {}, secret = token) =>
    documents.anonymous('POST', '/v1/documents:openShared', body, { Authorization: `Bearer ${secret}` });
  return { tenant, owner, id, shareId: made.body.id as string, token, open };
}

describe('A link', () => {
  it('gives its document, restricted as it is, to whoever has the secret', async () => {
    const { open, token } = await linked();
    expect(token).toMatch(/^whd_/);
    const opened = await open();
    expect(opened.status, opened.text).toBe(200);
    expect(opened.body).toMatchObject({ documentName: 'Lease', fileName: 'note.txt', versionNumber: 1, thumbnailUrl: null });
    const file = await fetch(opened.body.downloadUrl);
    expect(await file.text()).toBe('The lease.');
    expect(Date.parse(opened.body.expiresAt) - nowMs).toBeLessThanOrEqual(15 * 60_000);
  });

  it('opens nothing else: its secret is no API token, and other secrets are no links', async () => {
    const { open, token } = await linked();
    const asAccount = await documents.anonymous('GET', '/v1/documents', undefined, { Authorization: `Bearer ${token}` });
    expect(asAccount.status).toBe(401);
    const [head, tail] = [token.slice(0, -3), token.slice(-3)];
    for (const secret of ['whd_x', `${head}${tail === 'AAA' ? 'BBB' : 'AAA'}`, token.replace('whd_', 'whs_')])
      expect((await open({}, secret)).status).toBe(404);
    expect((await documents.anonymous('POST', '/v1/documents:openShared', {})).status).toBe(401);
  });

  it('is not found once it is revoked or has expired, or its document is archived', async () => {
    const revoked = await linked();
    await revoked.owner.call('POST', `/v1/document-shares/${revoked.shareId}:revoke`, {});
    expect((await revoked.open()).status).toBe(404);
    const archived = await linked();
    await archived.owner.call('POST', `/v1/documents/${archived.id}:archive`, {});
    expect((await archived.open()).status).toBe(404);
    const expired = await linked();
    nowMs += 25 * 3_600_000;
    expect((await expired.open()).status).toBe(404);
    nowMs -= 25 * 3_600_000;
    expect((await expired.open()).status).toBe(200);
  });

  it('works as often as it says, also for many at the same time', async () => {
    const { open, tenant, id } = await linked({ maxAccessCount: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => open()));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(3);
    expect(answers.filter((one) => one.status === 404)).toHaveLength(9);
    const acts = await actsOn(tenant, id);
    expect(acts.filter((one) => one.action === 'link_opened')).toHaveLength(3);
  });

  it('asks for its password, and does not count without it', async () => {
    const { open, tenant, id } = await linked({ password: 'correct horse', maxAccessCount: 1 });
    expect((await open()).status).toBe(422);
    expect((await open({ password: 'wrong horse' })).status).toBe(403);
    expect((await open({ password: 'correct horse' })).status).toBe(200);
    expect((await actsOn(tenant, id)).filter((one) => one.action === 'link_opened')).toHaveLength(1);
  });

  it('takes ten wrong passwords an hour, and any number of right ones', async () => {
    const { open } = await linked({ password: 'correct horse' });
    for (let round = 0; round < 12; round += 1) expect((await open({ password: 'correct horse' })).status).toBe(200);
    const wrong = await Promise.all(Array.from({ length: 14 }, () => open({ password: 'wrong horse' })));
    expect(wrong.filter((one) => one.status === 403)).toHaveLength(10);
    const refused = await open({ password: 'correct horse' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    nowMs += 3_600_000;
    expect((await open({ password: 'correct horse' })).status).toBe(200);
    nowMs -= 3_600_000;
  });

  it('is noted each time it is opened, with what is known of who did', async () => {
    const { tenant, id, shareId, token } = await linked();
    const from = { 'X-Forwarded-For': '203.0.113.7', 'User-Agent': 'Lynx/2.9' };
    await documents.anonymous('POST', '/v1/documents:openShared', {}, { Authorization: `Bearer ${token}`, ...from });
    const [last] = (await actsOn(tenant, id)).slice(-1);
    expect(last).toMatchObject({
      action: 'link_opened',
      user_id: null,
      ip_address: '203.0.113.7',
      user_agent: 'Lynx/2.9',
      details: { shareId, accessCount: 1, actor: { kind: 'token', id: shareId } },
    });
  });

  it('of a suspended organisation is not found', async () => {
    const { open, tenant } = await linked();
    await suspend(tenant.tenantId);
    expect((await open()).status).toBe(404);
  });
});

async function suspend(tenantId: string): Promise<void> {
  await withSystem(testDatabase(), 'a test suspends a tenant', (tx) =>
    tx.query(`update platform.tenants set status = 'suspended' where id = $1`, [tenantId]),
  );
}
