import type { DocumentForModel } from '../../models/document-model.ts';
import type { DocumentClass } from '../../tables/index.ts';
import { rounded } from '../extraction/field-candidates.ts';
import { currencyCode } from '../reading/amount.ts';
import type { Evidence, Extraction, FieldName, FoundField } from '../understanding.ts';
import {
  type ComplianceDocumentProposal,
  complianceDocumentTypes,
  type ExpenseProposal,
  proposalSchemas,
  type VendorInvoiceProposal,
} from './proposal-schemas.ts';

/** What is proposed to be made of a document. `confidence` is that of its weakest essential field times that of the class. */
export type Proposal = { confidence: number; evidence: Evidence[] } & (
  | { kind: 'compliance_document'; proposal: ComplianceDocumentProposal }
  | { kind: 'vendor_invoice'; proposal: VendorInvoiceProposal }
  | { kind: 'expense'; proposal: ExpenseProposal }
);

type Found = Map<FieldName, FoundField>;

/**
 * Follow-ups of a document: a compliance document where an expiry was found, a vendor invoice of invoices and repair orders, an expense of fuel
 * receipts and toll statements. None where an essential field is missing or a value breaks the rules of its schema. Days that could not be told
 * apart are proposed with the confidence that they have.
 */
export function proposalsOf(
  documentClass: DocumentClass,
  classConfidence: number,
  extraction: Extraction,
  document: DocumentForModel,
): Proposal[] {
  const found: Found = new Map();
  // The surest of several VINs; the first of equally sure ones.
  for (const field of extraction.fields)
    if ((found.get(field.name)?.confidence ?? -1) < field.confidence) found.set(field.name, field);
  const draft = draftOf(documentClass, found, extraction, document);
  if (!draft) return [];
  const checked = proposalSchemas[draft.kind].safeParse(draft.proposal);
  if (!checked.success) return [];
  const essential = draft.essential.map((name) => found.get(name)!.confidence);
  const confidence = rounded(Math.min(...essential) * classConfidence);
  const evidence = draft.used.flatMap((name) => found.get(name)?.evidence ?? []);
  return [{ kind: draft.kind, proposal: checked.data, confidence, evidence: distinct(evidence) } as Proposal];
}

type Draft = { kind: Proposal['kind']; proposal: unknown; essential: FieldName[]; used: FieldName[] };

function draftOf(
  documentClass: DocumentClass,
  found: Found,
  extraction: Extraction,
  document: DocumentForModel,
): Draft | undefined {
  if (documentClass === 'vendor_invoice' || documentClass === 'repair_order') return invoiceDraft(found, extraction, document);
  if (documentClass === 'fuel_receipt' || documentClass === 'toll_statement') return expenseDraft(documentClass, found, document);
  return complianceDocumentTypes.some((type) => type === documentClass) ? complianceDraft(documentClass, found) : undefined;
}

function complianceDraft(documentType: DocumentClass, found: Found): Draft | undefined {
  const expiryDate = foundValue(found, 'expiryDate');
  if (!expiryDate) return undefined;
  const number = firstOf(
    found,
    documentType === 'insurance_certificate' ? ['policyNumber', 'referenceNumber'] : ['licenceNumber', 'referenceNumber'],
  );
  const issued = firstOf(found, ['issueDate', 'effectiveDate', 'serviceDate']);
  const whose = (['vin', 'plate', 'personName'] as const).filter((name) => found.has(name));
  const proposal = {
    documentType,
    number: number ? foundValue(found, number) : null,
    issueDate: issued ? foundValue(found, issued) : null,
    expiryDate,
    vin: foundValue(found, 'vin'),
    plate: foundValue(found, 'plate'),
    personName: foundValue(found, 'personName'),
  };
  const used: FieldName[] = ['expiryDate', ...(number ? [number] : []), ...(issued ? [issued] : []), ...whose];
  return { kind: 'compliance_document', proposal, essential: ['expiryDate'], used };
}

function invoiceDraft(found: Found, extraction: Extraction, document: DocumentForModel): Draft | undefined {
  const [vendorName, total] = [foundValue(found, 'vendorName'), foundValue(found, 'total')];
  if (!vendorName || !total) return undefined;
  const number = firstOf(found, ['invoiceNumber', 'orderNumber', 'referenceNumber']);
  const dated = firstOf(found, ['documentDate', 'serviceDate']);
  const proposal = {
    vendorName,
    invoiceNumber: number ? foundValue(found, number) : null,
    invoiceDate: dated ? foundValue(found, dated) : null,
    dueDate: foundValue(found, 'dueDate'),
    currency: currencyOf(found, document),
    subtotal: foundValue(found, 'subtotal'),
    tax: foundValue(found, 'tax'),
    total,
    vin: foundValue(found, 'vin'),
    plate: foundValue(found, 'plate'),
    odometerKm: numberOf(found, 'odometerKm'),
    lines: extraction.lineItems
      .slice(0, 500)
      .map(({ description, quantity, unitPrice, amount }) => ({ description, quantity, unitPrice, amount })),
  };
  const essential: FieldName[] = ['vendorName', 'total', ...(number ? [number] : []), ...(dated ? [dated] : [])];
  return { kind: 'vendor_invoice', proposal, essential, used: [...essential, 'dueDate', 'subtotal', 'tax', 'vin', 'plate'] };
}

function expenseDraft(documentClass: DocumentClass, found: Found, document: DocumentForModel): Draft | undefined {
  const amount = foundValue(found, 'total');
  if (!amount) return undefined;
  const number = firstOf(found, ['invoiceNumber', 'referenceNumber']);
  const dated = firstOf(found, ['documentDate', 'serviceDate']);
  const proposal = {
    category: documentClass === 'fuel_receipt' ? 'fuel' : 'toll',
    date: dated ? foundValue(found, dated) : null,
    amount,
    currency: currencyOf(found, document),
    vendorName: foundValue(found, 'vendorName'),
    reference: number ? foundValue(found, number) : null,
    taxAmount: foundValue(found, 'tax'),
    vin: foundValue(found, 'vin'),
    plate: foundValue(found, 'plate'),
    personName: foundValue(found, 'personName'),
    odometerKm: numberOf(found, 'odometerKm'),
    liters: foundValue(found, 'fuelLiters'),
    fuelType: foundValue(found, 'fuelType'),
    unitPrice: foundValue(found, 'unitPrice'),
  };
  const essential: FieldName[] = ['total', ...(dated ? [dated] : [])];
  return { kind: 'expense', proposal, essential, used: [...essential, 'vendorName', 'fuelLiters', 'odometerKm', 'plate'] };
}

function foundValue(found: Found, name: FieldName): string | null {
  return found.get(name)?.value ?? null;
}

function numberOf(found: Found, name: FieldName): number | null {
  const value = foundValue(found, name);
  return value === null ? null : Number(value);
}

function firstOf(found: Found, names: readonly FieldName[]): FieldName | undefined {
  return names.find((name) => found.has(name));
}

/** The currency of the amounts; a country's own where the document names none. */
function currencyOf(found: Found, { locale }: DocumentForModel): string | null {
  const named = foundValue(found, 'currency');
  if (named) return named;
  return /[-_](?:US|CA|AU)/i.test(locale) ? currencyCode('$', locale) : null;
}

function distinct(evidence: readonly Evidence[]): Evidence[] {
  return evidence.filter(
    (one, index) => evidence.findIndex((other) => other.pageNumber === one.pageNumber && other.text === one.text) === index,
  );
}
