import { checkReading } from '@wheelhouse/shared/domains/telematics/message/checkReading.ts';
import { momentMs } from '@wheelhouse/shared/domains/telematics/message/moment.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
const part = (max: number, digits = 2) => fc.integer({ min: 0, max }).map((value) => pad(value, digits));

/** Timestamps of every form that is taken, and days and times that do not exist. */
const timestamp = fc
  .tuple(
    fc.oneof(part(9_999, 4), fc.integer({ min: 1_990, max: 2_040 }).map(String), fc.constantFrom('2000', '1900', '2024')),
    part(13),
    part(32),
    part(25),
    part(61),
    part(59),
    fc.constantFrom('', '.000', '.5', '.123456789'),
    fc.oneof(
      part(999, 3).map((ms) => `.${ms}`),
      fc.constant(''),
    ),
    fc.constantFrom('Z', '+00:00', '-05:30', '+14:00', '+23:59'),
    fc.boolean(),
  )
  .map(
    ([year, month, day, hour, minute, second, odd, fraction, offset, common]) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}${common ? fraction : odd}${common ? 'Z' : offset}`,
  );

it('A timestamp is the moment that Date.parse reads, and none where the day or the time does not exist', () => {
  fc.assert(
    fc.property(timestamp, (text) => {
      const [year, month, day, hour, minute] = text.split(/[-T:]/, 5).map(Number) as [number, number, number, number, number];
      const days = month >= 1 && month <= 12 ? new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() : 0;
      const exists = day >= 1 && day <= days && hour <= 23 && minute <= 59;
      expect(momentMs(text)).toBe(exists ? Date.parse(text) : Number.NaN);
    }),
    { numRuns: 5_000 },
  );
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      (date) => {
        expect(momentMs(date.toISOString())).toBe(date.getTime());
      },
    ),
    { numRuns: 5_000 },
  );
});

it('Text that only resembles a timestamp is none', () => {
  for (const text of [
    '2026-03-01T08:15:30',
    '2026-03-01T08:15Z',
    '2026-03-01 08:15:30Z',
    '2026-03-01t08:15:30z',
    '2026-03-01T08:15:30+0100',
    '2026-03-01T24:00:00Z',
    '2026-3-01T008:15:30Z',
    '2026-03-01T08:15:30,500Z',
    '2026-03-01T08:15:30.5x0Z',
    '-026-03-01T08:15:30.500Z',
    '+002026-03-01T08:15:30Z',
    ' 2026-03-01T08:15:30Z',
    '2026-03-01T08:15:30Z\n',
    '٢٠٢٦-03-01T08:15:30Z',
  ]) {
    expect(momentMs(text), text).toBeNaN();
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', minLength: 20, maxLength: 24 }), (text) => {
      expect(momentMs(text)).toBeNaN();
    }),
  );
});

it('A leap second is the last millisecond of its minute, in whatever offset it is said, and exists only at the end of a month', () => {
  const last = Date.parse('2016-12-31T23:59:59.999Z');
  for (const text of [
    '2016-12-31T23:59:60Z',
    '2016-12-31T23:59:60.000Z',
    '2016-12-31T23:59:60.750Z',
    '2017-01-01T00:59:60+01:00',
    '2016-12-31T18:59:60.5-05:00',
  ]) {
    expect(momentMs(text), text).toBe(last);
  }
  for (const text of ['2016-12-30T23:59:60Z', '2016-12-31T23:58:60Z', '2016-12-31T23:59:60+01:00', '2016-12-31T23:59:61Z']) {
    expect(momentMs(text), text).toBeNaN();
  }
  const reading = { recordedAt: '2016-12-31T23:59:60Z', ignitionOn: true };
  expect(checkReading(reading, new Date('2017-01-01T00:00:05Z'))).toMatchObject({ ok: true, reading: { recordedAtMs: last } });
});

it('Around a change of clocks the offset says which of two equal wall times is meant', () => {
  // Berlin, 2025-10-26: 02:30 comes twice. New York, 2025-03-09: 02:30 never comes, but with an offset it is a moment all the same.
  expect(momentMs('2025-10-26T02:30:00+01:00') - momentMs('2025-10-26T02:30:00+02:00')).toBe(3_600_000);
  expect(momentMs('2025-10-26T02:59:59.999+02:00') + 1).toBe(momentMs('2025-10-26T02:00:00+01:00'));
  expect(momentMs('2025-03-09T01:59:59.999-05:00') + 1).toBe(momentMs('2025-03-09T03:00:00-04:00'));
  expect(momentMs('2025-03-09T02:30:00-05:00')).toBe(momentMs('2025-03-09T03:30:00-04:00'));
});
