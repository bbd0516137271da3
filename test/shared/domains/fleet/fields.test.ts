import * as field from '@wheelhouse/shared/domains/fleet/fields.ts';
import { expect, it } from 'vitest';
import type { ZodType } from 'zod';

const rules: [string, ZodType, unknown[], unknown[]][] = [
  [
    'VIN',
    field.vin,
    ['1HGCM82633A004352', '1hgcm82633a004352'],
    ['1HGCM82633A00435', '1HGCM82633AI04352', '1HGCM82633AQ04352', ''],
  ],
  ['plate', field.licensePlate, ['AB-123', 'b mw 42', 'M·ÜX 1'], ['', '-AB', 'A'.repeat(21), 'A;B']],
  ['year', field.modelYear, [1900, 2026], [1899, 2026.5, '2026']],
  ['e-mail address', field.email, ['fleet@example.com'], ['fleet', 'fleet@', 'a b@example.com']],
  [
    'phone number',
    field.phone,
    ['+1 312 555 0100', '+2348012345678', '(312) 555-0100'],
    ['call me', '+1', '+12345678901234567', '312 x 5'],
  ],
  ['time zone', field.timeZone, ['America/Chicago', 'Africa/Lagos', 'UTC'], ['Chicago', '+01:00', 'Mars/Base', '']],
  [
    'week of operating hours',
    field.operatingHours,
    [{}, { monday: { open: '06:00', close: '24:00' } }, { sunday: { open: '22:00', close: '04:00' } }],
    [
      { monday: { open: '6:00', close: '22:00' } },
      { monday: { open: '24:00', close: '22:00' } },
      { someday: { open: '06:00', close: '07:00' } },
      { monday: {} },
    ],
  ],
  [
    'place',
    field.coordinates,
    [{ longitude: -180, latitude: 90 }],
    [{ longitude: -181, latitude: 0 }, { longitude: 0, latitude: 90.1 }, { longitude: 0 }],
  ],
  ['licence state', field.licenseState, ['TX', 'NG-LA', 'tx'], ['Texas', 'T', 'NG-']],
  ['amount', field.amount(6), ['0', '123456.78'], ['-1', '1234567', '1.234', 5]],
];

it.each(rules)('A %s is accepted or refused by its form', (_, schema, good, bad) => {
  for (const value of good) expect(schema.safeParse(value), JSON.stringify(value)).toMatchObject({ success: true });
  for (const value of bad) expect(schema.safeParse(value), JSON.stringify(value)).toMatchObject({ success: false });
});

it('A VIN and a plate are taken in upper case', () => {
  expect(field.vin.parse(' 1hgcm82633a004352 ')).toBe('1HGCM82633A004352');
  expect(field.licensePlate.parse('ab 123')).toBe('AB 123');
});
