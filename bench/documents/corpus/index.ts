import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import { accidentReports } from './classes/accident-reports.ts';
import { citations } from './classes/citations.ts';
import { correspondence } from './classes/correspondence.ts';
import { driverLicences } from './classes/driver-licences.ts';
import { fuelReceipts } from './classes/fuel-receipts.ts';
import { inspectionReports } from './classes/inspection-reports.ts';
import { insuranceCertificates } from './classes/insurance-certificates.ts';
import { leases } from './classes/leases.ts';
import { manuals } from './classes/manuals.ts';
import { medicalCards } from './classes/medical-cards.ts';
import { others } from './classes/others.ts';
import { purchaseOrders } from './classes/purchase-orders.ts';
import { registrations } from './classes/registrations.ts';
import { repairOrders } from './classes/repair-orders.ts';
import { titles } from './classes/titles.ts';
import { tollStatements } from './classes/toll-statements.ts';
import { vendorInvoices } from './classes/vendor-invoices.ts';
import { type CorpusDocument, type Layout, Truth } from './truth.ts';

const layouts: Record<DocumentClass, readonly Layout[]> = {
  vendor_invoice: vendorInvoices,
  fuel_receipt: fuelReceipts,
  repair_order: repairOrders,
  purchase_order: purchaseOrders,
  insurance_certificate: insuranceCertificates,
  vehicle_registration: registrations,
  title: titles,
  driver_licence: driverLicences,
  medical_card: medicalCards,
  inspection_report: inspectionReports,
  accident_report: accidentReports,
  citation: citations,
  lease: leases,
  toll_statement: tollStatements,
  manual: manuals,
  correspondence,
  other: others,
};

/** Invented documents of every class, three or more of each, with what stands on them. The same at each call. */
export function corpus(): CorpusDocument[] {
  return Object.entries(layouts).flatMap(([documentClass, ofClass]) =>
    ofClass.map(({ name, locale = 'en-US', draw }) => {
      const truth = new Truth();
      return { name, documentClass: documentClass as DocumentClass, locale, truth, paper: draw(truth) };
    }),
  );
}

export { type CorpusFile, cleanFile, degradedFile } from './files.ts';
export type { CorpusDocument, Truth } from './truth.ts';
