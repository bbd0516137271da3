import { readFileSync } from 'node:fs';
import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import { check, eventually } from './eventually.ts';

const file = new URL('../../fixtures/documents/gpsd-json-protocol-manual.pdf', import.meta.url);

type Upload = { documentId: string; uploadUrl: string; method: string; headers: Record<string, string> };
type Found = { data: { documentId: string; text: string; pageFrom: number }[] };

/** Uploads a manual by signed URL, waits until it has been read, and finds a passage with its page; the other organisation finds nothing. */
export async function smokeDocument(_cloud: Cloud, tenant: RunningTenant, other: RunningTenant): Promise<void> {
  const bytes = readFileSync(file);
  const upload = await tenant.api.post<Upload>('/v1/documents:upload', {
    documentName: 'GPS daemon protocol manual',
    fileName: 'gpsd-json-protocol-manual.pdf',
    contentType: 'application/pdf',
    sizeBytes: bytes.length,
  });
  const stored = await fetch(upload.uploadUrl, { method: upload.method, headers: upload.headers, body: bytes });
  check(stored.ok, `the signed URL answered ${stored.status}: ${await stored.text()}`);
  const document = await eventually(
    'the analysis of the document',
    () => tenant.api.get<{ status: string; failureReason: string | null }>(`/v1/documents/${upload.documentId}`),
    ({ status }) => status === 'ready' || status === 'failed',
    60_000,
  );
  check(document.status === 'ready', `the document failed: ${document.failureReason}`);
  const query = { query: 'estimated speed error of a position fix', limit: 5 };
  const found = await tenant.api.post<Found>('/v1/documents:search', query);
  const hit = found.data.find((one) => one.documentId === upload.documentId);
  check(
    hit !== undefined && hit.pageFrom >= 1 && /speed/i.test(hit.text),
    `the search found ${JSON.stringify(found).slice(0, 500)}`,
  );
  const elsewhere = await other.api.post<Found>('/v1/documents:search', query);
  check(
    !elsewhere.data.some((one) => one.documentId === upload.documentId),
    `${other.slug} finds the document of ${tenant.slug}`,
  );
}
