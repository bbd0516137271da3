import { type OperatingHours, openingAt, weekdays } from '@wheelhouse/shared/domains/fleet/opening-hours.ts';
import { localTimeOf, momentOf } from '@wheelhouse/shared/domains/fleet/zoned-time.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const chicago = 'America/Chicago';
const everyDay = (open: string, close: string): OperatingHours =>
  Object.fromEntries(weekdays.map((day) => [day, { open, close }]));
const isOpen = (hours: OperatingHours, zone: string, at: string) => openingAt(hours, zone, new Date(at)).isOpen;

describe('opening hours', () => {
  it('are in the time zone of the place: 06:00 in Chicago is 11:00 UTC in summer and 12:00 in winter', () => {
    const hours = everyDay('06:00', '22:00');
    expect(isOpen(hours, chicago, '2026-07-01T10:59:59Z')).toBe(false);
    expect(isOpen(hours, chicago, '2026-07-01T11:00:00Z')).toBe(true);
    expect(isOpen(hours, chicago, '2026-01-15T11:59:59Z')).toBe(false);
    expect(isOpen(hours, chicago, '2026-01-15T12:00:00Z')).toBe(true);
  });

  it('end at the closing time, exclusively', () => {
    const hours = everyDay('06:00', '22:00');
    expect(isOpen(hours, 'UTC', '2026-07-01T21:59:59Z')).toBe(true);
    expect(isOpen(hours, 'UTC', '2026-07-01T22:00:00Z')).toBe(false);
  });

  it('last over midnight where closing is before opening, into a day that is closed itself', () => {
    const hours: OperatingHours = { friday: { open: '20:00', close: '04:00' } };
    expect(isOpen(hours, 'UTC', '2026-07-03T19:00:00Z')).toBe(false);
    expect(isOpen(hours, 'UTC', '2026-07-03T23:00:00Z')).toBe(true);
    expect(isOpen(hours, 'UTC', '2026-07-04T03:59:00Z')).toBe(true);
    expect(isOpen(hours, 'UTC', '2026-07-04T04:00:00Z')).toBe(false);
    expect(isOpen(hours, 'UTC', '2026-07-05T03:00:00Z')).toBe(false);
  });

  it('count real hours in the night when the clock goes forward', () => {
    // 2026-03-08: 02:00 CST becomes 03:00 CDT. Open 22:00 CST (04:00Z) until 06:00 CDT (11:00Z).
    const opening = openingAt({ saturday: { open: '22:00', close: '06:00' } }, chicago, new Date('2026-03-08T08:30:00Z'));
    expect(opening).toEqual({ isOpen: true, opensAt: null, closesAt: new Date('2026-03-08T11:00:00Z') });
  });

  it('open at the first of two equal times when the clock goes back, and are open through the second', () => {
    // 2026-11-01: 02:00 CDT becomes 01:00 CST; 01:30 is at 06:30Z and at 07:30Z.
    const hours: OperatingHours = { sunday: { open: '01:30', close: '05:00' } };
    expect(isOpen(hours, chicago, '2026-11-01T06:29:00Z')).toBe(false);
    expect(isOpen(hours, chicago, '2026-11-01T06:30:00Z')).toBe(true);
    // The clock shows 01:15 for the second time.
    expect(isOpen(hours, chicago, '2026-11-01T07:15:00Z')).toBe(true);
    expect(isOpen(hours, chicago, '2026-11-01T11:00:00Z')).toBe(false);
  });

  it('that begin at a time which the clock skips begin after the change', () => {
    const hours: OperatingHours = { sunday: { open: '02:30', close: '05:00' } };
    expect(openingAt(hours, chicago, new Date('2026-03-08T07:00:00Z')).opensAt).toEqual(new Date('2026-03-08T08:30:00Z'));
  });

  it('say when a closed place opens next, days ahead, and that an empty week never opens', () => {
    const hours: OperatingHours = { monday: { open: '08:00', close: '17:00' } };
    expect(openingAt(hours, 'UTC', new Date('2026-07-06T17:00:00Z')).opensAt).toEqual(new Date('2026-07-13T08:00:00Z'));
    expect(openingAt({}, 'UTC', new Date('2026-07-06T17:00:00Z'))).toEqual({ isOpen: false, opensAt: null, closesAt: null });
  });

  it('that touch from day to day are one: a week of whole days never closes', () => {
    const at = new Date('2026-07-06T23:59:59Z');
    expect(openingAt(everyDay('00:00', '24:00'), 'UTC', at)).toEqual({ isOpen: true, opensAt: null, closesAt: null });
    expect(openingAt(everyDay('07:00', '07:00'), 'UTC', at)).toEqual({ isOpen: true, opensAt: null, closesAt: null });
  });
});

describe('opening hours of any kind', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const hours = fc.record(Object.fromEntries(weekdays.map((day) => [day, fc.record({ open: time, close: time })])), {
    requiredKeys: [],
  });
  const zone = fc.constantFrom(
    chicago,
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Lagos',
    'Pacific/Apia',
  );
  const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });

  it('agree with the moment at which they say that they change, and with the one before it', () => {
    fc.assert(
      fc.property(hours, zone, moment, (week, timeZone, at) => {
        const opening = openingAt(week, timeZone, at);
        const change = opening.isOpen ? opening.closesAt : opening.opensAt;
        if (!change) return;
        expect(change.getTime()).toBeGreaterThan(at.getTime());
        expect(openingAt(week, timeZone, change).isOpen).toBe(!opening.isOpen);
        expect(openingAt(week, timeZone, new Date(change.getTime() - 1)).isOpen).toBe(opening.isOpen);
      }),
      { numRuns: 300 },
    );
  });

  it('agree with the wall clock on days without a clock change', () => {
    fc.assert(
      fc.property(hours, moment, (week, at) => {
        const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
        const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const day = (offset: number) => (week as OperatingHours)[weekdays[(at.getUTCDay() + 6 + offset + 7) % 7]!];
        const overnight = (times: { open: string; close: string }) => minutesOf(times.close) <= minutesOf(times.open);
        const [today, yesterday] = [day(0), day(-1)];
        const byToday =
          today !== undefined && minute >= minutesOf(today.open) && (overnight(today) || minute < minutesOf(today.close));
        const byYesterday = yesterday !== undefined && overnight(yesterday) && minute < minutesOf(yesterday.close);
        expect(openingAt(week, 'UTC', at).isOpen).toBe(byToday || byYesterday);
      }),
      { numRuns: 300 },
    );
  });

  it('rest on moments that show the asked time on the clock, or lie in the gap of a clock change', () => {
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: 0, max: 1439 }), (timeZone, at, minutes) => {
        const { date } = localTimeOf(at, timeZone);
        const shown = localTimeOf(momentOf(date, minutes, timeZone), timeZone);
        const shownMinutes = Number(shown.time.slice(0, 2)) * 60 + Number(shown.time.slice(3, 5));
        // Lord Howe Island moves its clock by half an hour, the others by a whole one.
        expect([0, 30, 60]).toContain(shownMinutes - minutes);
      }),
      { numRuns: 300 },
    );
  });
});
