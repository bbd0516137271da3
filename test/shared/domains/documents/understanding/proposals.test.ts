import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import {
  complianceDocumentProposal,
  extractByRules,
  matchKeys,
  proposalsOf,
  vendorInvoiceProposal,
} from '@wheelhouse/shared/domains/documents/understanding/index.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentOf, samples } from './samples.ts';

function proposed(documentClass: DocumentClass, confidence = 0.9) {
  const sample = samples.find((one) => one.documentClass === documentClass)!;
  const document = documentOf(sample.text, { locale: sample.locale ?? 'en-US' });
  return proposalsOf(documentClass, confidence, extractByRules(document, documentClass), document);
}

describe('proposals', () => {
  test('an invoice proposes a vendor invoice with its lines', () => {
    const [first, ...others] = proposed('vendor_invoice');
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      kind: 'vendor_invoice',
      proposal: {
        vendorName: 'Midstate Truck Parts, Inc.',
        invoiceNumber: 'MTP-20418',
        invoiceDate: '2026-02-17',
        dueDate: '2026-03-19',
        currency: 'USD',
        subtotal: '630.30',
        tax: '47.27',
        total: '677.57',
        lines: [{ description: 'Brake drum, rear 16.5 in', quantity: '2', unitPrice: '148.25', amount: '296.50' }, {}, {}],
      },
    });
    expect(first!.evidence.map(({ text }) => text)).toContain('Total Due $677.57');
  });

  test('a repair order proposes a vendor invoice of a vehicle', () => {
    expect(proposed('repair_order')).toMatchObject([
      { kind: 'vendor_invoice', proposal: { total: '805.87', plate: 'PKL 4482', odometerKm: 663240 } },
    ]);
  });

  test('a fuel receipt and a toll statement propose an expense', () => {
    expect(proposed('fuel_receipt')).toMatchObject([
      {
        kind: 'expense',
        proposal: {
          category: 'fuel',
          date: '2026-03-29',
          amount: '328.73',
          currency: 'USD',
          liters: '319.16',
          fuelType: 'diesel',
        },
      },
    ]);
    expect(proposed('toll_statement')).toMatchObject([
      { kind: 'expense', proposal: { category: 'toll', amount: '56.50', reference: '40017733' } },
    ]);
  });

  test.each(['insurance_certificate', 'vehicle_registration', 'driver_licence', 'medical_card', 'lease'] as const)(
    'an expiry on a document of class %s proposes a compliance document',
    (documentClass) => {
      const expiryDate = samples.find((one) => one.documentClass === documentClass)!.fields.expiryDate;
      expect(proposed(documentClass)).toMatchObject([
        { kind: 'compliance_document', proposal: { documentType: documentClass, expiryDate } },
      ]);
    },
  );

  test('documents of other classes, and without an expiry, propose nothing', () => {
    for (const documentClass of ['manual', 'correspondence', 'purchase_order', 'citation', 'title', 'other'] as const)
      expect(proposed(documentClass)).toEqual([]);
  });

  test('the confidence is that of the weakest essential field times that of the class', () => {
    const document = documentOf('Expiration Date: 06/30/2027');
    const extraction = extractByRules(document, 'driver_licence');
    const [proposal] = proposalsOf('driver_licence', 0.5, extraction, document);
    expect(proposal!.confidence).toBeCloseTo(extraction.fields[0]!.confidence * 0.5, 2);
  });

  test('what a person corrects is checked by the same rules', () => {
    const [first] = proposed('vendor_invoice');
    const proposal = first!.proposal as object;
    expect(vendorInvoiceProposal.safeParse({ ...proposal, total: '700.00' }).success).toBe(true);
    expect(vendorInvoiceProposal.safeParse({ ...proposal, total: '7,00' }).success).toBe(false);
    expect(vendorInvoiceProposal.safeParse({ ...proposal, dueDate: '2020-01-01' }).success).toBe(false);
    expect(vendorInvoiceProposal.safeParse({ ...proposal, vendorId: 'x' }).success).toBe(false);
    const compliance = proposed('driver_licence')[0]!.proposal;
    expect(complianceDocumentProposal.safeParse({ ...compliance, expiryDate: 'soon' }).success).toBe(false);
  });
});

describe('match keys', () => {
  test('names are the same whatever the case, accents, signs and the form of the company', () => {
    for (const name of ['Müller & Söhne GmbH', 'MULLER AND SOHNE', 'Müller & Söhne', 'Muller and Sohne, GmbH.'])
      expect(matchKeys.name(name)).toBe('muller and sohne');
    expect(matchKeys.name("O'Brien Tire, Inc.")).toBe('obrien tire');
    expect(matchKeys.name('Acme L.L.C.')).toBe('acme');
  });

  test('plates and licences keep letters and digits only, and O is not 0', () => {
    expect(matchKeys.plate('abc-12 34')).toBe('ABC1234');
    expect(matchKeys.plate('O0O')).not.toBe(matchKeys.plate('000'));
    expect(matchKeys.licence('S530-460-83-555')).toBe('S53046083555');
  });

  test('a VIN is normalised', () => {
    expect(matchKeys.vin(' 1m8gdm9axkpO42788 ')).toBe('1M8GDM9AXKP042788');
  });

  test('a key of a key is itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        for (const key of Object.values(matchKeys)) expect(key(key(text))).toBe(key(text));
      }),
    );
  });
});
