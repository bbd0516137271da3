import { billed, decimal, dollars, type Priced, plain, sumOf } from '../money.ts';
import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

const kilometres = (miles: number) => (miles * 1.609344).toFixed(1);

/** A dealer's repair order: complaint, cause, correction; labour and parts apart. */
const dealer: Layout = {
  name: 'RO118840',
  draw(t) {
    const p = letter({ size: 9 });
    const labor: Priced[] = [
      ['Diagnose coolant leak, pressure test', 1.5, 16500],
      ['Replace water pump and thermostat', 4.2, 16500],
    ];
    const parts: Priced[] = [
      ['Water pump, reman', 1, 48950, 'RA4722000401'],
      ['Thermostat 180F', 1, 9625, 'A4722000015'],
      ['ELC coolant, gallon', 6, 1899, 'ELC50'],
    ];
    const subtotal = sumOf([...labor, ...parts]);
    const tax = Math.round(sumOf(parts) * 0.07);
    p.text(40, 50, t.is('vendorName', 'Summit Freightliner of Boise'), { size: 16, bold: true });
    p.text(40, 64, '4455 Gowen Rd, Boise, ID 83705    Service (208) 555-0120');
    p.right(572, 50, 'REPAIR ORDER', { size: 14, bold: true });
    p.right(572, 66, `R.O. # ${t.is('orderNumber', '118840')}`, { size: 11, bold: true });
    p.cells(40, 80, 28, [
      [210, 'CUSTOMER', t.is('customerName', 'Sawtooth Carriers Inc.')],
      [110, 'DATE IN', t.is('documentDate', '2026-02-11', '02/11/2026')],
      [110, 'DATE COMPLETED', t.is('serviceDate', '2026-02-13', '02/13/2026')],
      [102, 'ADVISOR', 'M. Lindqvist'],
    ]);
    p.cells(40, 108, 28, [
      [60, 'YEAR', t.is('vehicleYear', '2021')],
      [90, 'MAKE', t.is('vehicleMake', 'Freightliner')],
      [90, 'MODEL', t.is('vehicleModel', 'Cascadia 126')],
      [140, 'VIN', t.is('vin', vin('1FUJHHDR', 'MLMA7150'))],
      [72, 'LICENSE', t.is('plate', '1A48812')],
      [80, 'MILEAGE IN', t.is('odometerKm', kilometres(391_204), '391,204')],
    ]);
    p.text(40, 155, 'Complaint:', { bold: true });
    p.text(100, 155, 'Customer states coolant low warning, puddle under truck after shutdown.');
    p.text(40, 169, 'Cause:', { bold: true });
    p.text(100, 169, 'Water pump weep hole leaking, thermostat sticking.');
    p.text(40, 183, 'Correction:', { bold: true });
    p.text(100, 183, 'Replaced pump and thermostat, refilled and bled system. Road test 8 miles, no leaks.');
    const laborAmounts = billed(t, labor, plain);
    let y = p.table(
      40,
      212,
      [
        ['LABOR', 302],
        ['HOURS', 70, 'right'],
        ['RATE', 70, 'right'],
        ['AMOUNT', 90, 'right'],
      ],
      labor.map(([what, hours, rate], index) => [what, hours.toFixed(1), plain(rate), laborAmounts[index]!]),
      { headFill: '#e5e5e5' },
    );
    const partAmounts = billed(t, parts, plain);
    y = p.table(
      40,
      y + 14,
      [
        ['PART NO.', 100],
        ['PARTS', 202],
        ['QTY', 70, 'right'],
        ['PRICE', 70, 'right'],
        ['AMOUNT', 90, 'right'],
      ],
      parts.map(([what, count, price, code], index) => [code!, what, String(count), plain(price), partAmounts[index]!]),
      { headFill: '#e5e5e5' },
    );
    p.pairs(420, y + 16, 80, [
      ['Total labor', dollars(sumOf(labor))],
      ['Total parts', dollars(sumOf(parts))],
      ['Subtotal', t.is('subtotal', decimal(subtotal), dollars(subtotal))],
      ['Sales tax', t.is('tax', decimal(tax), dollars(tax))],
      ['TOTAL', t.is('total', decimal(subtotal + tax), dollars(subtotal + tax))],
    ]);
    t.is('currency', 'USD', '$');
    p.prose(
      40,
      700,
      530,
      'I hereby authorize the repair work described above along with the necessary materials. Summit is not responsible for loss or damage to vehicles or articles left in the vehicle. Signature: ____________________',
      { size: 7.5 },
    );
    return p;
  },
};

/** An independent workshop's work order in one table, a letter telling labour from parts. */
const independent: Layout = {
  name: 'wo-3307',
  draw(t) {
    const p = letter({ face: 'serif', size: 10 });
    const lines: Priced[] = [
      ['PM-B service, tractor', 2.5, 12800, 'L'],
      ['Oil filter LF14000NN', 1, 5415, 'P'],
      ['15W-40 engine oil, qt', 44, 489, 'P'],
      ['Replace L/R mud flap', 0.4, 12800, 'L'],
      ['Mud flap 24x30', 1, 2250, 'P'],
      ['Shop supplies', 1, 1850, 'M'],
    ];
    const subtotal = sumOf(lines);
    p.centre(306, 46, t.is('vendorName', "Delgado's Diesel Repair"), { size: 19, bold: true });
    p.centre(306, 62, '590 Cannery Row, Modesto CA 95351  ·  BAR ARD 00299184');
    p.text(50, 92, 'WORK ORDER', { size: 13, bold: true });
    p.text(200, 92, `No. ${t.is('orderNumber', '3307')}`, { size: 13 });
    p.right(562, 92, `Date: ${t.is('documentDate', '2026-04-22', 'April 22, 2026')}`);
    p.pairs(50, 118, 60, [
      ['Owner:', t.is('customerName', 'Valley Produce Transport')],
      ['Vehicle:', `${t.is('vehicleYear', '2018')} ${t.is('vehicleMake', 'Kenworth')} ${t.is('vehicleModel', 'T680')}   Unit 41`],
      ['VIN:', t.is('vin', vin('1XKYDP9X', 'JJ204817'))],
      ['Lic:', `${t.is('plateState', 'CA')} ${t.is('plate', '9D20114')}`],
      ['Odom:', `${t.is('odometerKm', kilometres(618_450), '618450')} miles`],
    ]);
    const amounts = billed(t, lines, plain);
    const end = p.table(
      50,
      210,
      [
        ['', 20],
        ['Description of work / parts', 272],
        ['Qty/Hrs', 60, 'right'],
        ['Each', 70, 'right'],
        ['Ext', 90, 'right'],
      ],
      lines.map(([what, count, price, kind], index) => [kind!, what, String(count), plain(price), amounts[index]!]),
      { rules: 'none' },
    );
    p.right(470, end + 10, 'Subtotal');
    p.right(559, end + 10, t.is('subtotal', decimal(subtotal), plain(subtotal)));
    p.right(470, end + 25, 'Tax on parts');
    const tax = 2395;
    p.right(559, end + 25, t.is('tax', decimal(tax), plain(tax)));
    p.right(470, end + 42, 'Total', { bold: true });
    p.right(559, end + 42, `${t.is('currency', 'USD', '$')}${t.is('total', decimal(subtotal + tax), plain(subtotal + tax))}`, {
      bold: true,
    });
    p.text(50, 640, 'Old parts: [ ] return  [X] discard      Next PM due at 643,000 mi');
    p.text(50, 670, 'Technician: R. Delgado Jr.     Authorized by: ______________');
    return p;
  },
};

/** A British garage's job card. */
const jobCard: Layout = {
  name: 'jobcard-J20551',
  locale: 'en-GB',
  draw(t) {
    const p = a4();
    const lines: Priced[] = [
      ['Labour: renew nearside front brake calliper', 1.8, 7200],
      ['Brake calliper, exchange unit', 1, 21450],
      ['Brake fluid DOT 4, 1 ltr', 1, 995],
    ];
    const net = sumOf(lines);
    const vat = Math.round(net * 0.2);
    p.text(40, 50, t.is('vendorName', 'Tyne Valley Commercials Ltd'), { size: 16, bold: true });
    p.text(40, 66, 'Haugh Lane Industrial Estate, Hexham NE46 3PU');
    p.text(40, 98, 'JOB CARD / REPAIR ORDER', { bold: true, size: 12 });
    p.pairs(40, 120, 90, [
      ['Job no.', t.is('orderNumber', 'J20551')],
      ['Customer', t.is('customerName', 'Border Bakeries Ltd')],
      ['Registration', t.is('plate', 'NK70LZE', 'NK70 LZE')],
      ['Make / model', `${t.is('vehicleMake', 'Iveco')} ${t.is('vehicleModel', 'Daily 35S14')}`],
    ]);
    p.pairs(320, 120, 90, [
      ['Date in', t.is('documentDate', '2026-03-09', '09/03/2026')],
      ['Date out', t.is('serviceDate', '2026-03-10', '10/03/2026')],
      ['Odometer', `${t.is('odometerKm', '142380', '142,380')} km`],
      ['Chassis no.', t.is('vin', 'ZCFC135B405274418')],
    ]);
    p.text(40, 200, 'Reported fault: pulling to the left under braking. MOT advisory.');
    const amounts = billed(t, lines, plain);
    const end = p.table(
      40,
      230,
      [
        ['Work carried out / parts fitted', 285],
        ['Qty', 50, 'right'],
        ['Unit £', 80, 'right'],
        ['Total £', 90, 'right'],
      ],
      lines.map(([what, count, price], index) => [what, String(count), plain(price), amounts[index]!]),
      { rules: 'grid' },
    );
    t.is('currency', 'GBP', '£');
    p.pairs(380, end + 20, 90, [
      ['Net', t.is('subtotal', decimal(net), plain(net))],
      ['VAT 20%', t.is('tax', decimal(vat), plain(vat))],
      ['Total £', t.is('total', decimal(net + vat), plain(net + vat))],
    ]);
    p.text(40, 700, 'Work completed to satisfaction, vehicle road tested. Signed (technician): A. Robson');
    return p;
  },
};

export const repairOrders: Layout[] = [dealer, independent, jobCard];
