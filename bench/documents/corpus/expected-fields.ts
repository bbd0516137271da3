import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import type { FieldName } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';

export type Expected = {
  fields: readonly FieldName[];
  lines?: true;
  /** Names under which a field may also be given, where the vocabulary leaves open which is meant: asked only when the first is not given. */
  countsAs?: Partial<Record<FieldName, FieldName>>;
};

const money = ['currency', 'subtotal', 'tax', 'total'] as const;
const vehicle = ['vin', 'vehicleMake', 'vehicleModel', 'vehicleYear'] as const;

/**
 * Which fields are asked of a class: those that someone acts on. Others are neither asked for nor held against a reader.
 */
export const expectedFields: Record<DocumentClass, Expected> = {
  // Becomes a vendor invoice with lines; matched with the order; a VIN says for which vehicle it was.
  vendor_invoice: {
    fields: ['vendorName', 'customerName', 'invoiceNumber', 'orderNumber', 'documentDate', 'dueDate', 'vin', ...money],
    lines: true,
    countsAs: { issueDate: 'documentDate' },
  },
  // Becomes an expense with a quantity of fuel and a reading of the odometer; plate: whose it was. Slips call their number an invoice's too.
  fuel_receipt: {
    fields: [
      'vendorName',
      'documentDate',
      'referenceNumber',
      'fuelType',
      'fuelLiters',
      'unitPrice',
      'currency',
      'tax',
      'total',
      'odometerKm',
      'plate',
    ],
    countsAs: { invoiceNumber: 'referenceNumber', issueDate: 'documentDate', serviceDate: 'documentDate' },
  },
  // Becomes a service entry of a vehicle: which, when (opened; done where that is another day), at which odometer, for how much.
  repair_order: {
    fields: [
      'vendorName',
      'customerName',
      'orderNumber',
      'documentDate',
      'serviceDate',
      ...vehicle,
      'plate',
      'plateState',
      'odometerKm',
      ...money,
    ],
    lines: true,
    countsAs: { issueDate: 'documentDate' },
  },
  // What invoices are matched with. The day of delivery is no field.
  purchase_order: {
    fields: ['vendorName', 'customerName', 'orderNumber', 'documentDate', ...money],
    lines: true,
    countsAs: { issueDate: 'documentDate' },
  },
  // Becomes a compliance document with its expiry. The vendor is the insurer, the customer the insured; of several policies the vehicle's.
  insurance_certificate: {
    fields: ['vendorName', 'customerName', 'policyNumber', 'documentDate', 'effectiveDate', 'expiryDate', ...vehicle, 'plate'],
    countsAs: { issueDate: 'documentDate' },
  },
  // Becomes a compliance document. The customer is whom it is registered to, a person or a firm.
  vehicle_registration: {
    fields: ['plate', 'plateState', ...vehicle, 'issueDate', 'expiryDate', 'customerName'],
    countsAs: { documentDate: 'issueDate', effectiveDate: 'issueDate', personName: 'customerName' },
  },
  // Proof of ownership. The customer is the owner, a person or a firm; the reference is the title's number.
  title: {
    fields: ['referenceNumber', ...vehicle, 'plate', 'issueDate', 'odometerKm', 'customerName'],
    countsAs: { documentDate: 'issueDate', personName: 'customerName' },
  },
  // Becomes a driver's compliance document.
  driver_licence: {
    fields: ['licenceNumber', 'personName', 'issueDate', 'expiryDate'],
    countsAs: { documentDate: 'issueDate' },
  },
  // Becomes a driver's compliance document; the day it was issued is that of the examination or signature.
  medical_card: {
    fields: ['personName', 'licenceNumber', 'issueDate', 'expiryDate'],
    countsAs: { documentDate: 'issueDate', effectiveDate: 'issueDate' },
  },
  // Which vehicle, when, by whom, at which odometer.
  inspection_report: {
    fields: ['documentDate', 'referenceNumber', 'personName', ...vehicle, 'plate', 'plateState', 'odometerKm'],
    countsAs: { serviceDate: 'documentDate', issueDate: 'documentDate' },
  },
  // The day of the report where one stands there, else that of the accident; the driver and vehicle named first.
  accident_report: {
    fields: ['documentDate', 'referenceNumber', 'personName', 'licenceNumber', ...vehicle, 'plate', 'policyNumber'],
    countsAs: { issueDate: 'documentDate' },
  },
  // Who has to pay or appear by when; the reference is the citation's number, the total the fine.
  citation: {
    fields: [
      'referenceNumber',
      'documentDate',
      'dueDate',
      'personName',
      'licenceNumber',
      'plate',
      'plateState',
      'vehicleMake',
      'vehicleYear',
      'currency',
      'total',
    ],
    countsAs: { issueDate: 'documentDate' },
  },
  // The term of the contract. The vendor is the lessor, the customer the lessee; rents are no totals.
  lease: {
    fields: ['vendorName', 'customerName', 'referenceNumber', 'documentDate', 'effectiveDate', 'expiryDate', ...vehicle, 'plate'],
    countsAs: { issueDate: 'documentDate' },
  },
  // Paid like an invoice; the reference is the account, the invoice number the statement's. Plates stand in lines and belong to them.
  toll_statement: {
    fields: ['vendorName', 'customerName', 'invoiceNumber', 'referenceNumber', 'documentDate', 'dueDate', 'currency', 'total'],
    lines: true,
    countsAs: { issueDate: 'documentDate' },
  },
  // Which edition it is.
  manual: {
    fields: ['referenceNumber', 'documentDate', 'effectiveDate'],
    countsAs: { issueDate: 'documentDate' },
  },
  // When it was written and what it is about.
  correspondence: {
    fields: ['documentDate', 'referenceNumber', 'policyNumber', 'invoiceNumber'],
    countsAs: { issueDate: 'documentDate' },
  },
  // Nobody acts on it.
  other: { fields: [] },
};
