import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { newVehicle } from '../../fleet/records.ts';
import { type Sharing, startSharing } from '../access/support.ts';

let sharing: Sharing;
beforeAll(async () => {
  sharing = await startSharing();
});
afterAll(() => sharing.stop());

const proposed = async (tenant: TestTenant, documentId: string, vehicleId: string) => {
  const [row] = await tenant.run((tx) =>
    tx.query<{ id: string }>(
      `insert into document_suggestions (document_id, version_number, kind, confidence, proposal, match_key)
       values ($1, 1, 'vehicle', 0.7, jsonb_build_object('id', $2::uuid, 'name', 'V'), 'plate ABC123') returning id`,
      [documentId, vehicleId],
    ),
  );
  return (row as { id: string }).id;
};

const statusesOf = async (tenant: TestTenant) =>
  (await tenant.run((tx) => tx.query<{ status: string }>('select status from document_suggestions order by id'))).map(
    ({ status }) => status,
  );

it('Accepting one of several vehicles settles the question: the others are not asked about any more', async () => {
  const tenant = await newTenant();
  const documentId = await sharing.document(tenant);
  const [first, second] = [await newVehicle(tenant), await newVehicle(tenant)];
  const ids = [await proposed(tenant, documentId, first), await proposed(tenant, documentId, second)];
  const other = await sharing.document(tenant);
  await proposed(tenant, other, first);
  const { call } = await sharing.person(tenant);
  expect((await call('POST', `/v1/document-suggestions/${ids[1]}:accept`, {})).status).toBe(200);
  expect(await statusesOf(tenant)).toEqual(['superseded', 'accepted', 'pending']);
  expect((await call('GET', `/v1/documents/${documentId}`)).body.vehicleId).toBe(second);
});

it('Who may only look at a document decides nothing about it', async () => {
  const tenant = await newTenant();
  const owner = await sharing.person(tenant);
  const documentId = await sharing.document(tenant, { access_control: JSON.stringify({ users: [owner.userId] }) });
  const id = await proposed(tenant, documentId, await newVehicle(tenant));
  const viewer = await sharing.person(tenant);
  const shared = await owner.call('POST', `/v1/documents/${documentId}:share`, {
    userId: viewer.userId,
    permissionLevel: 'view',
  });
  expect(shared.status, shared.text).toBe(201);
  expect((await viewer.call('GET', `/v1/document-suggestions/${id}`)).status).toBe(200);
  for (const verb of ['accept', 'reject']) {
    expect((await viewer.call('POST', `/v1/document-suggestions/${id}:${verb}`, {})).status).toBe(404);
  }
  expect(await statusesOf(tenant)).toEqual(['pending']);
  expect((await owner.call('POST', `/v1/document-suggestions/${id}:accept`, {})).status).toBe(200);
});
