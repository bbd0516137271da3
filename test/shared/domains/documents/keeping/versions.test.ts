import type { DomainEvent } from '@wheelhouse/shared/db/events.ts';
import { copyRestoredVersion } from '@wheelhouse/shared/domains/documents/consumers/copyRestoredVersion.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { eventsOf } from '../../fleet/records.ts';
import { actsOn, type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

async function copy(tenant: TestTenant): Promise<void> {
  for (const event of (await eventsOf(tenant)) as DomainEvent[]) {
    if (copyRestoredVersion.events.includes(event.type))
      await tenant.run((tx) => copyRestoredVersion.handle({ tx, event, services: documents.services }));
  }
}

async function twoVersions() {
  const tenant = await newTenant();
  const { call } = await documents.person(tenant);
  const id = await documents.document(tenant, {}, 'first');
  const url = `gs://${documents.bucket.name}/tenants/${tenant.tenantId}/documents/${id}/2/note.txt`;
  await documents.arrive(tenant, id, 2, url, 'second');
  const versions = () =>
    tenant.run((tx) =>
      tx.query<{ number: number; url: string; checksum: string; from: number | null; why: string | null; status: string }>(
        `select version_number as number, file_url as url, checksum, restored_from_version as from, change_description as why, status
         from document_versions where document_id = $1 order by 1`,
        [id],
      ),
    );
  return { tenant, call, id, versions };
}

describe('Restoring a version', () => {
  it('makes a new version with the old file, which the bucket reports like an upload', async () => {
    const { tenant, call, id, versions } = await twoVersions();
    const asked = await call('POST', `/v1/documents/${id}:restoreVersion`, { versionNumber: 1, changeDescription: 'Wrong file' });
    expect(asked.status, asked.text).toBe(202);
    expect(asked.body).toEqual({ documentId: id, versionNumber: 3, restoredFromVersion: 1 });
    await copy(tenant);
    const reported = documents.events.length;
    await copy(tenant);
    expect(documents.events).toHaveLength(reported);
    const [first, , third] = await versions();
    expect(third).toMatchObject({ number: 3, from: 1, why: 'Wrong file', checksum: first!.checksum });
    const name = `tenants/${tenant.tenantId}/documents/${id}/3/note.txt`;
    expect(third!.url).toBe(`gs://${documents.bucket.name}/${name}`);
    expect(documents.events.at(-1)?.data).toMatchObject({ name, contentType: 'text/plain' });
    expect((await documents.bucket.file(name).download())[0].toString()).toBe('first');
    expect((await actsOn(tenant, id)).at(-1)).toMatchObject({
      action: 'version_restored',
      details: { versionNumber: 3, restoredFromVersion: 1 },
    });
  });

  it('is refused for the current version, for one that there is not, and for an archived document', async () => {
    const { call, id } = await twoVersions();
    const restore = async (versionNumber: number) =>
      (await call('POST', `/v1/documents/${id}:restoreVersion`, { versionNumber })).status;
    expect([await restore(2), await restore(3)]).toEqual([409, 404]);
    await call('POST', `/v1/documents/${id}:archive`, {});
    expect(await restore(1)).toBe(409);
  });

  it('fails with a reason when the old file is no longer there', async () => {
    const { tenant, call, id, versions } = await twoVersions();
    await documents.bucket.file(`tenants/${tenant.tenantId}/documents/${id}/1/note.txt`).delete();
    await call('POST', `/v1/documents/${id}:restoreVersion`, { versionNumber: 1 });
    await copy(tenant);
    expect((await versions()).at(-1)).toMatchObject({ status: 'failed' });
  });
});
