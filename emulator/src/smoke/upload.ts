import { readFileSync } from 'node:fs';
import type { RunningTenant } from '../demo/create-demo.ts';
import { check, eventually } from './eventually.ts';

type Upload = { documentId: string; uploadUrl: string; method: string; headers: Record<string, string> };

/** Uploads a PDF of the fixtures by signed URL and waits until it has been read. Answers the id of its document. */
export async function uploadAndWait({ api }: RunningTenant, fileName: string, documentName: string): Promise<string> {
  const bytes = readFileSync(new URL(`../../fixtures/documents/${fileName}`, import.meta.url));
  const upload = await api.post<Upload>('/v1/documents:upload', {
    documentName,
    fileName,
    contentType: 'application/pdf',
    sizeBytes: bytes.length,
  });
  const stored = await fetch(upload.uploadUrl, { method: upload.method, headers: upload.headers, body: bytes });
  check(stored.ok, `the signed URL answered ${stored.status}: ${await stored.text()}`);
  const document = await eventually(
    `the analysis of ${fileName}`,
    () => api.get<{ status: string; failureReason: string | null }>(`/v1/documents/${upload.documentId}`),
    ({ status }) => status === 'ready' || status === 'failed',
    120_000,
  );
  check(document.status === 'ready', `the document failed: ${document.failureReason}`);
  return upload.documentId;
}
