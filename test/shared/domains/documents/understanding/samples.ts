import type { DocumentForModel } from '@wheelhouse/shared/domains/documents/models/document-model.ts';
import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import type { PageText } from '@wheelhouse/shared/domains/documents/text/index.ts';
import type { FieldName } from '@wheelhouse/shared/domains/documents/understanding/index.ts';

/** A page whose lines stand under each other; `>` parts cells. */
export function page(number: number, text: string, source: PageText['source'] = 'text'): PageText {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ *> */g, '\t'))
    .map((line, index) => ({ text: line, box: { x: 8, y: 4 + index * 2, width: Math.min(84, line.length), height: 1.4 } }))
    .filter((line) => line.text);
  const joined = lines.map((line) => line.text).join('\n');
  return { number, text: joined, source, lines, widthPt: 612, heightPt: 792, ocrConfidence: source === 'ocr' ? 0.9 : null };
}

export function documentOf(text: string, options: Partial<DocumentForModel> = {}): DocumentForModel {
  return { fileName: 'scan.pdf', title: undefined, pages: [page(1, text)], locale: 'en-US', ...options };
}

export type Sample = { documentClass: DocumentClass; text: string; locale?: string; fields: Partial<Record<FieldName, string>> };

export const samples: readonly Sample[] = [
  {
    documentClass: 'vendor_invoice',
    text: `
      Midstate Truck Parts, Inc.
      4410 Industrial Blvd, Columbus, OH 43207
      Phone (614) 555-0188
      INVOICE
      Invoice Number: MTP-20418 > Invoice Date: 02/17/2026
      P.O. Number: 88213 > Terms: Net 30
      Bill To:
      Northline Freight LLC
      900 Harbor Road, Toledo, OH 43604

      Qty > Part No > Description > Unit Price > Amount
      2 > BR-4471 > Brake drum, rear 16.5 in > $148.25 > $296.50
      8 > LN-4707 > Lined brake shoe kit > $36.10 > $288.80
      1 > FRT > Freight > $45.00 > $45.00

      Subtotal > $630.30
      Sales Tax (7.5%) > $47.27
      Total Due > $677.57
      Please remit to Midstate Truck Parts, Inc.`,
    fields: {
      vendorName: 'Midstate Truck Parts, Inc.',
      customerName: 'Northline Freight LLC',
      invoiceNumber: 'MTP-20418',
      documentDate: '2026-02-17',
      dueDate: '2026-03-19',
      orderNumber: '88213',
      subtotal: '630.30',
      tax: '47.27',
      total: '677.57',
      currency: 'USD',
    },
  },
  {
    documentClass: 'vendor_invoice',
    locale: 'de-DE',
    text: `
      Reifen Huber GmbH
      Rechnung
      Rechnungsnummer: 2026-0117
      Rechnungsdatum: 14.03.2026
      Beschreibung > Menge > Einzelpreis > Betrag
      Winterreifen 315/80 R22.5 > 4 > 412,50 € > 1.650,00 €
      Montage > 4 > 25,00 € > 100,00 €
      Nettobetrag > 1.750,00 €
      MwSt 19% > 332,50 €
      Gesamtbetrag > 2.082,50 €`,
    fields: {
      vendorName: 'Reifen Huber GmbH',
      invoiceNumber: '2026-0117',
      documentDate: '2026-03-14',
      subtotal: '1750.00',
      tax: '332.50',
      total: '2082.50',
      currency: 'EUR',
    },
  },
  {
    documentClass: 'fuel_receipt',
    text: `
      BUCKEYE TRAVEL CENTER
      I-70 EXIT 126
      03/29/2026 14:07
      TRANS NO: 0048817
      PUMP 11
      DIESEL #2
      GALLONS > 84.312
      PRICE/GAL > $3.899
      FUEL TOTAL > $328.73
      TOTAL > $328.73
      VISA XXXXXXXXXXXX4471
      ODOMETER: 148,220
      APPROVAL 019283`,
    fields: {
      vendorName: 'BUCKEYE TRAVEL CENTER',
      documentDate: '2026-03-29',
      invoiceNumber: '0048817',
      fuelLiters: '319.16',
      fuelType: 'diesel',
      unitPrice: '3.899',
      total: '328.73',
      odometerKm: '238537',
      currency: 'USD',
    },
  },
  {
    documentClass: 'repair_order',
    text: `
      Lakeside Diesel Repair LLC
      REPAIR ORDER
      RO Number: 55190 > Date In: 01/22/2026
      Service Advisor: P. Ortiz > Technician: 14
      Customer: Northline Freight LLC
      Vehicle: 2019 Freightliner Cascadia > VIN: 1FUJGLDR7CSBA1112
      License Plate: PKL 4482 OH > Mileage In: 412,118
      Complaint: engine derate, check engine lamp
      Correction: replaced NOx sensor and cleared codes
      Description > Hours > Rate > Amount
      Diagnose aftertreatment > 1.5 > 140.00 > 210.00
      Replace outlet NOx sensor > 1.0 > 140.00 > 140.00
      Labor Total > 350.00
      Parts Total > 412.90
      Shop Supplies > 12.00
      Subtotal > 774.90
      Tax > 30.97
      Total > $805.87`,
    fields: {
      vendorName: 'Lakeside Diesel Repair LLC',
      customerName: 'Northline Freight LLC',
      orderNumber: '55190',
      serviceDate: '2026-01-22',
      vehicleYear: '2019',
      vehicleMake: 'Freightliner',
      vehicleModel: 'Cascadia',
      plate: 'PKL 4482',
      plateState: 'OH',
      odometerKm: '663240',
      subtotal: '774.90',
      tax: '30.97',
      total: '805.87',
    },
  },
  {
    documentClass: 'purchase_order',
    text: `
      Northline Freight LLC
      PURCHASE ORDER
      PO Number: 88213
      PO Date: February 10, 2026
      Vendor: Midstate Truck Parts, Inc. > Ship To: Northline Freight LLC
      Delivery Date: 02/24/2026 > Ship Via: UPS Ground
      Item > Description > Qty > Unit Price > Total
      1 > Lined brake shoe kit > 8 > 36.10 > 288.80
      2 > Brake drum > 2 > 148.25 > 296.50
      Subtotal: 585.30
      Total: $585.30
      Authorized by: K. Brandt`,
    fields: {
      vendorName: 'Midstate Truck Parts, Inc.',
      orderNumber: '88213',
      documentDate: '2026-02-10',
      dueDate: '2026-02-24',
      subtotal: '585.30',
      total: '585.30',
    },
  },
  {
    documentClass: 'insurance_certificate',
    text: `
      ACORD
      CERTIFICATE OF LIABILITY INSURANCE > DATE (MM/DD/YYYY)
      > 01/05/2026
      PRODUCER: Harmon Agency
      INSURED: Northline Freight LLC
      INSURER A: Great Plains Casualty Company > NAIC #: 22331
      TYPE OF INSURANCE > POLICY NUMBER > POLICY EFF > POLICY EXP > LIMITS
      AUTOMOBILE LIABILITY > CA-7719203 > 01/01/2026 > 01/01/2027 > $1,000,000
      COMBINED SINGLE LIMIT
      CERTIFICATE HOLDER: Port of Toledo`,
    fields: {
      customerName: 'Northline Freight LLC',
      vendorName: 'Great Plains Casualty Company',
      policyNumber: 'CA-7719203',
      effectiveDate: '2026-01-01',
      expiryDate: '2027-01-01',
    },
  },
  {
    documentClass: 'vehicle_registration',
    text: `
      STATE OF OHIO
      BUREAU OF MOTOR VEHICLES
      VEHICLE REGISTRATION CARD
      Plate Number: PKL4482 > Plate Type: Commercial > State: OH
      VIN: 1FUJGLDR7CSBA1112
      Year: 2019 > Make: Freightliner > Model: Cascadia
      Registered Owner: Northline Freight LLC
      Issue Date: 04/15/2025 > Expiration Date: 04/30/2026
      GVWR: 80,000`,
    fields: {
      plate: 'PKL4482',
      plateState: 'OH',
      vehicleYear: '2019',
      vehicleMake: 'Freightliner',
      vehicleModel: 'Cascadia',
      customerName: 'Northline Freight LLC',
      issueDate: '2025-04-15',
      expiryDate: '2026-04-30',
    },
  },
  {
    documentClass: 'title',
    text: `
      STATE OF OHIO
      CERTIFICATE OF TITLE TO A MOTOR VEHICLE
      Title Number: 2500418837 > Issue Date: 03/12/2024
      Identification Number (VIN) > Year > Make > Model
      1FTFW1ET9DFC10312 > 2013 > Ford > F-150
      Odometer: 88,410 miles > Odometer Status: Actual Mileage
      Owner: Northline Freight LLC
      First Lienholder: First Harbor Bank`,
    fields: {
      referenceNumber: '2500418837',
      issueDate: '2024-03-12',
      vehicleYear: '2013',
      vehicleMake: 'Ford',
      vehicleModel: 'F-150',
      vin: '1FTFW1ET9DFC10312',
      odometerKm: '142282',
      customerName: 'Northline Freight LLC',
    },
  },
  {
    documentClass: 'driver_licence',
    text: `
      OHIO USA
      COMMERCIAL DRIVER LICENSE
      DLN: TR482916
      LN: SAMPLE
      FN: MARIA ELENA
      DOB: 07/04/1985 > SEX: F > HGT: 5-06 > EYES: BRO
      ISS: 08/02/2023 > EXP: 07/04/2027
      CLASS: A > END: TN > REST: NONE`,
    fields: { licenceNumber: 'TR482916', personName: 'MARIA ELENA SAMPLE', issueDate: '2023-08-02', expiryDate: '2027-07-04' },
  },
  {
    documentClass: 'driver_licence',
    locale: 'en-GB',
    text: `
      DRIVING LICENCE > UK
      1. MORGAN
      2. SARAH MEREDYTH
      3. 11.03.1976 UNITED KINGDOM
      4a. 02.04.2021 4c. DVLA
      4b. 01.04.2031
      5. MORGA753116SM9IJ`,
    fields: {
      personName: 'SARAH MEREDYTH MORGAN',
      issueDate: '2021-04-02',
      expiryDate: '2031-04-01',
      licenceNumber: 'MORGA753116SM9IJ',
    },
  },
  {
    documentClass: 'medical_card',
    text: `
      U.S. Department of Transportation
      MEDICAL EXAMINER'S CERTIFICATE
      (for Commercial Driver Medical Certification)
      I certify that I have examined Maria Elena Sample in accordance with 49 CFR 391.41
      and find this person physically qualified, wearing corrective lenses
      Medical Examiner's Name: Dr. Paul Keane > National Registry Number: 4417720931
      Date of Examination: 05/20/2025
      Medical Certificate Expiration Date: 05/20/2027
      Driver Name: Maria Elena Sample
      Driver's License Number: TR482916 > State: OH`,
    fields: {
      personName: 'Maria Elena Sample',
      licenceNumber: 'TR482916',
      serviceDate: '2025-05-20',
      expiryDate: '2027-05-20',
      referenceNumber: '4417720931',
    },
  },
  {
    documentClass: 'inspection_report',
    text: `
      DRIVER'S VEHICLE INSPECTION REPORT
      Carrier: Northline Freight LLC
      Date: 03/02/2026 > Odometer: 412,377 mi
      Truck No: 114 > License Plate: PKL4482
      Check any defective item and give details
      Air Compressor > Horn > Parking Brake
      Service Brakes > Steering > Tires
      Coupling Devices > Windshield Wipers > Mirrors
      Remarks: left mirror cracked
      Condition of the above vehicle is satisfactory
      Driver Name: Maria Sample
      Above defects corrected > Mechanic's signature: T. Byrne`,
    fields: { documentDate: '2026-03-02', odometerKm: '663656', plate: 'PKL4482', personName: 'Maria Sample' },
  },
  {
    documentClass: 'accident_report',
    text: `
      VEHICLE ACCIDENT REPORT
      Report Number: AR-2026-031
      Date of Accident: March 9, 2026 > Time of Accident: 07:40
      Location of Accident: Dorr St and Byrne Rd, Toledo
      Driver Name: Maria Sample > License Number: TR482916
      Vehicle: 2019 Freightliner Cascadia > Plate: PKL4482 OH
      Other Driver: Joe Martin
      Witness: none > Injuries: none
      Weather conditions: rain > Road conditions: wet
      Description of Accident: Other vehicle turned left into our lane.`,
    fields: {
      referenceNumber: 'AR-2026-031',
      serviceDate: '2026-03-09',
      personName: 'Maria Sample',
      licenceNumber: 'TR482916',
      plate: 'PKL4482',
      plateState: 'OH',
    },
  },
  {
    documentClass: 'citation',
    text: `
      CITY OF TOLEDO
      UNIFORM TRAFFIC CITATION
      Citation No: T0093318 > Issue Date: 03/11/2026
      Violator: Maria Sample
      Driver License: TR482916 > State: OH
      Plate: PKL4482 OH > Make: Freightliner
      Violation Date: 03/11/2026 > Violation Code: 4511.21
      Posted Speed: 35 > Speeding 48
      Officer: R. Dunn > Badge: 2217
      Court Date: 04/02/2026
      Fine Amount: $165.00`,
    fields: {
      referenceNumber: 'T0093318',
      issueDate: '2026-03-11',
      serviceDate: '2026-03-11',
      dueDate: '2026-04-02',
      personName: 'Maria Sample',
      licenceNumber: 'TR482916',
      plate: 'PKL4482',
      plateState: 'OH',
      total: '165.00',
    },
  },
  {
    documentClass: 'lease',
    text: `
      MOTOR VEHICLE LEASE AGREEMENT
      Lease Number: LS-77120
      This agreement is made on 1 May 2025 between Harbor Leasing Inc. ("Lessor") and Northline Freight LLC ("Lessee").
      Vehicle: 2025 Volvo VNL 860 > VIN: 4V4NC9EH8FN900001
      Lease Commencement Date: 05/15/2025
      Lease End Date: 05/14/2029
      Monthly payment: $2,140.00 > Residual value: $48,000.00
      Mileage allowance: 120,000 miles a year; excess mileage is charged.`,
    fields: {
      referenceNumber: 'LS-77120',
      documentDate: '2025-05-01',
      effectiveDate: '2025-05-15',
      expiryDate: '2029-05-14',
      vendorName: 'Harbor Leasing Inc.',
      customerName: 'Northline Freight LLC',
      vehicleMake: 'Volvo',
      vehicleYear: '2025',
    },
  },
  {
    documentClass: 'toll_statement',
    text: `
      Ohio Turnpike Authority
      TOLL STATEMENT
      Account Number: 40017733 > Statement Date: 03/31/2026
      Transponder: 0071882211 > Plate: PKL4482
      Date > Entry Plaza > Exit Plaza > Axles > Toll Amount
      03/02/2026 > Toledo > Cleveland > 5 > $28.25
      03/09/2026 > Cleveland > Toledo > 5 > $28.25
      Total Tolls > $56.50
      Amount Due: $56.50
      Due Date: 04/21/2026`,
    fields: {
      vendorName: 'Ohio Turnpike Authority',
      referenceNumber: '40017733',
      documentDate: '2026-03-31',
      dueDate: '2026-04-21',
      total: '56.50',
      plate: 'PKL4482',
    },
  },
  {
    documentClass: 'manual',
    text: `
      STANDARD OPERATING PROCEDURE
      SOP Number: FL-012 > Revision: 3
      Effective Date: 01/01/2026
      Coupling a semitrailer
      1. Purpose
      This procedure says how a tractor is coupled so that the trailer cannot come loose.
      2. Scope
      All drivers of combination vehicles.
      3. Responsibilities
      Drivers must follow each step. WARNING: never stand behind a reversing vehicle.
      Step 1 Inspect the fifth wheel.
      Step 2 Back up slowly.`,
    fields: { referenceNumber: 'FL-012', effectiveDate: '2026-01-01' },
  },
  {
    documentClass: 'correspondence',
    text: `
      Harmon Agency Inc.
      12 Main Street, Toledo, OH 43604
      January 8, 2026
      Dear Mr. Brandt,
      We are writing about your policy and the certificate of insurance that you asked for.
      The premium for the coming year will be sent to you by separate mail. Please contact us with any questions.
      Sincerely,
      Anne Harmon`,
    fields: { documentDate: '2026-01-08', vendorName: 'Harmon Agency Inc.' },
  },
  {
    documentClass: 'other',
    text: `
      Company picnic
      Burgers, lemonade and a sack race
      Bring your family and a folding chair`,
    fields: {},
  },
];
