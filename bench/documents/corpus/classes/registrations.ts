import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

/** A state's card, cell by cell. */
const stateCard: Layout = {
  name: 'reg-unit-2204',
  draw(t) {
    const p = letter({ size: 10 });
    p.box(40, 40, 532, 300);
    p.centre(306, 62, `STATE OF ${t.is('plateState', 'TX', 'TEXAS')} - DEPARTMENT OF MOTOR VEHICLES`, { bold: true });
    p.centre(306, 80, 'REGISTRATION RENEWAL RECEIPT', { size: 14, bold: true });
    p.cells(52, 95, 32, [
      [120, 'PLATE NO.', t.is('plate', 'R48PT21')],
      [130, 'REG CLASS', 'COMBINATION'],
      [129, 'ISSUE DATE', t.is('issueDate', '2026-01-12', '01/12/2026')],
      [129, 'EXPIRES', t.is('expiryDate', '2027-01-31', '01/31/2027')],
    ]);
    p.cells(52, 127, 32, [
      [180, 'VEHICLE IDENTIFICATION NO.', t.is('vin', vin('1XPBDP9X', 'LD630418'))],
      [70, 'YEAR/MODEL', t.is('vehicleYear', '2020')],
      [120, 'MAKE', t.is('vehicleMake', 'PETERBILT')],
      [138, 'BODY STYLE / MODEL', t.is('vehicleModel', '579')],
    ]);
    p.cells(52, 159, 32, [
      [120, 'EMPTY WEIGHT', '17,400'],
      [130, 'GROSS WEIGHT', '80,000'],
      [129, 'FUEL', 'DIESEL'],
      [129, 'TOTAL FEES PAID', '$861.75'],
    ]);
    p.lines(56, 215, ['OWNER', t.is('customerName', 'CASCADE HAULAGE LLC'), '1420 DEPOT ROAD', 'AMARILLO TX 79104']);
    p.prose(
      56,
      290,
      500,
      'This receipt to be carried in all commercial vehicles. Operating a vehicle with an expired registration is an offense.',
      { size: 8 },
    );
    return p;
  },
};

/** A cab card for several states. */
const cabCard: Layout = {
  name: 'irp-cabcard',
  draw(t) {
    const p = letter({ face: 'mono', size: 9 });
    p.centre(306, 50, 'APPORTIONED REGISTRATION CAB CARD', { bold: true, size: 13 });
    p.centre(306, 66, 'INTERNATIONAL REGISTRATION PLAN');
    p.lines(50, 100, [
      `REGISTRANT:  ${t.is('customerName', 'PRAIRIE LINK TRANSPORT')}`,
      'ADDRESS:     615 ELEVATOR ST, HAYS KS 67601',
      `BASE JURISDICTION: ${t.is('plateState', 'KS', 'KANSAS')}`,
      '',
      `LICENSE PLATE: ${t.is('plate', 'KP88421')}        UNIT NO: 5521`,
      `EFFECTIVE: ${t.is('issueDate', '2026-03-01', '03/01/2026')}         EXPIRATION: ${t.is('expiryDate', '2027-02-28', '02/28/2027')}`,
      `YEAR: ${t.is('vehicleYear', '2018')}  MAKE: ${t.is('vehicleMake', 'FREIGHTLINER', 'FRHT')}  VIN: ${t.is('vin', vin('3AKJHHDR', 'JSJK1208'))}`,
      'AXLES: 3   UNLADEN: 018200   FUEL: D',
    ]);
    p.table(
      50,
      230,
      [
        ['JUR', 60],
        ['WEIGHT', 90, 'right'],
        ['JUR', 60],
        ['WEIGHT', 90, 'right'],
        ['JUR', 60],
        ['WEIGHT', 90, 'right'],
      ],
      [
        ['AR', '080000', 'CO', '080000', 'IA', '080000'],
        ['KS', '080000', 'MO', '080000', 'NE', '080000'],
        ['OK', '080000', 'TX', '080000', 'WY', '080000'],
      ],
    );
    p.text(50, 320, 'ORIGINAL CAB CARD MUST BE CARRIED IN THE VEHICLE AT ALL TIMES.');
    return p;
  },
};

/** A certificate in the manner of the British V5C. */
const keeper: Layout = {
  name: 'v5c-nk70lze',
  locale: 'en-GB',
  draw(t) {
    const p = a4();
    p.box(40, 40, 515, 30, { fill: '#c9d8ea' });
    p.text(50, 60, 'Registration certificate', { size: 15, bold: true });
    p.text(330, 60, `Document reference 6271 448 2091`);
    p.pairs(50, 100, 210, [
      ['A   Registration number', t.is('plate', 'NK70LZE', 'NK70 LZE')],
      ['B   Date of first registration', t.may('issueDate', '2020-11-20', '20 11 2020')],
      ['D.1 Make', t.is('vehicleMake', 'IVECO')],
      ['D.3 Model', t.is('vehicleModel', 'DAILY 35S14')],
      ['E   VIN / chassis / frame no.', t.is('vin', 'ZCFC135B405274418')],
      ['J   Vehicle category', 'N1'],
      ['P.3 Type of fuel', 'HEAVY OIL'],
      ['I   Date of issue of this certificate', t.is('issueDate', '2024-06-14', '14 06 2024')],
    ]);
    p.lines(50, 250, ['Registered keeper', t.is('customerName', 'BORDER BAKERIES LTD'), '4 MILL ROAD', 'HAWICK', 'TD9 7AA']);
    p.text(
      50,
      350,
      'This document is not proof of ownership. It shows who is responsible for registering and taxing the vehicle.',
    );
    return p;
  },
};

export const registrations: Layout[] = [stateCard, cabCard, keeper];
