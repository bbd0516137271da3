import { billed, decimal, dollars, european, type Priced, plain, sumOf } from '../money.ts';
import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A carrier's order from its purchasing system. */
const carrierOrder: Layout = {
  name: 'cascade-20931',
  draw(t) {
    const p = letter();
    const lines: Priced[] = [
      ['Brake drum 16.5 x 7, balanced', 6, 11450],
      ['Wheel seal, Scotseal Plus XL', 6, 4235],
      ['Hub cap gasket', 24, 189],
      ['Gear oil 75W-90 synthetic, 5 gal', 2, 21900],
    ];
    const total = sumOf(lines);
    p.text(40, 50, t.is('customerName', 'Cascade Haulage LLC'), { size: 15, bold: true });
    p.lines(40, 64, ['1420 Depot Road, Amarillo, TX 79104', 'purchasing@cascadehaulage.example']);
    p.right(572, 50, 'PURCHASE ORDER', { size: 18, bold: true });
    p.pairs(420, 72, 60, [
      ['PO #', t.is('orderNumber', 'PO-20944')],
      ['Date', t.is('documentDate', '2026-03-20', '03/20/2026')],
    ]);
    p.table(
      40,
      130,
      [
        ['VENDOR', 266],
        ['SHIP TO', 266],
      ],
      [
        [t.is('vendorName', 'Northfield Truck Parts, Inc.'), 'Cascade Haulage Shop 2'],
        ['8810 Industrial Blvd, Fort Worth, TX', '77 Freight Way, Lubbock, TX'],
      ],
      { headFill: '#25476a', headColour: '#ffffff', rules: 'none' },
    );
    p.table(
      40,
      195,
      [
        ['REQUISITIONER', 133],
        ['SHIP VIA', 133],
        ['F.O.B.', 133],
        ['TERMS', 133],
      ],
      [['J. Whitaker', 'Vendor truck', 'Destination', 'Net 30']],
      {
        headFill: '#25476a',
        headColour: '#ffffff',
      },
    );
    const amounts = billed(t, lines, plain);
    const end = p.table(
      40,
      250,
      [
        ['ITEM', 40],
        ['DESCRIPTION', 262],
        ['QTY', 50, 'right'],
        ['UNIT PRICE', 90, 'right'],
        ['TOTAL', 90, 'right'],
      ],
      lines.map(([what, count, price], index) => [String(index + 1), what, String(count), plain(price), amounts[index]!]),
      { headFill: '#25476a', headColour: '#ffffff', rules: 'grid' },
    );
    p.pairs(420, end + 18, 70, [
      ['SUBTOTAL', t.is('subtotal', decimal(total), plain(total))],
      ['TAX', 'exempt'],
      ['TOTAL', `${t.is('currency', 'USD', '$')} ${t.is('total', decimal(total), plain(total))}`],
    ]);
    p.text(40, 690, 'This order number must appear on all invoices, packing lists and correspondence.');
    p.text(40, 720, 'Authorized by ________________________   Date ____________');
    return p;
  },
};

/** A county's order, typed, without a table. */
const countyOrder: Layout = {
  name: 'order-form-4500',
  draw(t) {
    const p = letter({ face: 'mono', size: 9.5 });
    const lines: Priced[] = [
      ['SNOW PLOW CUTTING EDGE 11 FT', 10, 28900],
      ['TIRE CHAINS 11R22.5 PAIR', 8, 19550],
    ];
    const total = sumOf(lines);
    p.lines(50, 50, [
      t.is('customerName', 'COUNTY OF ALDERMERE', 'COUNTY OF ALDERMERE'),
      'DEPARTMENT OF PUBLIC WORKS',
      '300 COURTHOUSE SQ, ALDERMERE, MN 55044',
      '',
      `PURCHASE ORDER NO: ${t.is('orderNumber', '4500-017732')}`,
      `ORDER DATE:        ${t.is('documentDate', '2025-09-04', 'SEP 04 2025')}`,
      '',
      `TO:  ${t.is('vendorName', 'NORTHERN PLOW & EQUIPMENT CO')}`,
      '     1 FRONTIER LANE, DULUTH, MN 55802',
      '',
      'PLEASE FURNISH THE FOLLOWING, DELIVERED BY OCT 15 2025:',
    ]);
    const amounts = billed(t, lines, dollars);
    const end = p.table(
      50,
      205,
      [
        ['LN', 30],
        ['QTY', 40, 'right'],
        ['UOM', 40],
        ['DESCRIPTION', 220],
        ['UNIT', 80, 'right'],
        ['EXTENDED', 90, 'right'],
      ],
      lines.map(([what, count, price], index) => [String(index + 1), String(count), 'EA', what, dollars(price), amounts[index]!]),
      { rules: 'none' },
    );
    t.is('currency', 'USD', '$');
    p.text(50, end + 20, `ORDER TOTAL  ${t.is('total', decimal(total), dollars(total))}`, { bold: true });
    p.lines(50, end + 60, ['BID REF 25-118. SALES TAX EXEMPT CERT 8023391.', 'PURCHASING AGENT: H. BJORNSTAD']);
    return p;
  },
};

/** An order in euro from the Netherlands, in English. */
const euroOrder: Layout = {
  name: 'VDL-40077',
  locale: 'en-IE',
  draw(t) {
    const p = a4();
    const lines: Priced[] = [
      ['Windscreen washer fluid, canister 20 l', 6, 2890],
      ['Wiper blade set MAN TGX', 10, 3450],
    ];
    const net = sumOf(lines);
    const vat = Math.round(net * 0.21);
    p.text(50, 60, t.is('customerName', 'Van Dael Logistics B.V.'), { size: 14, bold: true, colour: '#0a5c36' });
    p.text(50, 74, 'Waalhaven Zuidzijde 21, 3088 HH Rotterdam');
    p.text(50, 110, 'Order confirmation request', { size: 12 });
    p.text(50, 126, `Purchase order ${t.is('orderNumber', 'VDL-40077')}  |  ${t.is('documentDate', '2026-05-06', '6 May 2026')}`);
    p.lines(50, 156, ['Supplier', t.is('vendorName', 'Brandt Nutzfahrzeugteile GmbH'), 'Duisburg, Germany']);
    const amounts = billed(t, lines, european);
    const end = p.table(
      50,
      220,
      [
        ['Article', 260],
        ['Ordered', 60, 'right'],
        ['Price', 80, 'right'],
        ['Line value', 95, 'right'],
      ],
      lines.map(([what, count, price], index) => [what, String(count), european(price), amounts[index]!]),
    );
    p.pairs(365, end + 16, 90, [
      ['Total excl. VAT', t.is('subtotal', decimal(net), european(net))],
      ['VAT 21%', t.is('tax', decimal(vat), european(vat))],
      ['Order value', `${t.is('currency', 'EUR', '€')} ${t.is('total', decimal(net + vat), european(net + vat))}`],
    ]);
    p.text(50, end + 90, 'Please confirm this order within two working days. Delivery to dock 4, weekdays 07:00 - 15:00.');
    return p;
  },
};

export const purchaseOrders: Layout[] = [carrierOrder, countyOrder, euroOrder];
