import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { delivery, derived, message, now, stored, testIngest, vehicleWith } from '../support.ts';

const minuteMs = 60_000;
const metersPerDegree = 111_195;
const iso = (ms: number) => new Date(ms).toISOString();

/** A drive through Lagos at 72 km/h, a fix every ten seconds, that ends at a moment. */
function driveUntil(endMs: number, fixes: number) {
  return Array.from({ length: fixes }, (_, i) => ({
    recordedAt: iso(endMs - (fixes - 1 - i) * 10_000),
    position: { latitude: 6.5244 + (i * 200) / metersPerDegree, longitude: 3.3792, speedKph: 72 },
  }));
}

/** What a tenant with one device holds after messages of it, delivered in this order, when the device has been silent for hours. */
async function resultOf(messages: unknown[][], clock = fixedClock(now)) {
  const tenant = await newTenant({ placement: 'dedicated' });
  const vehicleId = await vehicleWith(tenant, 'GPS-1');
  const ingest = testIngest({ clock });
  for (const readings of messages) await ingest.accept(delivery(message(tenant, 'GPS-1', readings)));
  await ingest.drain();
  await testIngest({ clock: fixedClock(new Date(clock.now().getTime() + 180 * minuteMs)) }).refold(tenant.tenantId, vehicleId);
  const { locations, states, rejections } = await stored(tenant);
  const { trips } = (await derived(tenant)) as Record<'trips', Record<string, unknown>[]>;
  return {
    times: locations.map((row) => (row.recorded_at as Date).toISOString()),
    locations,
    state: states[0],
    rejections,
    trips,
  };
}

describe('A clock that is wrong', () => {
  it('by some minutes ahead or by an hour behind costs no reading: it is stored as the device says', async () => {
    for (const skewMs of [7 * minuteMs, -60 * minuteMs]) {
      const drive = driveUntil(now.getTime() + skewMs, 60);
      const { times, state, rejections, trips } = await resultOf([drive.slice(0, 30), drive.slice(30)]);
      expect(times).toEqual(drive.map(({ recordedAt }) => recordedAt));
      expect(state).toMatchObject({ recorded_at: new Date(now.getTime() + skewMs) });
      expect(rejections).toEqual([]);
      expect(trips).toMatchObject([{ distance_km: expect.closeTo(11.8, 1) }]);
    }
  });

  it('by 25 hours ahead costs the readings until it is right again: each is kept with its reason', async () => {
    const ahead = driveUntil(now.getTime() + 25 * 60 * minuteMs, 3);
    const right = driveUntil(now.getTime(), 60);
    const { times, state, rejections, trips } = await resultOf([[...ahead, ...right]]);
    expect(times).toEqual(right.map(({ recordedAt }) => recordedAt));
    expect(state).toMatchObject({ recorded_at: now });
    expect(rejections.map(({ reason, reading, reading_index }) => [reason, reading_index, reading])).toEqual(
      ahead.map((reading, i) => ['future_clock', i, reading]),
    );
    expect(rejections[0]?.detail).toBe(`recordedAt ${ahead[0]?.recordedAt} is more than 24 h ahead of ${now.toISOString()}.`);
    expect(trips).toHaveLength(1);
  });

  it('and jumps back in the middle of a drive: every reading is stored once, the vehicle stays where it was last, trips do not overlap', async () => {
    const drive = driveUntil(now.getTime(), 120);
    const jumpedBack = drive.map((reading, i) =>
      i < 60 ? reading : { ...reading, recordedAt: iso(Date.parse(reading.recordedAt) - 30 * minuteMs) },
    );
    const { times, state, rejections, trips } = await resultOf([
      jumpedBack.slice(0, 60),
      jumpedBack.slice(60, 90),
      jumpedBack.slice(90),
    ]);
    expect(times).toEqual(jumpedBack.map(({ recordedAt }) => recordedAt).sort());
    expect(state).toMatchObject({ recorded_at: new Date(jumpedBack[59]?.recordedAt as string) });
    expect(rejections).toEqual([]);
    const periods = trips.map((trip) => [trip.started_at, trip.ended_at] as [string, string]).sort();
    expect(periods.length).toBeGreaterThan(0);
    for (const [i, [startedAt]] of periods.entries()) if (i > 0) expect(startedAt >= (periods[i - 1]?.[1] as string)).toBe(true);
    const inOrder = await resultOf([jumpedBack.toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt))]);
    const comparable = (all: typeof trips) =>
      all.map(({ started_at, ended_at, distance_km }) => [started_at, ended_at, distance_km]);
    expect(comparable(trips)).toEqual(comparable(inOrder.trips));
  });
});

describe('A day on which clocks change', () => {
  const drive = (times: string[]) =>
    times.map((recordedAt, i) => ({
      recordedAt,
      position: { latitude: 58.41 + (i * 500) / metersPerDegree, longitude: 15.62, speedKph: 60 },
    }));

  it('in spring has no gap: the minute after 01:59 is 03:00', async () => {
    const times = ['01:58:00+01:00', '01:58:30+01:00', '01:59:00+01:00', '01:59:30+01:00', '03:00:00+02:00', '03:00:30+02:00'];
    const {
      times: found,
      rejections,
      trips,
    } = await resultOf([drive(times.map((time) => `2026-03-29T${time}`))], fixedClock(new Date('2026-03-29T12:00:00Z')));
    expect(found).toEqual(
      ['00:58:00', '00:58:30', '00:59:00', '00:59:30', '01:00:00', '01:00:30'].map((time) => `2026-03-29T${time}.000Z`),
    );
    expect(rejections).toEqual([]);
    expect(trips).toMatchObject([{ duration_seconds: 150, distance_km: 2.5 }]);
  });

  it('in autumn has no hour twice: what is the same hour by the clock on the wall is an hour apart', async () => {
    const hours = [...Array(5).keys()].map((i) => `2026-10-25T02:1${i}:00+02:00`);
    const again = hours.map((time) => time.replace('02:1', '02:3').replace('+02:00', '+01:00'));
    const { times, rejections, trips } = await resultOf(
      [drive(again), drive(hours)],
      fixedClock(new Date('2026-10-25T12:00:00Z')),
    );
    expect(times).toEqual([
      ...hours.map((_, i) => `2026-10-25T00:1${i}:00.000Z`),
      ...hours.map((_, i) => `2026-10-25T01:3${i}:00.000Z`),
    ]);
    expect(rejections).toEqual([]);
    expect(trips.map(({ started_at }) => started_at)).toEqual(['2026-10-25T00:10:00+00:00', '2026-10-25T01:30:00+00:00']);
  });

  it('with a leap second keeps the order, and the second in its month', async () => {
    const times = [
      '2016-12-31T23:59:58Z',
      '2016-12-31T23:59:59Z',
      '2016-12-31T23:59:60Z',
      '2017-01-01T00:00:00Z',
      '2017-01-01T00:00:01Z',
    ];
    const readings = times.map((recordedAt, i) => ({ recordedAt, position: { latitude: 58.41, longitude: 15.62 }, sequence: i }));
    const {
      times: found,
      locations,
      state,
      rejections,
    } = await resultOf([readings], fixedClock(new Date('2017-01-01T00:10:00Z')));
    expect(found).toEqual([
      '2016-12-31T23:59:58.000Z',
      '2016-12-31T23:59:59.000Z',
      '2016-12-31T23:59:59.999Z',
      '2017-01-01T00:00:00.000Z',
      '2017-01-01T00:00:01.000Z',
    ]);
    expect(locations.map(({ sequence }) => Number(sequence))).toEqual([0, 1, 2, 3, 4]);
    expect(state).toMatchObject({ recorded_at: new Date('2017-01-01T00:00:01Z') });
    expect(rejections).toEqual([]);
  });
});

describe('Swapped latitude and longitude', () => {
  it('that is no place on earth is refused, and the reason says that they look swapped', async () => {
    const sydney = { recordedAt: iso(now.getTime() - 10_000), position: { latitude: 151.2093, longitude: -33.8688 } };
    const { locations, state, rejections } = await resultOf([[sydney]]);
    expect(locations).toEqual([]);
    expect(state).toBeUndefined();
    expect(rejections).toMatchObject([
      {
        reason: 'impossible_coordinates',
        reading_index: 0,
        reading: sydney,
        detail: expect.stringContaining('latitude and longitude look swapped'),
      },
    ]);
  });

  it('that is another place on earth is stored and not believed: nobody drives there in ten seconds', async () => {
    const drive = driveUntil(now.getTime(), 60);
    const swapped = drive.map(({ recordedAt, position }, i) =>
      i === 30 || i === 45
        ? { recordedAt, position: { ...position, latitude: position.longitude, longitude: position.latitude } }
        : { recordedAt, position },
    );
    const { locations, state, rejections, trips } = await resultOf([swapped.slice(0, 31), swapped.slice(31)]);
    expect(locations).toHaveLength(60);
    expect(rejections).toMatchObject([
      { reason: 'impossible_speed', reading: { latitude: 3.3792, longitude: drive[30]?.position.latitude } },
      { reason: 'impossible_speed', reading: { latitude: 3.3792, longitude: drive[45]?.position.latitude } },
    ]);
    expect(state).toMatchObject({ recorded_at: now, longitude: 3.3792 });
    expect(trips).toMatchObject([{ distance_km: expect.closeTo(11.8, 1) }]);
  });
});
