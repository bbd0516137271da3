import type { FinalizedEvent } from '@wheelhouse/emulator/storage/index.ts';
import { eventColumns } from '@wheelhouse/shared/db/events.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { createDocumentAnalysis } from '@wheelhouse/shared/domains/documents/analysis/index.ts';
import { rewriteForAnalysis } from '@wheelhouse/shared/domains/documents/consumers/rewriteForAnalysis.ts';
import { type EmbeddingProvider, embeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { documentsDomain } from '@wheelhouse/shared/domains/documents/index.ts';
import { embeddedModel } from '@wheelhouse/shared/domains/documents/models/index.ts';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import type { Consumer } from '@wheelhouse/shared/runtime/consumer.ts';
import type { StoredObject } from '@wheelhouse/shared/runtime/event-function.ts';
import { expect } from 'vitest';
import { startHarness } from '../../../emulator/storage/harness.ts';
import { type Client, principalOf, type TestTenant, testApi, testDatabase, testServices } from '../../../harness/index.ts';

/** Storage with the real client, the real model, the documents API and the analysis over one bucket. */
export async function startDocuments(options: { embeddings?: EmbeddingProvider; onClassify?: () => void | Promise<void> } = {}) {
  const harness = await startHarness();
  const model = options.embeddings ?? embeddingProvider({ provider: 'embedded' });
  const rules = embeddedModel(async () => model);
  const services = testServices({
    documentModel: async () => ({
      ...rules,
      classify: async (...question) => {
        await options.onClassify?.();
        return rules.classify(...question);
      },
    }),
    storage: async () => harness.storage,
    embeddings: async () => model,
    env: { DOCUMENTS_BUCKET: harness.bucket.name },
  });
  const api = testApi([documentsDomain], { services, resources: [documentsDomain, fleetDomain, identityDomain] });
  const { analyse } = createDocumentAnalysis({ services });
  return {
    ...harness,
    services,
    analyse,
    client: (tenant: TestTenant): Client => api.client(principalOf(tenant)),
    /** Writes an object as whoever has access to the bucket would, and returns what the bucket reports. */
    async drop(name: string, content: string | Uint8Array): Promise<StoredObject> {
      await harness.bucket.file(name).save(Buffer.from(content), { resumable: false });
      return storedObject(harness.events.at(-1)!);
    },
    /** Lets a consumer handle the last event of a type. */
    async react(tenant: TestTenant, type: string, consumer: Consumer): Promise<void> {
      const [event] = await tenant.run((tx) =>
        tx.query(`select ${eventColumns} from domain_events where type = $1 order by position desc limit 1`, [type]),
      );
      await tenant.run((tx) => consumer.handle({ tx, event: event as never, services }));
    },
    /** Does what a reanalysis asks for: the bucket reports the file again. */
    rewrite(tenant: TestTenant): Promise<void> {
      return this.react(tenant, 'document.reanalysis_requested', rewriteForAnalysis);
    },
    /** What the bucket reported last about a file. */
    lastObject: () => storedObject(harness.events.findLast(({ data }) => !data.name.includes('/thumbnails/'))!),
  };
}

export type Documents = Awaited<ReturnType<typeof startDocuments>>;

function storedObject({ id, data }: FinalizedEvent): StoredObject {
  const { bucket, name, generation, size, contentType, md5Hash, metadata = {} } = data;
  return { eventId: id, bucket, name, generation, size: Number(size), contentType, md5Hash, metadata } as StoredObject;
}

/** Begins an upload and sends the file as the answer says. */
export async function uploadFile(
  call: Client,
  path: string,
  body: Record<string, unknown>,
  content: string | Uint8Array,
): Promise<{ documentId: string; versionNumber: number }> {
  const begun = await call('POST', path, body);
  expect(begun.status, begun.text).toBe(201);
  const { uploadUrl, method, headers, documentId, versionNumber } = begun.body;
  const sent = await fetch(uploadUrl, { method, headers, body: Buffer.from(content) });
  expect(sent.status, await sent.text()).toBe(200);
  return { documentId, versionNumber };
}

export type Found = {
  documentId: string;
  documentName: string;
  versionNumber: number;
  text: string;
  pageFrom: number;
  score: number;
  foundBy: string[];
};

export async function search(call: Client, query: string, more: Record<string, unknown> = {}): Promise<Found[]> {
  const answer = await call('POST', '/v1/documents:search', { query, ...more });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.data;
}

/** Types and data of the tenant's events about the analysis. */
export async function analysisEvents(tenant: TestTenant) {
  const rows = await tenant.run((tx) =>
    tx.query<{ type: string; data: Record<string, unknown> }>(
      `select ${eventColumns} from domain_events where type like 'document.analys%' order by position`,
    ),
  );
  return rows.map(({ type, data }) => ({ type, ...data }));
}

/** Rejections of a bucket: reason and the object's name. */
export function rejections(bucket: string): Promise<{ reason: string; name: string }[]> {
  return withSystem(testDatabase(), 'a test looks at rejections', (tx) =>
    tx.query(
      `select reason, payload ->> 'name' as name from platform.rejected_messages where trigger = 'storage' and source = $1 order by received_at, id`,
      [bucket],
    ),
  );
}

/** A model that costs nothing, for tests that are not about meaning: all texts are alike. */
export function flatModel(onEmbed: (texts: readonly string[]) => void | Promise<void> = () => {}): EmbeddingProvider {
  const vector = Float32Array.from({ length: 512 }, (_, index) => (index === 0 ? 1 : 0));
  return {
    model: 'flat',
    dimensions: 512,
    embed: async (texts) => {
      await onEmbed(texts);
      return texts.map(() => vector);
    },
  };
}
