import { z } from 'zod';
import { fuelTypes } from '../../../fleet/tables/vehicles.ts';

const day = z.iso.date('a day, YYYY-MM-DD');
const amount = z.string().regex(/^-?\d{1,9}(?:\.\d{1,4})?$/, 'a decimal string with a point, such as "1234.50"');
const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, such as USD');
const vin = z.string().regex(/^[A-HJ-NPR-Z0-9]{17}$/, '17 capital letters and digits without I, O and Q');
const plate = z.string().trim().min(1).max(20);
const name = z.string().trim().min(1).max(255);
const number = z.string().trim().min(1).max(50);
const odometerKm = z.number().min(0).max(3_500_000);

/** What an organisation must be able to show, with a day on which it ends. */
export const complianceDocumentTypes = [
  'insurance_certificate',
  'vehicle_registration',
  'title',
  'driver_licence',
  'medical_card',
  'inspection_report',
  'lease',
] as const;

/** A compliance document to be kept: what a person may correct before it is made. */
export const complianceDocumentProposal = z
  .strictObject({
    documentType: z.enum(complianceDocumentTypes),
    number: number.nullable(),
    issueDate: day.nullable(),
    expiryDate: day,
    vin: vin.nullable(),
    plate: plate.nullable(),
    personName: name.nullable(),
  })
  .refine(({ issueDate, expiryDate }) => !issueDate || issueDate <= expiryDate, {
    path: ['expiryDate'],
    message: 'must not be before issueDate',
  });

export const vendorInvoiceLine = z.strictObject({
  description: z.string().trim().min(1).max(500),
  quantity: amount.nullable(),
  unitPrice: amount.nullable(),
  amount,
});

/** An invoice of a vendor to be entered. Amounts are decimal strings in `currency`. */
export const vendorInvoiceProposal = z
  .strictObject({
    vendorName: name,
    invoiceNumber: number.nullable(),
    invoiceDate: day.nullable(),
    dueDate: day.nullable(),
    currency: currency.nullable(),
    subtotal: amount.nullable(),
    tax: amount.nullable(),
    total: amount,
    vin: vin.nullable(),
    plate: plate.nullable(),
    odometerKm: odometerKm.nullable(),
    lines: z.array(vendorInvoiceLine).max(500),
  })
  .refine(({ invoiceDate, dueDate }) => !invoiceDate || !dueDate || invoiceDate <= dueDate, {
    path: ['dueDate'],
    message: 'must not be before invoiceDate',
  });

export const expenseCategories = ['fuel', 'toll'] as const;

/** An expense to be entered. `liters`, `fuelType` and `unitPrice` (as printed, of a gallon or a litre) are of fuel. */
export const expenseProposal = z.strictObject({
  category: z.enum(expenseCategories),
  date: day.nullable(),
  amount,
  currency: currency.nullable(),
  vendorName: name.nullable(),
  reference: number.nullable(),
  taxAmount: amount.nullable(),
  vin: vin.nullable(),
  plate: plate.nullable(),
  personName: name.nullable(),
  odometerKm: odometerKm.nullable(),
  liters: amount.nullable(),
  fuelType: z.enum(fuelTypes).nullable(),
  unitPrice: amount.nullable(),
});

export type ComplianceDocumentProposal = z.infer<typeof complianceDocumentProposal>;
export type VendorInvoiceProposal = z.infer<typeof vendorInvoiceProposal>;
export type ExpenseProposal = z.infer<typeof expenseProposal>;

/** The schema of each kind of follow-up; it also checks what a person says instead. */
export const proposalSchemas = {
  compliance_document: complianceDocumentProposal,
  vendor_invoice: vendorInvoiceProposal,
  expense: expenseProposal,
} as const;
