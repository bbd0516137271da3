import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

/** Prose with the facts in its first sentences. */
const prose: Layout = {
  name: 'agreement-sprinter',
  draw(t) {
    const p = letter({ face: 'serif', size: 11 });
    p.centre(306, 70, 'COMMERCIAL VEHICLE LEASE AGREEMENT', { size: 14, bold: true });
    let y = 110;
    const say = (text: string) => {
      y = p.prose(60, y, 492, text) + 8;
    };
    say(
      `This Lease Agreement is made on ${t.is('documentDate', '2026-02-20', 'February 20, 2026')} between ${t.is('vendorName', 'Tri-Rivers Leasing Corporation')} ("Lessor") and ${t.is('customerName', 'Allegheny Courier Service, Inc.')} ("Lessee").`,
    );
    say(
      `1. Vehicle. Lessor leases to Lessee one ${t.is('vehicleYear', '2023')} ${t.is('vehicleMake', 'Mercedes-Benz')} ${t.is('vehicleModel', 'Sprinter 2500')}, VIN ${t.is('vin', vin('W1Y4ECHY', 'PP563019'))} (the "Vehicle").`,
    );
    say(
      `2. Term. The term commences on ${t.is('effectiveDate', '2026-03-01', 'March 1, 2026')} and ends on ${t.is('expiryDate', '2029-02-28', 'February 28, 2029')} unless sooner terminated under this Agreement.`,
    );
    say(
      '3. Rent. Lessee shall pay $1,145.00 each month in advance on the first day of the month, together with any applicable use tax.',
    );
    say(
      '4. Mileage. The monthly rent allows 2,500 miles a month on average. Excess mileage is charged at $0.18 per mile at the end of the term.',
    );
    say(
      '5. Maintenance. Lessee shall keep the Vehicle in good order and have it serviced as the manufacturer recommends, at its own expense.',
    );
    say('6. Insurance. Lessee shall carry liability insurance of not less than $1,000,000 and name Lessor as loss payee.');
    say('IN WITNESS WHEREOF the parties have executed this Agreement as of the date first written above.');
    p.lines(60, y + 30, ['LESSOR: ____________________          LESSEE: ____________________']);
    return p;
  },
};

/** A schedule to a master lease, as a form. */
const schedule: Layout = {
  name: 'schedule-A-14',
  draw(t) {
    const p = letter({ size: 10 });
    p.text(45, 56, 'Equipment Lease - Schedule A', { size: 16, bold: true });
    p.right(567, 56, `Lease No. ${t.is('referenceNumber', 'TL-20417-14')}`, { bold: true });
    p.cells(45, 72, 34, [
      [261, 'LESSOR', t.is('vendorName', 'Transland Equipment Finance LLC')],
      [261, 'LESSEE', t.is('customerName', 'Sawtooth Carriers Inc.')],
    ]);
    p.cells(45, 106, 34, [
      [130, 'LEASE DATE', t.is('documentDate', '2025-08-11', '08/11/2025')],
      [131, 'COMMENCEMENT DATE', t.is('effectiveDate', '2025-09-01', '09/01/2025')],
      [131, 'TERM (MONTHS)', '60'],
      [130, 'LEASE END DATE', t.is('expiryDate', '2030-08-31', '08/31/2030')],
    ]);
    p.table(
      45,
      165,
      [
        ['Unit', 50],
        ['Year', 50],
        ['Make', 110],
        ['Model', 110],
        ['VIN', 202],
      ],
      [
        [
          '88',
          t.is('vehicleYear', '2026'),
          t.is('vehicleMake', 'Volvo'),
          t.is('vehicleModel', 'VNL 860'),
          t.is('vin', vin('4V4NC9EH', 'TN410552')),
        ],
      ],
      { rules: 'grid' },
    );
    p.pairs(45, 220, 150, [
      ['Monthly rental', '$2,884.00'],
      ['Security deposit', '$5,768.00'],
      ['Purchase option', 'Fair market value'],
    ]);
    p.prose(
      45,
      290,
      520,
      'This Schedule incorporates the terms of the Master Lease between Lessor and Lessee. Lessee acknowledges delivery and acceptance of the equipment described above.',
    );
    p.text(45, 380, 'Lessor signature ______________    Lessee signature ______________');
    return p;
  },
};

/** A hire contract in British words. */
const hire: Layout = {
  name: 'hire-contract-3318',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ face: 'serif', size: 11 });
    p.text(55, 60, t.is('vendorName', 'Northumbria Truck Rental Ltd'), { size: 14, bold: true });
    p.text(55, 90, 'CONTRACT HIRE AGREEMENT', { size: 14, bold: true });
    p.pairs(55, 120, 150, [
      ['Agreement number', t.is('referenceNumber', 'CH/3318')],
      ['Agreement date', t.is('documentDate', '2026-01-05', '05/01/2026')],
      ['The Hirer (lessee)', t.is('customerName', 'Pennine Distribution plc')],
      ['Vehicle', `${t.is('vehicleMake', 'DAF')} ${t.is('vehicleModel', 'LF 230')}`],
      ['Registration', t.is('plate', 'YK23HVD', 'YK23 HVD')],
      ['Hire starts', t.is('effectiveDate', '2026-02-01', '01/02/2026')],
      ['Hire ends', t.is('expiryDate', '2029-01-31', '31/01/2029')],
      ['Monthly rental', '£1,060.00 + VAT'],
    ]);
    const y = p.prose(
      55,
      280,
      480,
      'The Owner lets and the Hirer takes on hire the vehicle for the period and at the rentals set out above. The vehicle remains at all times the property of the Owner. The Hirer shall not sublet, sell or charge it.',
    );
    p.prose(
      55,
      y + 12,
      480,
      'The Hirer shall return the vehicle at the end of the lease term in good condition, fair wear and tear excepted.',
    );
    return p;
  },
};

export const leases: Layout[] = [prose, schedule, hire];
