import { basicPermissions } from '@wheelhouse/shared/auth/permissions.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { newDriver } from '../../fleet/records.ts';
import { type Sharing, startSharing } from './support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

it('Who may read documents of their own sees those they uploaded, those about them, and those shared with them', async () => {
  const tenant = await newTenant();
  const admin = documents.client(tenant);
  const { userId, call } = await documents.person(tenant, [...basicPermissions]);
  const driverId = await newDriver(tenant, { user_id: userId });
  const uploaded = await documents.document(tenant, { uploaded_by_user_id: userId });
  const aboutMe = await documents.document(tenant, { driver_id: driverId });
  const shared = await documents.document(tenant);
  const others = await documents.document(tenant, { driver_id: await newDriver(tenant) });
  const restricted = await documents.document(tenant, { driver_id: driverId, access_control: '{}' });
  expect((await admin('POST', `/v1/documents/${shared}:share`, { userId })).status).toBe(201);
  const list = await call('GET', '/v1/documents?sort=createdAt');
  expect(list.body.data.map((one: { id: string }) => one.id)).toEqual([uploaded, aboutMe, shared]);
  for (const id of [uploaded, aboutMe, shared]) {
    for (const verb of ['', ':text', ':download', ':duplicates'])
      expect((await call('GET', `/v1/documents/${id}${verb}`)).status, verb).toBe(200);
    expect((await call('POST', `/v1/documents/${id}:comment`, { text: 'Seen' })).status).toBe(201);
  }
  for (const id of [others, restricted]) {
    for (const verb of ['', ':text', ':download', ':duplicates', ':thumbnail', ':page'])
      expect((await call('GET', `/v1/documents/${id}${verb}`)).status, verb).toBe(404);
    expect((await call('POST', `/v1/documents/${id}:comment`, { text: 'Seen' })).status).toBe(404);
    expect((await call('POST', `/v1/documents/${id}:share`, { userId })).status).toBe(404);
  }
  const versions = await call('GET', '/v1/document-versions?fields=documentId');
  expect(new Set(versions.body.data.map((one: { documentId: string }) => one.documentId))).toEqual(
    new Set([uploaded, aboutMe, shared]),
  );
  expect((await call('GET', '/v1/documents:changes')).status).toBe(403);
  expect((await call('POST', `/v1/documents/${uploaded}:archive`, {})).status).toBe(403);
});
