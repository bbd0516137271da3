import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import { check } from './eventually.ts';
import { uploadAndWait } from './upload.ts';

type Found = { data: { documentId: string; text: string; pageFrom: number }[] };

/** Uploads a manual by signed URL, waits until it has been read, and finds a passage with its page; the other organisation finds nothing. */
export async function smokeDocument(_cloud: Cloud, tenant: RunningTenant, other: RunningTenant): Promise<void> {
  const documentId = await uploadAndWait(tenant, 'gpsd-json-protocol-manual.pdf', 'GPS daemon protocol manual');
  const query = { query: 'estimated speed error of a position fix', limit: 5 };
  const found = await tenant.api.post<Found>('/v1/documents:search', query);
  const hit = found.data.find((one) => one.documentId === documentId);
  check(
    hit !== undefined && hit.pageFrom >= 1 && /speed/i.test(hit.text),
    `the search found ${JSON.stringify(found).slice(0, 500)}`,
  );
  const elsewhere = await other.api.post<Found>('/v1/documents:search', query);
  check(!elsewhere.data.some((one) => one.documentId === documentId), `${other.slug} finds the document of ${tenant.slug}`);
}
