import { letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

const kilometres = (miles: number) => (miles * 1.609344).toFixed(1);

/** A state's certificate in an ornamental frame. */
const ornate: Layout = {
  name: 'ttl-2204',
  draw(t) {
    const p = letter({ face: 'serif', size: 11 });
    p.box(30, 30, 552, 430, { weight: 3, stroke: '#3b5d3a' });
    p.box(36, 36, 540, 418, { weight: 0.8, stroke: '#3b5d3a' });
    p.centre(306, 66, 'STATE OF MONTANA', { size: 14 });
    p.centre(306, 90, 'CERTIFICATE OF TITLE', { size: 22, bold: true });
    p.cells(50, 110, 34, [
      [170, 'VEHICLE IDENTIFICATION NUMBER', t.is('vin', vin('5PVNJ8JN', 'H4S10552'))],
      [60, 'YEAR', t.is('vehicleYear', '2017')],
      [80, 'MAKE', t.is('vehicleMake', 'HINO')],
      [80, 'MODEL', t.is('vehicleModel', '268A')],
      [122, 'TITLE NUMBER', t.is('referenceNumber', 'MT-7720415')],
    ]);
    p.cells(50, 144, 34, [
      [170, 'ODOMETER (MILES) - ACTUAL', t.is('odometerKm', kilometres(48_212), '048212')],
      [140, 'DATE ISSUED', t.is('issueDate', '2024-08-27', '08/27/2024')],
      [202, 'PREVIOUS TITLE NO.', t.may('referenceNumber', 'MT-5100937')],
    ]);
    p.lines(56, 205, ['OWNER(S)', t.is('customerName', 'BITTERROOT BUILDING SUPPLY CO'), '770 RIVER RD', 'MISSOULA MT 59801']);
    p.lines(330, 205, ['FIRST LIENHOLDER', 'GLACIER COMMUNITY BANK', 'LIEN DATE 08/20/2024']);
    p.prose(
      56,
      300,
      500,
      'The Department certifies that the person or firm named above is the lawful owner of the vehicle described, subject to the liens shown. Any alteration or erasure voids this title.',
      { size: 9.5 },
    );
    p.text(56, 370, 'RELEASE OF LIEN: ______________________    DATE: ____________');
    p.text(56, 400, 'ASSIGNMENT OF TITLE BY OWNER - see reverse side');
    return p;
  },
};

/** A plain one of a single person. */
const plainTitle: Layout = {
  name: 'pinkslip',
  draw(t) {
    const p = letter({ size: 10 });
    p.text(50, 60, 'VEHICLE CERTIFICATE OF OWNERSHIP (TITLE)', { size: 15, bold: true });
    p.text(50, 76, 'Washington State Department of Licensing');
    p.pairs(50, 110, 150, [
      ['Title number', t.is('referenceNumber', '2319 40885 12')],
      ['License plate', t.is('plate', 'CDX8842')],
      ['VIN', t.is('vin', vin('1GCWGAFP', 'P1208834'))],
      ['Model year', t.is('vehicleYear', '2023')],
      ['Make', t.is('vehicleMake', 'Chevrolet')],
      ['Model', t.is('vehicleModel', 'Express 2500')],
      ['Odometer reading', `${t.is('odometerKm', kilometres(12), '12')} mi`],
      ['Date of issue', t.is('issueDate', '2023-05-02', '02-May-2023')],
    ]);
    p.lines(50, 260, ['Registered owner:', t.is('customerName', 'Priya N. Raghavan'), '5512 Fremont Ave N, Seattle, WA 98103']);
    p.lines(50, 320, ['Legal owner:', 'Same as registered owner']);
    p.text(50, 400, 'Keep in a safe place. Not to be kept in the vehicle. Brands: none');
    return p;
  },
};

/** An old typewritten form with the words in boxes far from their labels. */
const typed: Layout = {
  name: 'scan-title-trailer',
  draw(t) {
    const p = letter({ face: 'mono', size: 10 });
    p.centre(306, 50, 'COMMONWEALTH OF PENNSYLVANIA', { bold: true });
    p.centre(306, 68, 'CERTIFICATE OF TITLE FOR A VEHICLE', { bold: true, size: 13 });
    p.cells(50, 90, 36, [
      [256, 'TITLE NO.', t.is('referenceNumber', '88104427201 AL')],
      [256, 'TITLED DATE', t.is('issueDate', '2022-03-30', '3/30/22')],
    ]);
    p.cells(50, 126, 36, [
      [200, 'VEHICLE IDENTIFICATION NUMBER', t.is('vin', vin('1JJV532D', 'NL915503'))],
      [60, 'YEAR', t.is('vehicleYear', '2022')],
      [140, 'MAKE OF VEHICLE', t.is('vehicleMake', 'WABASH')],
      [112, 'BODY TYPE', 'TRAILER'],
    ]);
    p.cells(50, 162, 36, [
      [200, 'ODOMETER', 'EXEMPT'],
      [200, 'UNLADEN WEIGHT', '15200'],
      [112, 'SEAT CAP', '0'],
    ]);
    p.lines(56, 230, [
      'REGISTERED OWNER(S)',
      t.is('customerName', 'ALLEGHENY COURIER SERVICE INC'),
      '2100 SMALLMAN ST',
      'PITTSBURGH PA 15222',
    ]);
    p.lines(56, 310, [
      'FIRST LIEN FAVOR OF: NONE',
      'I CERTIFY AS OF THE DATE OF ISSUE, THE OFFICIAL RECORDS',
      'REFLECT THE COMPANY NAMED HEREIN AS LAWFUL OWNER.',
    ]);
    return p;
  },
};

export const titles: Layout[] = [ornate, plainTitle, typed];
