import { a4, letter, Paper } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A uniform traffic ticket. */
const ticket: Layout = {
  name: 'ticket-A448-2107',
  draw(t) {
    const p = new Paper(330, 560, { size: 9 });
    p.centre(165, 28, 'STATE OF NEW MEXICO', { bold: true });
    p.centre(165, 42, 'UNIFORM TRAFFIC CITATION', { bold: true, size: 12 });
    p.right(316, 60, `CITATION NO. ${t.is('referenceNumber', 'A448-2107')}`, { bold: true });
    p.cells(14, 70, 28, [
      [110, 'DATE OF VIOLATION', t.is('documentDate', '2026-03-18', '03/18/2026')],
      [60, 'TIME', '11:52 AM'],
      [132, 'COUNTY', 'QUAY'],
    ]);
    p.cells(14, 98, 28, [[302, 'NAME (LAST, FIRST, MIDDLE)', t.is('personName', 'Rosa Ines Delacroix', 'DELACROIX, ROSA INES')]]);
    p.cells(14, 126, 28, [
      [180, 'DRIVER LICENSE NO.', t.is('licenceNumber', '20884417')],
      [50, 'STATE', 'TX'],
      [72, 'CDL', 'YES'],
    ]);
    p.cells(14, 154, 28, [
      [60, 'VEH YEAR', t.is('vehicleYear', '2020')],
      [100, 'MAKE', t.is('vehicleMake', 'PETERBILT', 'PTRB')],
      [92, 'LICENSE PLATE', t.is('plate', 'R48PT21')],
      [50, 'PL STATE', t.is('plateState', 'TX')],
    ]);
    p.lines(18, 204, ['DID UNLAWFULLY: SPEEDING 76 IN A 65 ZONE', 'SECTION 66-7-301', 'LOCATION: I-40 MM 331 EASTBOUND']);
    p.lines(18, 260, [
      `FINE AND COSTS   ${t.is('currency', 'USD', '$')}${t.is('total', '116.00')}`,
      `PAY OR APPEAR ON OR BEFORE ${t.is('dueDate', '2026-04-17', '04/17/2026')}`,
      'QUAY COUNTY MAGISTRATE COURT, TUCUMCARI NM',
    ]);
    p.text(18, 330, 'OFFICER: R. Benally   BADGE 2207');
    p.prose(
      18,
      360,
      290,
      'Signing this citation is not an admission of guilt. Failure to appear may result in the suspension of your license.',
      { size: 8 },
    );
    return p;
  },
};

/** A city's notice of a parking violation. */
const parking: Layout = {
  name: 'notice-7720194435',
  draw(t) {
    const p = letter({ size: 10.5 });
    p.text(50, 60, 'City of Chicago', { size: 16, bold: true });
    p.text(50, 78, 'Department of Finance - Parking Enforcement');
    p.text(50, 112, 'NOTICE OF PARKING VIOLATION', { size: 14, bold: true });
    p.pairs(50, 140, 150, [
      ['Ticket number', t.is('referenceNumber', '7720194435')],
      ['Issue date', t.is('documentDate', '2025-12-03', 'Dec 3, 2025')],
      ['License plate', `${t.is('plateState', 'IL')} ${t.is('plate', 'P804417')}`],
      ['Vehicle make', t.is('vehicleMake', 'Ford')],
      ['Violation', '0964150B  Parking/standing in bus lane'],
      ['Location', '212 W Washington St'],
      ['Fine amount', t.is('total', '90.00', '$90.00')],
      ['Pay by', t.is('dueDate', '2025-12-28', 'Dec 28, 2025')],
    ]);
    t.is('currency', 'USD', '$');
    p.prose(
      50,
      290,
      500,
      'If payment is not received by the date shown, a late penalty equal to the fine will be added. To contest this ticket request a hearing by mail or in person.',
    );
    return p;
  },
};

/** A British notice of a fixed penalty in the form of a letter. */
const penaltyNotice: Layout = {
  name: 'pcn-wk40028814',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ size: 10.5 });
    p.text(50, 60, 'WAKEFORD BOROUGH COUNCIL', { bold: true, size: 13 });
    p.text(50, 76, 'Parking Services, PO Box 114, Wakeford WF1 9ZZ');
    p.lines(50, 120, ['Border Bakeries Ltd', '4 Mill Road', 'Hawick TD9 7AA']);
    p.text(50, 190, 'PENALTY CHARGE NOTICE', { bold: true, size: 15 });
    p.pairs(50, 218, 170, [
      ['Notice number', t.is('referenceNumber', 'WK40028814')],
      ['Date of this notice', t.is('documentDate', '2026-05-12', '12/05/2026')],
      ['Vehicle registration mark', t.is('plate', 'NK70LZE', 'NK70 LZE')],
      ['Contravention', '34J Being in a bus lane'],
      ['Penalty charge', `${t.is('currency', 'GBP', '£')}${t.is('total', '70.00')}`],
      ['Payment must reach us by', t.is('dueDate', '2026-06-09', '09/06/2026')],
    ]);
    p.prose(
      50,
      340,
      490,
      'The Council believes that a penalty charge is payable with respect to the above vehicle. A discount of 50% applies to payments received within 14 days. You may make representations against this notice.',
    );
    return p;
  },
};

export const citations: Layout[] = [ticket, parking, penaltyNotice];
