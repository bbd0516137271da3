import type { DocumentClass } from '../tables/index.ts';
import type { Box } from '../text/index.ts';

/** Where something stands in a document. */
export type Evidence = {
  /** From 1. */
  pageNumber: number;
  /** In percent of the page; null where the format knows no places. */
  box: Box | null;
  /** As it stands there. */
  text: string;
};

/**
 * What can be found in a document. Values are normalised: see `FoundField`.
 *
 * Days: `documentDate` is the day that the document bears (of an invoice, an order, a letter, a report, a receipt, a statement); `issueDate` when a
 * licence, certificate, registration, title or citation was issued; `effectiveDate` and `expiryDate` from and until when it holds; `dueDate` when to
 * pay, to deliver or to appear; `serviceDate` when the work, inspection, examination, accident or violation took place.
 *
 * Parties: `vendorName` is who sells, insures, lets or charges (vendor, insurer, lessor, shop, toll agency); `customerName` who buys, is insured, owns,
 * hires or carries; `personName` the driver or the holder.
 *
 * Numbers: `referenceNumber` is the document's own where it is none of the others: of a citation, title, certificate, report, lease or account.
 * `unitPrice` is that of fuel as printed, of a gallon or a litre.
 */
export const fieldNames = [
  'documentDate',
  'issueDate',
  'effectiveDate',
  'expiryDate',
  'dueDate',
  'serviceDate',
  'invoiceNumber',
  'orderNumber',
  'policyNumber',
  'referenceNumber',
  'licenceNumber',
  'vin',
  'plate',
  'plateState',
  'vehicleMake',
  'vehicleModel',
  'vehicleYear',
  'odometerKm',
  'personName',
  'vendorName',
  'customerName',
  'currency',
  'subtotal',
  'tax',
  'total',
  'fuelLiters',
  'fuelType',
  'unitPrice',
] as const;
export type FieldName = (typeof fieldNames)[number];

/**
 * A value that was found. Days are `YYYY-MM-DD`; amounts and quantities decimal strings with a point and no separator; a VIN has
 * 17 capital letters and digits and a right check digit where its region has one; kilometres and litres are converted from miles and gallons.
 * A plate has the blanks and hyphens that it has there, in capital letters; a state its code. A name is as written, a person's given names first.
 * A kind of fuel is one of the fleet's: gasoline, diesel, electric, propane.
 */
export type FoundField = {
  name: FieldName;
  value: string;
  /** 0 to 1. */
  confidence: number;
  evidence: Evidence;
  /** Other readings of the same text, as of 03/04/2026: the reader's country decides. */
  alternatives?: string[];
};

/** A line of an invoice, an order or a receipt. Amounts are decimal strings. */
export type LineItem = {
  description: string;
  quantity: string | null;
  unitPrice: string | null;
  amount: string;
  confidence: number;
  evidence: Evidence;
};

export type Classification = {
  documentClass: DocumentClass;
  /** 0 to 1. */
  confidence: number;
  /** The next best, best first. */
  alternatives: { documentClass: DocumentClass; confidence: number }[];
};

/** At most one field of a name, unless they are of different things (two VINs in a fleet certificate). */
export type Extraction = { fields: FoundField[]; lineItems: LineItem[] };
