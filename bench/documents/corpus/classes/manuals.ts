import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A maker's maintenance manual, two pages. */
const maintenance: Layout = {
  name: 'liftgate-ht25',
  draw(t) {
    const p = letter({ size: 10.5 });
    p.text(50, 80, 'HT-25 Hydraulic Liftgate', { size: 22, bold: true });
    p.text(50, 106, 'Operation and Maintenance Manual', { size: 14 });
    p.text(
      50,
      140,
      `Publication ${t.is('referenceNumber', 'M-25-118 Rev C', 'M-25-118 Rev C')}     ${t.is('documentDate', '2024-06-03', 'June 3, 2024')}`,
    );
    p.lines(50, 190, [
      'Table of contents',
      '1  Safety .......................................... 1',
      '2  Daily operation ........................... 2',
      '3  Lubrication and inspection ........... 2',
    ]);
    p.text(50, 280, '1  Safety', { size: 14, bold: true });
    p.prose(
      50,
      300,
      500,
      'WARNING: Stand clear of the platform while it moves. Never exceed the rated capacity of 2,500 lb. Do not use the liftgate to raise people. Set the parking brake before operating the switch.',
    );
    p.turn();
    p.text(50, 70, '2  Daily operation', { size: 14, bold: true });
    p.lines(50, 92, [
      '1. Turn on the cab cut-off switch.',
      '2. Unlock the platform and fold it out.',
      '3. Hold the toggle to LOWER until the platform rests on the ground.',
      '4. Load with the weight centered. Hold the toggle to RAISE.',
      '5. Stow the platform and lock it before driving.',
    ]);
    p.text(50, 200, '3  Lubrication and inspection', { size: 14, bold: true });
    p.table(
      50,
      222,
      [
        ['Component', 200],
        ['Interval', 150],
        ['Lubricant', 150],
      ],
      [
        ['Pivot pins', 'Monthly', 'NLGI 2 grease'],
        ['Hydraulic fluid level', 'Every 3 months', 'ISO VG 15'],
        ['Lift chains', 'Every 6 months', 'Chain oil'],
      ],
      { rules: 'grid' },
    );
    p.prose(
      50,
      310,
      500,
      'Replace hydraulic fluid every 24 months. Tighten the mounting bolts to 120 lb-ft after the first 50 cycles.',
    );
    return p;
  },
};

/** A company's standard operating procedure. */
const procedure: Layout = {
  name: 'sop-yd-007',
  draw(t) {
    const p = letter({ size: 10.5 });
    p.cells(45, 40, 34, [
      [260, 'STANDARD OPERATING PROCEDURE', 'Yard spill response'],
      [120, 'DOCUMENT NO.', t.is('referenceNumber', 'SOP-YD-007')],
      [142, 'EFFECTIVE DATE', t.is('effectiveDate', '2025-10-01', '10/01/2025')],
    ]);
    p.text(45, 105, '1. Purpose', { bold: true, size: 12 });
    p.prose(
      45,
      122,
      520,
      'This procedure describes how personnel shall respond to a spill of diesel fuel, oil or coolant in the yard.',
    );
    p.text(45, 165, '2. Responsibilities', { bold: true, size: 12 });
    p.prose(
      45,
      182,
      520,
      'The yard supervisor is responsible for the spill kits and for training. Every driver is responsible for reporting a spill at once.',
    );
    p.text(45, 225, '3. Procedure', { bold: true, size: 12 });
    p.lines(45, 243, [
      '3.1 Stop the source if that can be done safely.',
      '3.2 Keep ignition sources away.',
      '3.3 Ring the drain with absorbent socks from kit B.',
      '3.4 Call the supervisor, then the environmental hotline.',
      '3.5 Bag used absorbent and label it as oily waste.',
    ]);
    p.turn();
    p.text(45, 70, '4. Records', { bold: true, size: 12 });
    p.prose(45, 88, 520, 'Spill reports are kept for five years in the compliance folder.');
    p.text(45, 125, '5. Revision history', { bold: true, size: 12 });
    p.table(
      45,
      145,
      [
        ['Rev', 60],
        ['Change', 300],
      ],
      [
        ['A', 'First issue'],
        ['B', 'Hotline number changed'],
      ],
      { rules: 'grid' },
    );
    return p;
  },
};

/** Pages of a driver's handbook. */
const handbook: Layout = {
  name: 'tail-lift-guide',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ face: 'serif', size: 11.5 });
    p.text(55, 80, 'Refrigeration Unit User Guide', { size: 22, bold: true });
    p.text(55, 104, `Models CX-400 and CX-450 · Part number ${t.is('referenceNumber', 'UG-CX400-EN')}`);
    p.text(55, 122, `Issue 4, ${t.is('documentDate', '2025-02-17', '17 February 2025')}`);
    p.text(55, 170, 'Starting the unit', { size: 15, bold: true });
    p.lines(55, 192, [
      'Press and hold the ON key for two seconds.',
      'Set the temperature with the arrow keys.',
      'Wait for the green lamp before loading.',
    ]);
    p.text(55, 262, 'Pre-cooling', { size: 15, bold: true });
    p.prose(
      55,
      284,
      480,
      'Run the unit with closed doors for at least thirty minutes before loading. Do not block the air duct above the load line.',
    );
    p.turn();
    p.text(55, 80, 'Alarm codes', { size: 15, bold: true });
    p.table(
      55,
      106,
      [
        ['Code', 60],
        ['Meaning', 200],
        ['What to do', 225],
      ],
      [
        ['E02', 'Low refrigerant pressure', 'Stop the unit, call service'],
        ['E11', 'Door open too long', 'Close the door, press ENTER'],
        ['E27', 'Defrost not finished', 'Start manual defrost'],
      ],
      { rules: 'rows' },
    );
    p.text(55, 190, 'Cleaning', { size: 15, bold: true });
    p.prose(55, 212, 480, 'Rinse the drain hoses monthly. Never use a pressure washer on the condenser fins.');
    return p;
  },
};

export const manuals: Layout[] = [maintenance, procedure, handbook];
