import { amountOf, billed, decimal, dollars, european, type Priced, plain, pounds, sumOf } from '../money.ts';
import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

/** A parts dealer's invoice: masthead, boxes for the addresses, a ruled table. */
const partsDealer: Layout = {
  name: 'northfield-448120',
  draw(t) {
    const p = letter();
    const lines: Priced[] = [
      ['Brake shoe kit 16.5 x 7 FMSI 4707', 4, 5895, 'BRK-4707QP'],
      ['Air dryer cartridge AD-IP', 2, 8450, 'BW-5008414'],
      ['LED marker lamp, amber, 2 in.', 12, 795, 'TL-10250Y'],
      ['Slack adjuster, automatic, 28 spline', 2, 11225, 'HDX-40010212'],
      ['Core charge, brake shoe', 4, 1500, 'CORE'],
    ];
    const subtotal = sumOf(lines);
    const tax = Math.round(subtotal * 0.0825);
    p.text(40, 58, t.is('vendorName', 'Northfield Truck Parts, Inc.'), { size: 20, bold: true, colour: '#1b3a6b' });
    p.lines(40, 76, [
      '8810 Industrial Blvd, Suite 4',
      'Fort Worth, TX 76140',
      'Phone (817) 555-0142   www.northfieldparts.example',
    ]);
    p.right(572, 58, 'INVOICE', { size: 24, bold: true, colour: '#777777' });
    p.pairs(400, 84, 85, [
      ['Invoice No.', t.is('invoiceNumber', 'NTP-448120')],
      ['Invoice Date', t.is('documentDate', '2026-03-14', '03/14/2026')],
      ['Due Date', t.is('dueDate', '2026-04-13', '04/13/2026')],
      ['Your P.O.', t.is('orderNumber', 'PO-20931')],
      ['Terms', 'Net 30'],
    ]);
    p.box(40, 170, 250, 74);
    p.lines(48, 184, [
      'BILL TO',
      t.is('customerName', 'Cascade Haulage LLC'),
      'Attn: Accounts Payable',
      '1420 Depot Road',
      'Amarillo, TX 79104',
    ]);
    p.box(322, 170, 250, 74);
    p.lines(330, 184, ['SHIP TO', 'Cascade Haulage LLC - Shop 2', '77 Freight Way', 'Lubbock, TX 79403']);
    const amounts = billed(t, lines, plain);
    const rows = lines.map(([what, count, price, code], index) => [code!, what, String(count), plain(price), amounts[index]!]);
    const end = p.table(
      40,
      275,
      [
        ['Part #', 90],
        ['Description', 222],
        ['Qty', 50, 'right'],
        ['Unit Price', 80, 'right'],
        ['Amount', 90, 'right'],
      ],
      rows,
      { rules: 'grid', row: 17, headFill: '#dde4ee' },
    );
    p.pairs(420, end + 18, 70, [
      ['Subtotal', `${t.is('currency', 'USD', '$')} ${t.is('subtotal', decimal(subtotal), plain(subtotal))}`],
      ['Tax 8.25%', t.is('tax', decimal(tax), dollars(tax))],
      ['TOTAL DUE', t.is('total', decimal(subtotal + tax), dollars(subtotal + tax))],
    ]);
    p.prose(
      40,
      700,
      500,
      'Cores must be returned within 30 days in the original box. A service charge of 1.5% per month applies to past due balances. Remit to: PO Box 5512, Fort Worth, TX 76108.',
      { size: 8 },
    );
    return p;
  },
};

/** A tyre service's bill of the road side, amounts first, in a serif face. */
const tyreService: Layout = {
  name: 'ridgeway-roadside',
  draw(t) {
    const p = letter({ face: 'serif', size: 10.5 });
    const lines: Priced[] = [
      ['Michelin X Line Energy Z 295/75R22.5', 2, 56750],
      ['Mount, dismount and balance', 2, 3850],
      ['Road call, mileage 34 mi round trip', 1, 16500],
      ['Tire disposal fee', 2, 1200],
      ['Fleet discount', 1, -7500],
    ];
    const subtotal = sumOf(lines);
    const tax = 9675;
    p.centre(306, 50, t.is('vendorName', 'Ridgeway Tire & Roadside Co.'), { size: 18, bold: true });
    p.centre(306, 66, '2209 Old Highway 40 · Salina, Kansas 67401 · 24 hr dispatch 785-555-0199');
    p.rule(50, 76, 562, 1.5);
    p.text(50, 98, `Sold to: ${t.is('customerName', 'Prairie Link Transport')}`);
    p.text(50, 114, '615 Elevator St, Hays KS 67601');
    p.right(562, 98, `Invoice ${t.is('invoiceNumber', '0072214')}`, { bold: true });
    p.right(562, 114, t.is('documentDate', '2026-01-09', 'January 9, 2026'));
    p.text(50, 140, `Unit 5521   VIN ${t.is('vin', vin('3AKJHHDR', 'JSJK1208'))}   Driver: T. Okafor   Auth: verbal / Dana`);
    const amounts = billed(t, lines, dollars);
    const rows = lines.map(([what, count, price], index) => [String(count), what, dollars(price), amounts[index]!]);
    const end = p.table(
      50,
      170,
      [
        ['Qty', 40, 'right'],
        ['Item / Service', 302],
        ['Each', 80, 'right'],
        ['Extended', 90, 'right'],
      ],
      rows,
      { row: 18 },
    );
    p.right(470, end + 14, 'Sub-total');
    p.right(562, end + 14, t.is('subtotal', decimal(subtotal), dollars(subtotal)));
    p.right(470, end + 30, 'Sales tax');
    p.right(562, end + 30, t.is('tax', decimal(tax), dollars(tax)));
    p.right(470, end + 48, 'Please pay this amount', { bold: true });
    p.right(562, end + 48, t.is('total', decimal(subtotal + tax), dollars(subtotal + tax)), { bold: true });
    t.is('currency', 'USD', '$');
    p.text(50, end + 90, 'Payment due upon receipt. Thank you for your business!');
    p.text(50, end + 130, 'Received by: ______________________      Re-torque lug nuts after 50 miles.');
    return p;
  },
};

/** A British workshop supplier with VAT. */
const britishSupplier: Layout = {
  name: 'hollins-si-10482',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ size: 9 });
    const lines: Priced[] = [
      ['AdBlue 10 litre container', 24, 1295],
      ['Tachograph rolls (box of 3)', 15, 640],
      ['Ratchet strap 5t x 10m', 8, 1475],
    ];
    const net = sumOf(lines);
    const vat = Math.round(net * 0.2);
    p.text(45, 55, t.is('vendorName', 'Hollins Commercial Supplies Ltd'), { size: 15, bold: true });
    p.lines(45, 70, ['Unit 7 Wharf Lane Trading Estate, Rotherham S60 1FE', 'VAT Reg No GB 418 2275 09   Company No 05518824']);
    p.box(45, 95, 505, 20, { fill: '#222222' });
    p.text(52, 109, 'SALES INVOICE', { bold: true, size: 12, colour: '#ffffff' });
    p.lines(45, 138, ['Invoice address:', t.is('customerName', 'Pennine Distribution plc'), 'Moor End Depot', 'Halifax HX3 5QD']);
    p.pairs(350, 138, 95, [
      ['Invoice number', t.is('invoiceNumber', 'SI-10482')],
      ['Date / tax point', t.is('documentDate', '2026-02-05', '05/02/2026')],
      ['Customer order', t.is('orderNumber', 'PD/7731')],
      ['Payment due by', t.is('dueDate', '2026-03-07', '07/03/2026')],
    ]);
    const amounts = billed(t, lines, plain);
    const rows = lines.map(([what, count, price], index) => [what, String(count), plain(price), '20%', amounts[index]!]);
    const end = p.table(
      45,
      225,
      [
        ['Details', 235],
        ['Quantity', 60, 'right'],
        ['Price (£)', 70, 'right'],
        ['VAT', 50, 'right'],
        ['Net (£)', 90, 'right'],
      ],
      rows,
    );
    t.is('currency', 'GBP', '£');
    p.pairs(390, end + 22, 80, [
      ['Total net', t.is('subtotal', decimal(net), pounds(net))],
      ['VAT @ 20%', t.is('tax', decimal(vat), pounds(vat))],
      ['Invoice total', t.is('total', decimal(net + vat), pounds(net + vat))],
    ]);
    p.lines(
      45,
      740,
      ['Bank: Calder & Aire   Sort code 20-11-43   Account 70554218', 'Goods remain our property until paid for in full.'],
      { size: 8 },
    );
    return p;
  },
};

/** A supplier of the European mainland that writes in English, with a comma for the decimals. */
const mainlandSupplier: Layout = {
  name: 'Rechnung_2026_00917',
  locale: 'de-DE',
  draw(t) {
    const p = a4({ size: 9.5 });
    const lines: Priced[] = [
      ['Windscreen washer fluid, canister 20 l', 6, 2890],
      ['Wiper blade set MAN TGX', 10, 3450],
      ['Freight', 1, 4900],
    ];
    const net = sumOf(lines);
    const vat = Math.round(net * 0.19);
    p.right(550, 60, t.is('vendorName', 'Brandt Nutzfahrzeugteile GmbH'), { size: 13, bold: true });
    p.lines(550, 76, ['Hafenstraße 118', '47119 Duisburg, Germany', 'USt-IdNr. DE 811 553 206'], { size: 8.5 }, 'right');
    p.lines(60, 140, [
      t.is('customerName', 'Van Dael Logistics B.V.'),
      'Waalhaven Zuidzijde 21',
      '3088 HH Rotterdam',
      'The Netherlands',
    ]);
    p.text(60, 230, `Invoice ${t.is('invoiceNumber', '2026-00917')}`, { size: 14, bold: true });
    p.right(550, 230, `Date: ${t.is('documentDate', '2026-05-18', '18.05.2026')}`);
    p.text(60, 250, `Your order ${t.is('orderNumber', 'VDL-40077')} - delivered 15.05.2026`);
    const amounts = billed(t, lines, european);
    const rows = lines.map(([what, count, price], index) => [
      String(index + 1),
      what,
      `${count} pcs`,
      european(price),
      amounts[index]!,
    ]);
    const end = p.table(
      60,
      280,
      [
        ['Pos.', 35],
        ['Designation', 245],
        ['Quantity', 60, 'right'],
        ['Unit EUR', 70, 'right'],
        ['Total EUR', 80, 'right'],
      ],
      rows,
    );
    p.pairs(370, end + 20, 90, [
      ['Net amount', t.is('subtotal', decimal(net), european(net))],
      ['VAT 19%', t.is('tax', decimal(vat), european(vat))],
      ['Amount due', `${t.is('total', decimal(net + vat), european(net + vat))} ${t.is('currency', 'EUR')}`],
    ]);
    p.text(60, end + 110, `Payable without deduction until ${t.is('dueDate', '2026-06-17', '17.06.2026')}.`);
    p.text(60, 790, 'IBAN DE44 3505 0000 0218 4471 90 · Managing director: Karin Brandt · HRB 20411 Duisburg', { size: 8 });
    return p;
  },
};

/** A service without a table: one sum for a month. */
const monthlyService: Layout = {
  name: 'statement-feb',
  draw(t) {
    const p = letter({ size: 11 });
    const lines: Priced[] = [['Yard sweeping and waste removal, February 2026', 1, 84000]];
    p.text(60, 70, t.is('vendorName', 'Bluebonnet Facility Services'), { size: 16, bold: true });
    p.text(60, 88, '19 Mesa Court, Waco, TX 76710');
    p.text(60, 140, `Bill for: ${t.is('customerName', 'Lone Star Cartage Inc')}`);
    p.text(60, 158, `Inv # ${t.is('invoiceNumber', 'BFS2602-31')}   dated ${t.is('documentDate', '2026-02-28', 'Feb 28, 2026')}`);
    p.text(60, 200, 'For services rendered:');
    p.text(60, 222, lines[0]![0]);
    p.right(540, 222, billed(t, lines, dollars)[0]!);
    p.rule(60, 232, 540);
    p.text(60, 250, 'Amount due', { bold: true });
    p.right(540, 250, `${t.is('currency', 'USD')} ${t.is('total', decimal(amountOf(lines[0]!)), plain(amountOf(lines[0]!)))}`, {
      bold: true,
    });
    p.text(
      60,
      290,
      `Kindly pay by ${t.is('dueDate', '2026-03-15', 'Mar 15, 2026')} by check or ACH. Questions? billing@bluebonnet.example`,
    );
    return p;
  },
};

export const vendorInvoices: Layout[] = [partsDealer, tyreService, britishSupplier, mainlandSupplier, monthlyService];
