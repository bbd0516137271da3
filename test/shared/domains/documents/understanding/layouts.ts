import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import type { FieldName } from '@wheelhouse/shared/domains/documents/understanding/index.ts';

export type Layout = {
  name: string;
  documentClass: DocumentClass;
  locale?: string;
  text: string;
  fields: Partial<Record<FieldName, string>>;
  /** Description and amount. */
  lines?: [string, string][];
};

/** Papers in layouts as they are used in the United States, the United Kingdom and Germany; `>` parts cells. */
export const layouts: readonly Layout[] = [
  {
    name: 'an order with vendor and place of delivery side by side',
    documentClass: 'purchase_order',
    text: `
      Lakeside Haulage Corp
      Purchasing Department, 12 Dock Street, Erie, PA 16501
      PURCHASE ORDER
      PO #: 55012
      Date: 04/02/2026
      VENDOR > SHIP TO
      Midstate Truck Parts, Inc. > Lakeside Haulage Corp
      4410 Industrial Blvd > 12 Dock Street
      Columbus, OH 43207 > Erie, PA 16501
      ITEM # > DESCRIPTION > QTY > UNIT PRICE > TOTAL
      BR-1 > Brake drum > 4 > 148.25 > 593.00
      FL-2 > Oil filter > 10 > 12.50 > 125.00
      SUBTOTAL > 718.00
      TAX > 43.08
      SHIPPING > -
      TOTAL > $761.08`,
    fields: {
      orderNumber: '55012',
      vendorName: 'Midstate Truck Parts, Inc.',
      customerName: 'Lakeside Haulage Corp',
      total: '761.08',
    },
    lines: [
      ['Brake drum', '593.00'],
      ['Oil filter', '125.00'],
    ],
  },
  {
    name: 'a British order',
    documentClass: 'purchase_order',
    locale: 'en-GB',
    text: `
      ORDER
      Order No. > HX/2291
      Order date > 14 March 2026
      To:
      Thorne Commercials Ltd
      Unit 4, Mill Lane, Leeds LS1 4AB
      From:
      Hexham Carriers Limited
      Please supply the following goods:
      Our ref > Part > Qty > Each > Net
      1 > Alternator 24V > 2 > £210.00 > £420.00
      Net > £420.00
      VAT @ 20% > £84.00
      Total > £504.00
      Quote our order number on your invoice and delivery note.`,
    fields: {
      orderNumber: 'HX/2291',
      vendorName: 'Thorne Commercials Ltd',
      customerName: 'Hexham Carriers Limited',
      tax: '84.00',
      total: '504.00',
    },
    lines: [['Alternator 24V', '420.00']],
  },
  {
    name: 'a German order',
    documentClass: 'purchase_order',
    locale: 'de-DE',
    text: `
      Nordkurier Spedition GmbH
      Hafenstr. 12, 20457 Hamburg
      Bestellung
      Bestellnummer: 4500021133
      Bestelldatum: 12.03.2026
      Lieferant:
      Reifen Krause GmbH
      Industriestr. 5, 21035 Hamburg
      Pos. > Bezeichnung > Menge > Einzelpreis > Gesamtpreis
      1 > LKW-Reifen 315/80 R22.5 > 4 > 389,00 > 1.556,00
      Nettobetrag > 1.556,00 EUR
      MwSt. 19 % > 295,64 EUR
      Gesamtbetrag > 1.851,64 EUR
      Liefertermin: 20.03.2026`,
    fields: {
      orderNumber: '4500021133',
      documentDate: '2026-03-12',
      vendorName: 'Reifen Krause GmbH',
      customerName: 'Nordkurier Spedition GmbH',
      total: '1851.64',
    },
    lines: [['LKW-Reifen 315/80 R22.5', '1556.00']],
  },
  {
    name: 'a German invoice',
    documentClass: 'vendor_invoice',
    locale: 'de-DE',
    text: `
      Autohaus Becker GmbH & Co. KG
      Rechnung
      Rechnungs-Nr.: 2026-00417
      Rechnungsdatum: 03.03.2026
      Kunden-Nr.: 10442
      Bestell-Nr.: 4500021133
      Nordkurier Spedition GmbH
      Hafenstr. 12
      20457 Hamburg
      Pos > Artikel > Menge > E-Preis > Betrag
      1 > Bremsscheibe > 2 > 89,00 > 178,00
      2 > Arbeitslohn > 1,5 > 90,00 > 135,00
      Zwischensumme netto > 313,00
      19 % MwSt. > 59,47
      Rechnungsbetrag > 372,47 EUR
      Zahlbar bis 17.03.2026 ohne Abzug.`,
    fields: {
      invoiceNumber: '2026-00417',
      orderNumber: '4500021133',
      dueDate: '2026-03-17',
      customerName: 'Nordkurier Spedition GmbH',
      total: '372.47',
    },
  },
  {
    name: 'a statement of charges',
    documentClass: 'vendor_invoice',
    text: `
      Blue Ridge Tire
      Statement of charges
      Number > 10233
      Invoiced > 14 Mar 2026
      Due > 13 Apr 2026
      Client ref > PO-118
      Charge to > Evergreen Freight LLC
      295/75R22.5 steer tire > 6 > 412.00 > 2,472.00
      Mount and balance > 6 > 25.00 > 150.00
      Total > $2,622.00
      Amount payable > $2,622.00`,
    fields: {
      invoiceNumber: '10233',
      orderNumber: 'PO-118',
      dueDate: '2026-04-13',
      customerName: 'Evergreen Freight LLC',
      total: '2622.00',
    },
  },
  {
    name: 'a work order with sections of labor and parts',
    documentClass: 'repair_order',
    text: `
      Wes's Diesel Repair
      Work Order 3391
      Opened: 02/10/2026   Closed: 02/12/2026
      For: Evergreen Freight LLC
      Unit 12 - 2019 Kenworth T680
      Labor > Hours > Rate > Amount
      Replace water pump > 3.5 > 120.00 > 420.00
      Coolant flush > 1.0 > 120.00 > 120.00
      Parts > Qty > Each > Amount
      Water pump kit > 1 > 310.00 > 310.00
      Coolant ELC gal > 6 > 18.50 > 111.00
      Labor subtotal > 540.00
      Parts subtotal > 421.00
      Subtotal > 961.00
      Tax > 35.79
      Total > 996.79`,
    fields: {
      orderNumber: '3391',
      documentDate: '2026-02-10',
      serviceDate: '2026-02-12',
      customerName: 'Evergreen Freight LLC',
      total: '996.79',
    },
    lines: [
      ['Replace water pump', '420.00'],
      ['Coolant flush', '120.00'],
      ['Water pump kit', '310.00'],
      ['Coolant ELC gal', '111.00'],
    ],
  },
];
