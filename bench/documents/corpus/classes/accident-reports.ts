import { letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

/** A police report in boxes, with two units. */
const police: Layout = {
  name: 'case-26-004417',
  draw(t) {
    const p = letter({ size: 9 });
    p.text(40, 44, 'TRAFFIC CRASH REPORT', { size: 16, bold: true });
    p.text(40, 58, 'Lubbock Police Department');
    p.cells(40, 68, 30, [
      [140, 'CASE NUMBER', t.is('referenceNumber', '26-004417')],
      [130, 'CRASH DATE', t.may('documentDate', '2026-02-23', '02/23/2026')],
      [80, 'TIME', '1442'],
      [182, 'REPORT DATE', t.is('documentDate', '2026-02-24', '02/24/2026')],
    ]);
    p.cells(40, 98, 30, [
      [350, 'LOCATION', 'Slide Rd at 50th St, Lubbock TX'],
      [182, 'WEATHER', 'Clear, dry'],
    ]);
    p.text(40, 148, 'UNIT 1', { bold: true });
    p.cells(40, 154, 30, [
      [200, 'DRIVER NAME', t.is('personName', 'Rosa Delacroix')],
      [160, 'DRIVER LICENSE NO.', t.is('licenceNumber', '20884417')],
      [172, 'PLATE', t.is('plate', 'R48PT21')],
    ]);
    p.cells(40, 184, 30, [
      [60, 'YEAR', t.is('vehicleYear', '2020')],
      [100, 'MAKE', t.is('vehicleMake', 'Peterbilt')],
      [60, 'MODEL', t.is('vehicleModel', '579')],
      [160, 'VIN', t.is('vin', vin('1XPBDP9X', 'LD630418'))],
      [152, 'INSURANCE POLICY NO.', t.is('policyNumber', 'GPC-CA-7714403')],
    ]);
    p.text(40, 234, 'UNIT 2', { bold: true });
    p.cells(40, 240, 30, [
      [200, 'DRIVER NAME', t.may('personName', 'Kevin Stahl')],
      [160, 'DRIVER LICENSE NO.', t.may('licenceNumber', '31772005')],
      [172, 'PLATE', t.may('plate', 'LKJ4417')],
    ]);
    p.cells(40, 270, 30, [
      [60, 'YEAR', t.may('vehicleYear', '2015')],
      [100, 'MAKE', t.may('vehicleMake', 'Toyota')],
      [372, 'MODEL', t.may('vehicleModel', 'Camry')],
    ]);
    p.text(40, 325, 'NARRATIVE', { bold: true });
    p.prose(
      40,
      340,
      530,
      'Unit 2 was stopped for a red light in the right lane. Unit 1 was turning right from the adjacent lane and its trailer struck the left rear quarter panel of Unit 2. No injuries were reported. Both vehicles were driven from the scene. Unit 1 driver was found to be at fault for an unsafe turn.',
    );
    p.text(40, 430, 'INVESTIGATING OFFICER: Sgt. D. Malloy  #318');
    return p;
  },
};

/** A carrier's own form, filled in by its driver. */
const ownForm: Layout = {
  name: 'incident-form-41',
  draw(t) {
    const p = letter({ face: 'serif', size: 11 });
    p.centre(306, 56, 'Valley Produce Transport', { size: 15, bold: true });
    p.centre(306, 76, "DRIVER'S ACCIDENT REPORT", { size: 13, bold: true });
    p.pairs(60, 108, 160, [
      ['Date of accident:', t.is('documentDate', '2026-01-30', 'January 30, 2026')],
      ['Time and place:', '6:20 am, Hwy 99 at Keyes Rd off-ramp'],
      ['Our driver:', t.is('personName', 'Hector Maldonado')],
      ["Driver's license:", t.is('licenceNumber', 'B5518820')],
      ['Truck:', `Unit 41, ${t.is('vehicleYear', '2018')} ${t.is('vehicleMake', 'Kenworth')} ${t.is('vehicleModel', 'T680')}`],
      ['Plate:', t.is('plate', '9D20114')],
      ['Police called?', 'Yes, CHP Modesto'],
      ['Injuries?', 'None'],
    ]);
    p.text(60, 270, 'Describe what happened:', { bold: true });
    p.prose(
      60,
      290,
      490,
      'I was slowing for the off-ramp in fog when a pickup in front of me braked hard. I hit the brakes but my front bumper touched his rear bumper. Damage to our truck: bumper cover scratched, right fog lamp broken. Damage to other vehicle: tailgate dented.',
    );
    p.text(60, 380, 'Witnesses: none.   Photos taken: 6');
    p.text(60, 410, "Driver's signature: H. Maldonado      Safety manager: P. Yee");
    return p;
  },
};

/** An insurer's notice of loss. */
const noticeOfLoss: Layout = {
  name: 'fnol-225810',
  draw(t) {
    const p = letter({ size: 10 });
    p.text(50, 56, 'AUTOMOBILE LOSS NOTICE', { size: 16, bold: true });
    p.text(50, 74, 'Report of vehicle accident to Keystone Fleet Underwriters');
    p.pairs(50, 104, 140, [
      ['Claim reference', t.is('referenceNumber', 'KFU-CLM-225810')],
      ['Policy number', t.is('policyNumber', 'KFU-PA-550128-03')],
      ['Insured', 'Allegheny Courier Service, Inc.'],
      ['Date of report', t.is('documentDate', '2026-07-15', '07/15/2026')],
      ['Date of loss', t.may('documentDate', '2026-07-14', '07/14/2026')],
    ]);
    p.text(50, 200, 'Insured vehicle', { bold: true });
    p.table(
      50,
      220,
      [
        ['Year', 50],
        ['Make', 110],
        ['Model', 110],
        ['VIN', 140],
        ['Plate', 100],
      ],
      [
        [
          t.is('vehicleYear', '2023'),
          t.is('vehicleMake', 'Mercedes-Benz'),
          t.is('vehicleModel', 'Sprinter 2500'),
          t.is('vin', vin('W1Y4ECHY', 'PP563019')),
          t.is('plate', 'ZTR0448'),
        ],
      ],
      { rules: 'grid' },
    );
    p.text(50, 270, `Driver at time of accident: ${t.is('personName', 'Nadia Kowalczyk')}`);
    p.text(50, 300, 'Description of accident', { bold: true });
    p.prose(
      50,
      316,
      500,
      'Insured vehicle was parked and unattended on Smallman St when it was struck by a city refuse truck reversing from an alley. Sliding door and rear quarter damaged; vehicle not drivable and towed.',
    );
    return p;
  },
};

export const accidentReports: Layout[] = [police, ownForm, noticeOfLoss];
