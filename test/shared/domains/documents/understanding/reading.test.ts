import { currencyCode, findAmounts, readAmount } from '@wheelhouse/shared/domains/documents/understanding/reading/amount.ts';
import {
  dateOrderOf,
  findDates,
  localeOrder,
  readDate,
  readMonthEnd,
} from '@wheelhouse/shared/domains/documents/understanding/reading/date.ts';
import {
  formatDecimal,
  multiplyDecimals,
  nearlyEqual,
  parseDecimal,
  roundDecimal,
  sumDecimals,
} from '@wheelhouse/shared/domains/documents/understanding/reading/decimal.ts';
import { readOrganisation, readPerson } from '@wheelhouse/shared/domains/documents/understanding/reading/names.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const us = localeOrder('en-US');
const uk = localeOrder('en-GB');

describe('dates', () => {
  const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true });
  const pad = (number: number) => String(number).padStart(2, '0');
  const short = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const long = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  const formats: Record<string, (date: Date) => string> = {
    iso: (date) => date.toISOString().slice(0, 10),
    slashes: (date) => `${date.getUTCFullYear()}/${pad(date.getUTCMonth() + 1)}/${pad(date.getUTCDate())}`,
    us: (date) => `${pad(date.getUTCMonth() + 1)}/${pad(date.getUTCDate())}/${date.getUTCFullYear()}`,
    usShort: (date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${pad(date.getUTCFullYear() % 100)}`,
    usHyphens: (date) => `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}-${date.getUTCFullYear()}`,
    points: (date) => `${pad(date.getUTCDate())}.${pad(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`,
    monthFirst: (date) => `${long[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
    dayFirst: (date) => `${date.getUTCDate()} ${long[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
    hyphens: (date) => `${pad(date.getUTCDate())}-${short[date.getUTCMonth()]}-${date.getUTCFullYear()}`,
    military: (date) => `${pad(date.getUTCDate())}${short[date.getUTCMonth()]!.toUpperCase()}${date.getUTCFullYear()}`,
    ordinal: (date) => `${date.getUTCDate()}th of ${long[date.getUTCMonth()]}, ${date.getUTCFullYear()}`,
  };

  test('a day written in any format is read back', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...Object.keys(formats)), (date, format) => {
        const written = formats[format]!(date);
        expect(readDate(`: ${written}`, us)?.value, written).toBe(date.toISOString().slice(0, 10));
        expect(findDates(`paid on ${written} in full`, us).map(({ value }) => value)).toEqual([date.toISOString().slice(0, 10)]);
      }),
    );
  });

  test('the country decides what 03/04/2026 is, and the other reading is named with less confidence', () => {
    expect(readDate('03/04/2026', us)).toMatchObject({ value: '2026-03-04', alternatives: ['2026-04-03'] });
    expect(readDate('03/04/2026', uk)).toMatchObject({ value: '2026-04-03', alternatives: ['2026-03-04'] });
    expect(readDate('03/04/2026', us)!.confidence).toBeLessThan(readDate('03/14/2026', us)!.confidence);
    expect(readDate('03/14/2026', uk)).toMatchObject({ value: '2026-03-14', alternatives: [] });
    expect(readDate('05/05/2026', us)?.alternatives).toEqual([]);
  });

  test('a document whose other dates have the day first is read so in any country', () => {
    const order = dateOrderOf(['Issued 03/04/2026', 'Valid until 25/03/2027'], 'en-US');
    expect(readDate('03/04/2026', order)).toMatchObject({ value: '2026-04-03', alternatives: ['2026-03-04'] });
    expect(dateOrderOf(['25/03/2026 and 03/25/2026'], 'en-US')).toEqual(us);
  });

  test('days that are in no calendar are none', () => {
    for (const text of ['02/30/2026', '2026-13-01', '31 April 2026', '99/99/2026', '1.2.3', '12/0/2026', '10/12/1666'])
      expect(findDates(text, us), text).toEqual([]);
  });

  test('digits and months that a scanner misread are read', () => {
    expect(readDate('O3/l4/2O26', us)?.value).toBe('2026-03-14');
    expect(readDate('Febnuary 7, 2026', us)?.value).toBe('2026-02-07');
  });

  test('a month alone stands for its last day', () => {
    expect(readMonthEnd('02/2028')?.value).toBe('2028-02-29');
    expect(readMonthEnd('APR 2026')?.value).toBe('2026-04-30');
    expect(readMonthEnd('13/2026')).toBeUndefined();
  });
});

describe('amounts', () => {
  const locales = ['en-US', 'en-GB', 'en-IN', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE', 'es-ES', 'nl-NL', 'pl-PL'];

  test('an amount written as any country writes it is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_99 }), fc.constantFrom(...locales), (cents, locale) => {
        const value = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const written = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(cents / 100);
        expect(readAmount(written, locale)?.value, `${written} (${locale})`).toBe(value);
      }),
    );
  });

  test('with decimals an amount is read alike whatever the country of the reader', () => {
    for (const locale of ['en-US', 'de-DE']) {
      expect(readAmount('1,234.56', locale)?.value).toBe('1234.56');
      expect(readAmount('1.234,56', locale)?.value).toBe('1234.56');
      expect(readAmount("1'234.56", locale)?.value).toBe('1234.56');
    }
    expect(readAmount('1 234,56', 'sv-SE')?.value).toBe('1234.56');
    expect(readAmount('1.234', 'de-DE')?.value).toBe('1234');
    expect(readAmount('1.234', 'en-US')?.value).toBe('1.234');
  });

  test('currencies, credits and negative amounts are seen', () => {
    expect(readAmount('$12.50', 'en-US')).toMatchObject({ value: '12.50', currency: '$' });
    expect(readAmount('12,50 EUR', 'de-DE')).toMatchObject({ value: '12.50', currency: 'EUR' });
    expect(readAmount('£99.00', 'en-GB')).toMatchObject({ currency: 'GBP' });
    expect(currencyCode('$', 'en-CA')).toBe('CAD');
    expect(currencyCode('kr', 'nb-NO')).toBe('NOK');
    for (const text of ['-$12.50', '$-12.50', '($12.50)', '12.50-', '12.50 CR'])
      expect(readAmount(text, 'en-US')?.value, text).toBe('-12.50');
  });

  test('percentages, dates, telephone numbers and parts of words are no amounts', () => {
    for (const text of ['8.25%', '03/04/2026', '15W40', 'A-123', '10.0.0.1.5'])
      expect(findAmounts(text, 'en-US'), text).toEqual([]);
  });

  test('digits that a scanner misread are read', () => {
    expect(readAmount('$1,2O4.5O', 'en-US')?.value).toBe('1204.50');
  });
});

describe('decimals', () => {
  const cents = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map((size) => size * 10_000_000n);

  test('what is written is read back', () => {
    fc.assert(
      fc.property(cents, (value) => {
        expect(parseDecimal(formatDecimal(value, 2))).toBe(value);
      }),
    );
  });

  test('sums are exact where floating point is not', () => {
    expect(formatDecimal(sumDecimals(['0.1', '0.2'].map(parseDecimal)), 2)).toBe('0.30');
    expect(formatDecimal(roundDecimal(multiplyDecimals(parseDecimal('84.312'), parseDecimal('3.899')), 2))).toBe('328.73');
    expect(formatDecimal(roundDecimal(parseDecimal('-1.005'), 2))).toBe('-1.01');
    expect(nearlyEqual(parseDecimal('1.00'), parseDecimal('1.01'))).toBe(true);
    expect(nearlyEqual(parseDecimal('1.00'), parseDecimal('1.02'))).toBe(false);
  });

  test('what is no decimal is refused', () => {
    for (const text of ['', '1,5', '1e3', 'NaN', '--1']) expect(() => parseDecimal(text)).toThrow(RangeError);
  });
});

describe('names', () => {
  test('a person is named given names first', () => {
    expect(readPerson('LOPEZ, MARIA A')).toBe('MARIA A LOPEZ');
    expect(readPerson('Dr. Paul Keane, MD')).toBe('Paul Keane');
    expect(readPerson('123 Main Street')).toBeUndefined();
    expect(readPerson('must be signed')).toBeUndefined();
  });

  test('a company ends where its address begins', () => {
    expect(readOrganisation('Acme Tire & Service, Inc., 400 Main St')).toBe('Acme Tire & Service, Inc.');
    expect(readOrganisation('the undersigned hereby agrees to pay all of it')).toBeUndefined();
  });
});
