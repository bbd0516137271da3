import type { RunningTenant } from '../demo/create-demo.ts';
import { check } from './eventually.ts';
import { uploadAndWait } from './upload.ts';

const vin = 'YV2RT40A5GB742101';

type Understanding = {
  documentClass: string;
  suggestions: {
    id: string;
    kind: string;
    status: string;
    proposal: { total?: string; lines?: unknown[] };
    evidence: { pageNumber: number }[];
  }[];
};
type Answer = { found: boolean; sentences: { citations: { documentId: string; pageFrom: number }[] }[] };

/**
 * Uploads the scan of an invoice: it is read from the picture, linked to its vehicle where the organisation has that, proposed as a
 * vendor invoice with lines and page, accepted, and cited in the answer to a question.
 */
export async function smokeInvoice(tenant: RunningTenant): Promise<void> {
  const { api } = tenant;
  const documentId = await uploadAndWait(tenant, 'scanned-invoice.pdf', 'Invoice of Baltic Truck Service');
  const { documentClass, suggestions } = await api.get<Understanding>(`/v1/documents/${documentId}:understanding`);
  check(documentClass === 'vendor_invoice', `the scanned invoice was taken for: ${documentClass}`);
  const proposed = suggestions.find(({ kind }) => kind === 'vendor_invoice');
  check(
    proposed?.proposal.total === '1303.13' && proposed.proposal.lines?.length === 4 && proposed.evidence[0]?.pageNumber === 1,
    `no vendor invoice over 1303.13 with four lines is proposed, but ${JSON.stringify(suggestions)}`,
  );
  const { data: vehicles } = await api.get<{ data: { id: string }[] }>(`/v1/vehicles?vin=${vin}`);
  const { vehicleId } = await api.get<{ vehicleId: string | null }>(`/v1/documents/${documentId}`);
  check(vehicleId === (vehicles[0]?.id ?? null), `the invoice is linked to vehicle ${vehicleId}, not ${vehicles[0]?.id}`);
  const accepted = await api.post<{ status: string }>(`/v1/document-suggestions/${proposed?.id}:accept`, {});
  check(accepted.status === 'accepted', `accepting it answered ${JSON.stringify(accepted)}`);
  const answer = await api.post<Answer>('/v1/documents:ask', { question: 'When is the invoice of Baltic Truck Service due?' });
  check(
    answer.found &&
      answer.sentences.some(({ citations }) => citations.some((one) => one.documentId === documentId && one.pageFrom === 1)),
    `the answer to a question about it was ${JSON.stringify(answer)}`,
  );
}
