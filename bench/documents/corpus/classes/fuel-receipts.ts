import { Paper } from '../paper.ts';
import type { Layout } from '../truth.ts';

const roll = (height: number) => new Paper(226, height, { face: 'mono', size: 9 });
const litres = (gallons: number) => (gallons * 3.785411784).toFixed(3);
const kilometres = (miles: number) => (miles * 1.609344).toFixed(1);

/** A truck stop's till roll. */
const truckStop: Layout = {
  name: 'receipt-0317',
  draw(t) {
    const p = roll(430);
    p.lines(
      113,
      30,
      [t.is('vendorName', 'BIG MESA TRAVEL CENTER'), 'STORE #0417', 'I-40 EXIT 96', 'SAN JON NM 88434', '(575) 555-0117'],
      {},
      'centre',
    );
    p.lines(14, 104, [
      `DATE ${t.is('documentDate', '2026-03-17', '03/17/26')}     06:42`,
      `INVOICE# ${t.is('referenceNumber', '884213')}`,
      'PUMP# 14   SHIFT 2',
      '',
      `PRODUCT: ${t.is('fuelType', 'diesel', 'DIESEL #2')}`,
      `GALLONS:    ${t.is('fuelLiters', litres(112.406), '112.406')}`,
      `PRICE/GAL:  ${t.is('currency', 'USD', '$')}${t.is('unitPrice', '3.899')}`,
      'FUEL SALE:  $438.27',
      '----------------------------',
      `TOTAL:      $${t.is('total', '438.27')}`,
      '----------------------------',
      'FLEET CARD XXXXXXXX4471',
      'AUTH 019932',
      'UNIT# 2204',
      `ODOMETER: ${t.is('odometerKm', kilometres(412_883), '412883')} MI`,
      'TRIP# 55120',
    ]);
    p.lines(113, 330, ['CASH BACK $0.00', 'THANK YOU', 'DRIVE SAFELY'], {}, 'centre');
    return p;
  },
};

/** A petrol station's slip with shop goods and taxes. */
const stationWithShop: Layout = {
  name: 'slip-20260121',
  draw(t) {
    const p = roll(440);
    p.centre(113, 34, t.is('vendorName', 'Sundown Fuel & Go'), { size: 13, bold: true });
    p.lines(113, 50, ['1800 W Camelback Rd', 'Phoenix, AZ 85015'], {}, 'centre');
    p.lines(14, 84, [
      'Welcome!',
      `${t.is('documentDate', '2026-01-21', '01/21/2026')} 4:18:09 PM`,
      `Receipt: ${t.is('referenceNumber', '7-30442')}`,
      'Pump 05  Self serve',
      '',
      `${t.is('fuelType', 'gasoline', 'UNLEADED')} 87`,
      `  ${t.is('fuelLiters', litres(18.214), '18.214')} G @ $${t.is('unitPrice', '3.459')}/G`,
      '                     $63.00',
      'COFFEE 20 OZ          $2.29',
      '                     ------',
      'Subtotal             $65.29',
      `Tax                   $${t.is('tax', '0.20')}`,
      `TOTAL                ${t.is('currency', 'USD', '$')}${t.is('total', '65.49')}`,
      '',
      'VISA ************1180',
      'Entry: CHIP',
      'Appr: 55132A',
      'Veh 0318   Odo N/A',
    ]);
    return p;
  },
};

/** A card network's slip of a British forecourt, in litres. */
const forecourt: Layout = {
  name: 'forecourt_8841',
  locale: 'en-GB',
  draw(t) {
    const p = roll(400);
    p.lines(
      113,
      30,
      [t.is('vendorName', 'MOORGATE SERVICES'), 'M62 WESTBOUND', 'HUDDERSFIELD HD3 3FW', 'VAT NO 218 4401 77'],
      {},
      'centre',
    );
    p.lines(14, 96, [
      `${t.is('documentDate', '2026-04-03', '03/04/2026')} 21:07`,
      `TRANS NO ${t.is('referenceNumber', '118842')}`,
      'PUMP 9',
      `${t.is('fuelType', 'diesel', 'DIESEL')}`,
      `${t.is('fuelLiters', '301.42')} L @ ${t.is('unitPrice', '1.419')} £/L`,
      '',
      `TOTAL   ${t.is('currency', 'GBP', '£')}${t.is('total', '427.71')}`,
      `INC VAT 20%  £${t.is('tax', '71.29')}`,
      '',
      'FUELCARD 7082 **** 3310',
      `REG ${t.is('plate', 'YK23HVD', 'YK23 HVD')}`,
      `MILEAGE ${t.is('odometerKm', kilometres(88_214), '88,214')}`,
      'CARDHOLDER COPY',
    ]);
    return p;
  },
};

/** A cardlock's printed page of one fill, wide. */
const cardlock: Layout = {
  name: 'cardlock-ticket',
  draw(t) {
    const p = new Paper(420, 300, { size: 9 });
    p.text(20, 30, t.is('vendorName', 'Inland Cardlock Network'), { size: 14, bold: true });
    p.right(400, 30, 'FUEL TRANSACTION TICKET', { bold: true });
    p.cells(20, 45, 30, [
      [95, 'TICKET NO', t.is('referenceNumber', 'ICN-5520918')],
      [95, 'DATE', t.is('documentDate', '2025-11-30', '30-Nov-2025')],
      [95, 'SITE', 'Yakima 2'],
      [95, 'CARD', '**** 0092'],
    ]);
    p.cells(20, 75, 30, [
      [95, 'VEHICLE', 'T-118'],
      [95, 'LICENSE PLATE', t.is('plate', 'C84412K')],
      [95, 'ODOMETER (MI)', t.is('odometerKm', kilometres(203_771), '203,771')],
      [95, 'DRIVER PIN', 'OK'],
    ]);
    p.table(
      20,
      130,
      [
        ['Product', 110],
        ['Gallons', 80, 'right'],
        ['Price per gal', 90, 'right'],
        ['Amount USD', 100, 'right'],
      ],
      [
        [
          t.is('fuelType', 'diesel', 'ULSD Clear'),
          t.is('fuelLiters', litres(86.05), '86.050'),
          t.is('unitPrice', '4.1790'),
          '359.60',
        ],
      ],
    );
    p.right(400, 190, `Total ${t.is('currency', 'USD')} ${t.is('total', '359.60')}`, { bold: true, size: 11 });
    p.text(20, 270, 'Taxes included where applicable. Keep this ticket for your IFTA records.', { size: 8 });
    return p;
  },
};

export const fuelReceipts: Layout[] = [truckStop, stationWithShop, forecourt, cardlock];
