import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

const kilometres = (miles: number) => (miles * 1.609344).toFixed(1);

/** The driver's daily check list in three columns. */
const daily: Layout = {
  name: 'unit5521-monday',
  draw(t) {
    const p = letter({ size: 9 });
    p.centre(306, 46, "DRIVER'S VEHICLE INSPECTION REPORT", { size: 15, bold: true });
    p.centre(306, 60, 'As required by the DOT Federal Motor Carrier Safety Regulations', { size: 8 });
    p.cells(40, 72, 30, [
      [250, 'CARRIER', 'Prairie Link Transport'],
      [140, 'DATE', t.is('documentDate', '2026-03-02', '03/02/2026')],
      [142, 'TIME', '5:40 AM'],
    ]);
    p.cells(40, 102, 30, [
      [120, 'TRACTOR/TRUCK NO.', '5521'],
      [130, 'TRAILER NO.', '53-0088'],
      [140, 'ODOMETER READING (MI)', t.is('odometerKm', kilometres(402_118), '402,118')],
      [142, 'LICENSE PLATE', t.is('plate', 'KP88421')],
    ]);
    p.text(40, 150, 'CHECK ANY DEFECTIVE ITEM AND GIVE DETAILS UNDER REMARKS');
    const items = [
      'Air Compressor',
      'Air Lines',
      'Battery',
      'Belts and Hoses',
      'Brakes',
      'Brake Accessories',
      'Clutch',
      'Coupling Devices',
      'Defroster/Heater',
      'Drive Line',
      'Engine',
      'Exhaust',
      'Fifth Wheel',
      'Fluid Levels',
      'Frame',
      'Front Axle',
      'Fuel Tanks',
      'Horn',
      'Lights',
      'Mirrors',
      'Muffler',
      'Oil Pressure',
      'Radiator',
      'Safety Equipment',
      'Steering',
      'Suspension',
      'Tires',
      'Transmission',
      'Wheels and Rims',
      'Windshield Wipers',
    ];
    for (const [index, item] of items.entries()) {
      const [x, y] = [44 + Math.floor(index / 10) * 178, 172 + (index % 10) * 16];
      p.box(x, y - 7, 8, 8);
      if (item === 'Lights') p.text(x + 1.2, y, 'X', { bold: true });
      p.text(x + 14, y, item);
    }
    p.text(40, 352, 'REMARKS:  Left rear marker light out on trailer. Reported to shop.');
    p.text(40, 376, '[ ] CONDITION OF THE ABOVE VEHICLE IS SATISFACTORY');
    p.text(40, 400, `DRIVER'S NAME: ${t.is('personName', 'Tobias Okafor')}       SIGNATURE: T. Okafor`);
    p.text(40, 424, '[X] ABOVE DEFECTS CORRECTED      [ ] DEFECTS NEED NOT BE CORRECTED FOR SAFE OPERATION');
    p.text(40, 448, "MECHANIC'S SIGNATURE: L. Voss       DATE: 03/02/2026");
    return p;
  },
};

/** The yearly inspection: a report with components passed and failed. */
const annual: Layout = {
  name: 'avi-2026-118',
  draw(t) {
    const p = letter({ size: 9.5 });
    p.text(40, 46, 'ANNUAL VEHICLE INSPECTION REPORT', { size: 15, bold: true });
    p.right(572, 46, `Report No. ${t.is('referenceNumber', 'AVI-0011842')}`);
    p.pairs(40, 76, 120, [
      ['Motor carrier', 'Sawtooth Carriers Inc.'],
      ['Inspection date', t.is('documentDate', '2026-05-21', '05/21/2026')],
      ['Inspector (print)', t.is('personName', 'Gregory L. Haines')],
      [
        'Vehicle',
        `${t.is('vehicleYear', '2021')} ${t.is('vehicleMake', 'Freightliner')} ${t.is('vehicleModel', 'Cascadia 126')}`,
      ],
      ['VIN', t.is('vin', vin('1FUJHHDR', 'MLMA7150'))],
      ['License', `${t.is('plateState', 'ID')} ${t.is('plate', '1A48812')}`],
    ]);
    const rows = [
      ['1. Brake system', 'X', '', ''],
      ['2. Coupling devices', 'X', '', ''],
      ['3. Exhaust system', 'X', '', ''],
      ['4. Fuel system', 'X', '', ''],
      ['5. Lighting devices', '', 'X', '05/21/2026'],
      ['6. Safe loading', 'X', '', ''],
      ['7. Steering mechanism', 'X', '', ''],
      ['8. Suspension', 'X', '', ''],
      ['9. Frame', 'X', '', ''],
      ['10. Tires', 'X', '', ''],
      ['11. Wheels and rims', 'X', '', ''],
      ['12. Windshield glazing', 'X', '', ''],
    ];
    p.table(
      40,
      195,
      [
        ['VEHICLE COMPONENTS INSPECTED', 250],
        ['OK', 60, 'centre'],
        ['NEEDS REPAIR', 110, 'centre'],
        ['REPAIRED DATE', 112],
      ],
      rows,
      { rules: 'grid' },
    );
    p.prose(
      40,
      420,
      530,
      'CERTIFICATION: THIS VEHICLE HAS PASSED ALL THE INSPECTION ITEMS FOR THE ANNUAL VEHICLE INSPECTION IN ACCORDANCE WITH 49 CFR PART 396.',
    );
    return p;
  },
};

/** A British walk-round check. */
const walkRound: Layout = {
  name: 'daily-check-042',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ size: 10 });
    p.text(45, 55, 'Daily Walk-round Check / Defect Report', { size: 15, bold: true });
    p.pairs(45, 84, 110, [
      ['Driver', t.is('personName', 'Callum Thirlwell')],
      ['Date', t.is('documentDate', '2026-06-11', '11/06/2026')],
      ['Vehicle reg', t.is('plate', 'YK23HVD', 'YK23 HVD')],
      ['Odometer', `${t.is('odometerKm', '231905', '231,905')} km`],
      ['Sheet no.', t.is('referenceNumber', '00042')],
    ]);
    p.table(
      45,
      185,
      [
        ['Item', 200],
        ['Pass', 60, 'centre'],
        ['Defect', 60, 'centre'],
        ['Details', 180],
      ],
      [
        ['Tyres and wheel fixing', 'Y', '', ''],
        ['Brakes and air build-up', 'Y', '', ''],
        ['Lights and indicators', 'Y', '', ''],
        ['Mirrors and glass', '', 'Y', 'n/s mirror cracked'],
        ['Load security', 'Y', '', ''],
        ['Fuel / oil leaks', 'Y', '', ''],
        ['Number plate', 'Y', '', ''],
        ['AdBlue level', 'Y', '', ''],
      ],
      { rules: 'grid' },
    );
    p.text(45, 350, 'Nil defects [ ]     Defects reported to: transport office 06:15');
    p.text(45, 380, 'Driver signature: C. Thirlwell');
    return p;
  },
};

/** A record from an app, printed. */
const appRecord: Layout = {
  name: 'inspection-export',
  draw(t) {
    const p = letter({ size: 10 });
    p.box(0, 0, 612, 50, { fill: '#0f766e' });
    p.text(40, 32, 'DVIR - Post-trip', { size: 16, bold: true, colour: '#ffffff' });
    p.text(40, 80, `Inspection ID ${t.is('referenceNumber', 'dvir-90f31c')}`);
    p.text(
      40,
      98,
      `Submitted ${t.is('documentDate', '2026-07-07', 'Jul 7, 2026')} 18:12 by ${t.is('personName', 'Marisol Vega')}`,
    );
    p.text(
      40,
      116,
      `Asset: Van 12 · ${t.is('vehicleMake', 'Ford')} ${t.is('vehicleModel', 'Transit')} · ${t.is('vin', vin('1FTBR1C8', 'NKA31180'))}`,
    );
    p.text(40, 134, `Odometer: ${t.is('odometerKm', kilometres(58_807), '58,807')} mi    Location: Portland, OR`);
    p.text(40, 168, 'Defects found: 1', { bold: true });
    p.lines(50, 188, ['Major - Tires: right front tread below 2/32', 'All other 22 items: pass']);
    p.text(40, 230, 'Vehicle safe to operate: NO', { bold: true });
    return p;
  },
};

export const inspectionReports: Layout[] = [daily, annual, walkRound, appRecord];
