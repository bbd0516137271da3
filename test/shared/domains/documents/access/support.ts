import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@wheelhouse/shared/clock.ts';
import { documentsDomain } from '@wheelhouse/shared/domains/documents/index.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import type { Principal } from '@wheelhouse/shared/resource/principal.ts';
import { expect, vi } from 'vitest';
import { startHarness } from '../../../../emulator/storage/harness.ts';
import { type Client, principalOf, type TestTenant, testApi, testServices } from '../../../../harness/index.ts';
import { newUser } from '../../fleet/records.ts';
import { flatModel } from '../support.ts';

export const allDocuments = ['document.*', 'folder.*'];

/** The documents API over a real bucket, without the analysis: files arrive by `arrive`. */
export async function startSharing(options: { clock?: Clock } = {}) {
  const harness = await startHarness();
  const services = testServices({
    ...options,
    storage: async () => harness.storage,
    embeddings: async () => flatModel(),
    env: { DOCUMENTS_BUCKET: harness.bucket.name, TRUSTED_PROXIES: '1' },
  });
  const api = testApi([documentsDomain], { services, resources: [documentsDomain, fleetDomain, identityDomain] });
  const client = (tenant: TestTenant, overrides: Partial<Principal> = {}): Client => api.client(principalOf(tenant, overrides));
  const as = (tenant: TestTenant, userId: string, permissions = allDocuments): Client =>
    client(tenant, { actor: { kind: 'user', userId }, databaseRole: 'authenticated_user', permissions });
  return {
    ...harness,
    services,
    anonymous: api.anonymous,
    client,
    as,
    /** A new user of the tenant, who may do everything with documents unless said otherwise. */
    async person(tenant: TestTenant, permissions = allDocuments, values: Record<string, unknown> = {}) {
      const userId = await newUser(tenant);
      for (const [column, value] of Object.entries(values))
        await tenant.run((tx) => tx.query(`update users set ${column} = $2 where id = $1`, [userId, value]));
      return { userId, call: as(tenant, userId, permissions) };
    },
    /** A document with one version whose file has arrived. */
    async document(tenant: TestTenant, values: Record<string, unknown> = {}, content = `File ${randomUUID()}`): Promise<string> {
      const documentId = randomUUID();
      const name = `tenants/${tenant.tenantId}/documents/${documentId}/1/note.txt`;
      const url = `gs://${harness.bucket.name}/${name}`;
      const row = { id: documentId, document_name: 'Note', file_name: 'note.txt', file_url: url, ...values };
      await tenant.run(async (tx) => {
        const columns = Object.keys(row);
        await tx.query(
          `insert into documents (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
          Object.values(row),
        );
      });
      await this.arrive(tenant, documentId, 1, url, content);
      return documentId;
    },
    /** Stores the file of a version, as an upload and its analysis would. */
    async arrive(tenant: TestTenant, documentId: string, versionNumber: number, url: string, content: string): Promise<void> {
      const file = harness.bucket.file(url.slice(`gs://${harness.bucket.name}/`.length));
      await file.save(content, { resumable: false, contentType: 'text/plain' });
      const [{ generation }] = await file.getMetadata();
      await tenant.run(async (tx) => {
        await tx.query(
          `insert into document_versions (document_id, version_number, file_name, file_url, content_type, generation, checksum, status)
           values ($1, $2, 'note.txt', $3, 'text/plain', $4, $5, 'ready')
           on conflict (tenant_id, document_id, version_number) do update set generation = excluded.generation, checksum = excluded.checksum`,
          [documentId, versionNumber, url, generation, createHash('sha256').update(content).digest('hex')],
        );
        await tx.query(
          `update documents set version = $2, file_url = $3, analysed_version = $2, ai_extracted_text = $4, status = 'ready' where id = $1`,
          [documentId, versionNumber, url, content],
        );
      });
    },
  };
}

export type Sharing = Awaited<ReturnType<typeof startSharing>>;

/** Actions in the audit log of a document, the oldest first. */
export function actsOn(tenant: TestTenant, documentId: string) {
  return tenant.run((tx) =>
    tx.query<{
      action: string;
      user_id: string | null;
      ip_address: string | null;
      user_agent: string | null;
      details: Record<string, unknown>;
    }>(
      'select action, user_id, host(ip_address) as ip_address, user_agent, details from document_audit_log where document_id = $1 order by occurred_at, id',
      [documentId],
    ),
  );
}

export type Change = { type: string; subjectId: string };

/** What the change feed of a resource tells a caller, once it has so much: transactions under way elsewhere delay it. */
export async function changes(call: Client, path: string, atLeast: number): Promise<Change[]> {
  return vi.waitFor(
    async () => {
      const { body } = await call('GET', `/v1/${path}:changes`);
      expect(body.data.length).toBeGreaterThanOrEqual(atLeast);
      return body.data as Change[];
    },
    { timeout: 20_000, interval: 50 },
  );
}
