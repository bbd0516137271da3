import {
  hasRightCheckDigit,
  readVin,
  vinCheckDigit,
  vinModelYears,
} from '@wheelhouse/shared/domains/documents/understanding/reading/vin.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const letters = [...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'];
const places = (length: number) => fc.array(fc.constantFrom(...letters), { minLength: length, maxLength: length });
/** Valid VINs of North America: the last four characters are digits. */
const vins = fc
  .tuple(fc.constantFrom('1', '2', '3', '4', '5'), places(7), places(4), fc.integer({ min: 0, max: 9999 }))
  .map(([country, description, plant, serial]) => {
    const vin = `${country}${description.join('')}0${plant.join('')}${String(serial).padStart(4, '0')}`;
    return vin.slice(0, 8) + vinCheckDigit(vin) + vin.slice(9);
  });

test('check digits are those of published numbers', () => {
  expect(vinCheckDigit('1M8GDM9AXKP042788')).toBe('X');
  expect(hasRightCheckDigit('11111111111111111')).toBe(true);
  expect(hasRightCheckDigit('5GZCZ43D13S812715')).toBe(true);
  expect(hasRightCheckDigit('5GZCZ43D13S812716')).toBe(false);
  expect(vinCheckDigit('1M8GDM9AXKP04278O')).toBeUndefined();
});

test('a right number is read as it is, with high confidence', () => {
  fc.assert(
    fc.property(vins, (vin) => {
      fc.pre(/\d{3}/.test(vin));
      expect(readVin(vin)).toEqual({ value: vin, confidence: 0.98, alternatives: [] });
    }),
  );
});

test('I, O and Q are read as 1, 0 and 0', () => {
  fc.assert(
    fc.property(vins, (vin) => {
      const scanned = vin.replaceAll('1', 'I').replaceAll('0', 'O');
      fc.pre(scanned !== vin);
      const reading = readVin(scanned);
      expect(reading).toMatchObject({ value: vin, alternatives: [] });
      expect(reading!.confidence).toBeLessThan(0.98);
    }),
  );
});

test('one exchanged S/5, B/8 or Z/2 is repaired, or is among the readings where several are possible', () => {
  const exchange: Record<string, string> = { S: '5', 5: 'S', B: '8', 8: 'B', Z: '2', 2: 'Z' };
  fc.assert(
    fc.property(vins, fc.nat(), (vin, choice) => {
      const at = [...vin].flatMap((letter, index) => (exchange[letter] && index > 0 ? [index] : []));
      fc.pre(at.length > 0);
      const index = at[choice % at.length]!;
      const scanned = vin.slice(0, index) + exchange[vin[index]!] + vin.slice(index + 1);
      fc.pre(/\d{3}/.test(scanned));
      expect(hasRightCheckDigit(scanned)).toBe(false);
      const reading = readVin(scanned)!;
      expect([reading.value, ...reading.alternatives]).toContain(vin);
      expect(reading.confidence).toBeLessThan(0.9);
      expect(hasRightCheckDigit(reading.value)).toBe(true);
    }),
  );
});

test('a North American number whose check digit no repair makes right is none', () => {
  expect(readVin('1M8GDM9A1KP043799')).toBeUndefined();
});

test('a European number needs no check digit but is less sure without', () => {
  expect(readVin('WDB9634031L123456')).toMatchObject({ value: 'WDB9634031L123456' });
  expect(readVin('WDB9634031L123456')!.confidence).toBeLessThan(0.8);
});

test('other words of 17 letters are none', () => {
  for (const text of ['MISREPRESENTATION', 'ABCDEFGHJKLMNPRST', '1M8GDM9AXKP04278', '1M8GDM9AXKP0427881'])
    expect(readVin(text)).toBeUndefined();
});

test('the tenth character says the model year', () => {
  expect(vinModelYears('1M8GDM9AXKP042788')).toContain(1989);
});
