import type { Layout } from './layouts.ts';

/** Statements of tolls, papers of drivers and vehicles, and tables without common heads. */
export const layoutsOfPapers: readonly Layout[] = [
  {
    name: "a driver's log of defects",
    documentClass: 'inspection_report',
    text: `
      Driver's daily log of defects
      Carrier: Evergreen Freight LLC
      Vehicle 12 > Date 03/14/2026 > Odometer 120,332
      Name: Dana Reyes
      [x] Brakes  [ ] Lights  [ ] Tires
      Remarks: Left marker lamp out
      Driver's signature: Dana Reyes
      Mechanic: T. Ross`,
    fields: { documentDate: '2026-03-14', personName: 'Dana Reyes' },
  },
  {
    name: 'a toll statement with an account',
    documentClass: 'toll_statement',
    text: `
      E-ZPass Account Summary
      Statement Number: 2026-03-5581 > Account Number: 4410223
      Account Holder: Evergreen Freight LLC
      Billing date: 03/31/2026
      Date Time > Facility > Lane > Class > Toll
      03/01 08:12 > GWB Upper > 12 > 2 > 14.06
      03/03 18:40 > Lincoln Tunnel > 4 > 2 > 14.06
      New tolls this period > $28.12
      Total amount due by 04/15/2026 > $28.12`,
    fields: {
      invoiceNumber: '2026-03-5581',
      referenceNumber: '4410223',
      dueDate: '2026-04-15',
      customerName: 'Evergreen Freight LLC',
      total: '28.12',
    },
    lines: [
      ['GWB Upper', '14.06'],
      ['Lincoln Tunnel', '14.06'],
    ],
  },
  {
    name: "a medical examiner's certificate",
    documentClass: 'medical_card',
    text: `
      MEDICAL EXAMINER'S CERTIFICATE
      I certify that I have examined Dana M. Reyes in accordance with the Federal Motor Carrier Safety Regulations
      SIGNATURE OF MEDICAL EXAMINER > TELEPHONE > DATE
      Tom Ross > 206-555-0100 > 03/04/2026
      MEDICAL EXAMINER'S NAME (PRINT)
      Tom Ross, MD
      SIGNATURE OF DRIVER > DRIVER'S LICENSE NO. > STATE
      Dana Reyes > REYESD123AB > WA
      MEDICAL CERTIFICATION EXPIRATION DATE
      03/04/2028`,
    fields: { personName: 'Dana Reyes', licenceNumber: 'REYESD123AB', issueDate: '2026-03-04', expiryDate: '2028-03-04' },
  },
  {
    name: 'a licence with its values under its labels',
    documentClass: 'driver_licence',
    text: `
      Texas
      Driver License
      4d. DL
      12345678
      9. Class
      A
      4a. Iss
      03/04/2024
      4b. Exp
      01/02/2030
      1. REYES
      2. DANA MARIE`,
    fields: { licenceNumber: '12345678', personName: 'DANA MARIE REYES', issueDate: '2024-03-04', expiryDate: '2030-01-02' },
  },
  {
    name: 'a parking infraction',
    documentClass: 'citation',
    text: `
      CITY OF KENT
      PARKING INFRACTION
      Notice # 88120034
      Issued 03/14/2026 10:42 AM
      Plate ABC1234 > State WA > Make FORD
      Infraction: Expired meter
      Fine $45.00
      Pay or respond within 15 days, by 03/29/2026`,
    fields: { referenceNumber: '88120034', plate: 'ABC1234', plateState: 'WA', total: '45.00' },
  },
  {
    name: 'a repair order by jobs',
    documentClass: 'repair_order',
    text: `
      Valley Fleet Service LLC
      REPAIR ORDER 88121
      Customer: Evergreen Freight LLC   Phone: 206-555-0100
      Date: 03/05/2026   Promised: 03/06/2026
      JOB 1 - BRAKES
      Labor: Replace front pads    2.0    $290.00
      Part: Pad set FD-1    1    $88.00
      JOB 2 - OIL SERVICE
      Oil and filter change    0.8    $116.00
      Engine oil 5W-30    8 qt    $64.00
      Total Labor > $406.00
      Total Parts > $152.00
      Tax > $13.68
      Grand Total > $571.68`,
    fields: { orderNumber: '88121' },
    lines: [
      ['Labor: Replace front pads', '290.00'],
      ['Part: Pad set FD-1', '88.00'],
      ['Oil and filter change', '116.00'],
      ['Engine oil 5W-30', '64.00'],
    ],
  },
  {
    name: 'an invoice with tax behind the net amounts',
    documentClass: 'vendor_invoice',
    locale: 'en-GB',
    text: `
      Thorne Commercials Ltd
      INVOICE 88121
      Code > Description > Qty > Price > Net > VAT > Gross
      ALT24 > Alternator 24V > 2 > 210.00 > 420.00 > 84.00 > 504.00
      BLT1 > Belt > 1 > 20.00 > 20.00 > 4.00 > 24.00
      Total Net > 440.00`,
    fields: { subtotal: '440.00' },
    lines: [
      ['Alternator 24V', '420.00'],
      ['Belt', '20.00'],
    ],
  },
  {
    name: 'a toll statement of entries and exits',
    documentClass: 'toll_statement',
    text: `
      Keystone Turnpike
      TOLL STATEMENT
      Statement No: 44120   Account: 8812
      Date > Time > Entry > Exit > Vehicle > Toll > Balance
      03/02/2026 > 08:12 > Harrisburg East > Valley Forge > ABC1234 > 12.40 > 87.60
      03/03/2026 > 09:12 > Valley Forge > Carlisle > ABC1234 > 13.40 > 74.20
      Total tolls > 25.80`,
    fields: { invoiceNumber: '44120', referenceNumber: '8812' },
    lines: [
      ['Harrisburg East - Valley Forge', '12.40'],
      ['Valley Forge - Carlisle', '13.40'],
    ],
  },
];
