import { distanceM, turnDeg } from '@wheelhouse/emulator/devices/geometry.ts';
import { calmDriving, loadRoute, noFaults, ordinaryDriving, type TrueReading } from '@wheelhouse/emulator/devices/index.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSeed, fleet, often, truthOf } from './support.ts';

const healthy = { faults: noFaults };

/** Neighbours in time, where nothing is missing between them. */
function* pairs(readings: readonly TrueReading[], stepSeconds = 1): Generator<[TrueReading, TrueReading]> {
  for (const [i, reading] of readings.entries()) {
    const before = readings[i - 1];
    if (before && reading.atMs - before.atMs === stepSeconds * 1_000) yield [before, reading];
  }
}

const changeMps2 = ([before, after]: [TrueReading, TrueReading]) =>
  (after.speedMps - before.speedMps) / ((after.atMs - before.atMs) / 1_000);

/** As a device would see it: by how much the heading changed at that speed. */
function lateralMps2([before, after]: [TrueReading, TrueReading]): number {
  const [from, to] = [before.reading.position?.headingDeg, after.reading.position?.headingDeg];
  if (from === undefined || to === undefined) return 0;
  return (Math.abs(turnDeg(from, to)) * Math.PI * after.speedMps) / 180 / ((after.atMs - before.atMs) / 1_000);
}

test('the same seed gives the same readings and another seed gives others', () => {
  expect(truthOf(fleet({ ...often, seed: 7 }))).toEqual(truthOf(fleet({ ...often, seed: 7 })));
  expect(truthOf(fleet({ ...often, seed: 7 }))).not.toEqual(truthOf(fleet({ ...often, seed: 8 })));
});

test('what a device does is the same whatever fleet it is part of', () => {
  const [few, many] = [fleet({ vehicles: 2 }), fleet({ vehicles: 6 })];
  expect(truthOf(few)).toEqual(truthOf(many).slice(0, 2));
});

test('time and sequence only go up, one step a reading while the ignition is on', () => {
  fc.assert(
    fc.property(aSeed, fc.constantFrom(0.5, 1, 2, 5, 10), (seed, stepSeconds) => {
      const [readings = []] = truthOf(fleet({ vehicles: 1, seed, stepSeconds, driving: { ...calmDriving, parksPerHour: 0 } }));
      expect(readings).toHaveLength(3_600 / stepSeconds);
      expect(readings.map(({ reading }) => reading.sequence)).toEqual(readings.map((_, i) => i + 1));
      expect([...pairs(readings, stepSeconds)]).toHaveLength(readings.length - 1);
    }),
    { numRuns: 10 },
  );
});

/** The hardest that a vehicle was driven. One assertion for all of it, as there are many thousand readings. */
function hardest(readings: readonly TrueReading[]) {
  const all = { braking: 0, acceleration: 0, lateral: 0, speedKph: 0 };
  for (const { speedMps } of readings) all.speedKph = Math.max(all.speedKph, speedMps * 3.6);
  for (const pair of pairs(readings)) {
    all.braking = Math.max(all.braking, -changeMps2(pair));
    all.acceleration = Math.max(all.acceleration, changeMps2(pair));
    if (pair[1].speedMps > 4) all.lateral = Math.max(all.lateral, lateralMps2(pair));
  }
  return all;
}

test('nobody who drives calmly brakes, accelerates or turns harshly, or drives faster than the road', () => {
  fc.assert(
    fc.property(aSeed, (seed) => {
      for (const readings of truthOf(fleet({ seed, driving: calmDriving, ...healthy }))) {
        const { braking, acceleration, lateral, speedKph } = hardest(readings);
        expect(braking).toBeLessThan(2.6);
        expect(acceleration).toBeLessThan(1.6);
        expect(lateral).toBeLessThan(3);
        expect(speedKph).toBeLessThan(90.1);
        expect(readings.filter(({ speeding, reading }) => speeding || reading.events)).toEqual([]);
      }
    }),
    { numRuns: 8 },
  );
});

test('who drives harshly does so only around the events that the device reports, and as hard as they say', () => {
  const seen = { harsh_braking: 0, harsh_acceleration: 0, harsh_cornering: 0 };
  for (const readings of truthOf(fleet({ vehicles: 15, driving: { ...calmDriving, ...harsh }, ...healthy }))) {
    const { braking, acceleration, lateral } = hardest(readings);
    expect(braking).toBeLessThan(10);
    expect(acceleration).toBeLessThan(5.01);
    expect(lateral).toBeLessThan(6);
    const eventTimes = readings.filter(({ reading }) => reading.events).map(({ atMs }) => atMs);
    for (const pair of pairs(readings)) {
      const isHarsh = Math.abs(changeMps2(pair)) > 2.6 || (pair[1].speedMps > 4 && lateralMps2(pair) > 3.2);
      if (isHarsh) expect(eventTimes.some((time) => Math.abs(time - pair[1].atMs) <= 20_000)).toBe(true);
      for (const { type, gForce = 0 } of pair[1].reading.events ?? []) {
        seen[type as keyof typeof seen]++;
        expect(gForce).toBeGreaterThan(0.3);
        if (type === 'harsh_braking') expect(-changeMps2(pair)).toBeCloseTo(gForce * 9.80665, 0);
        if (type === 'harsh_acceleration') expect(changeMps2(pair)).toBeCloseTo(gForce * 9.80665, 0);
      }
    }
  }
  for (const [type, times] of Object.entries(seen)) expect(times, type).toBeGreaterThan(5);
});

const harsh = { harshBrakingsPerHour: 10, harshAccelerationsPerHour: 10, harshCorneringsPerHour: 10 };

test('a fleet whose drivers speed is seen faster than the road, another never', () => {
  const readings = truthOf(fleet({ driving: { ...calmDriving, speedingsPerHour: 10 }, ...healthy })).flat();
  const speeding = readings.filter((one) => one.speeding);
  expect(speeding.length).toBeGreaterThan(200);
  expect(Math.max(...speeding.map(({ speedMps }) => speedMps))).toBeLessThan((90 / 3.6) * 1.51);
  const calm = truthOf(fleet({ driving: calmDriving, ...healthy })).flat();
  expect(calm.some((one) => one.speeding)).toBe(false);
});

test('a vehicle keeps to its road within the noise of its GPS, and its position agrees with its speed', () => {
  const [readings = []] = truthOf(fleet({ vehicles: 1, driving: calmDriving, faults: noFaults }));
  const { points } = loadRoute('linkoping-mjolby');
  const along = densified(points);
  for (const { reading } of readings.filter((_, i) => i % 50 === 0)) {
    expect(Math.min(...along.map((point) => distanceM(point, reading.position!)))).toBeLessThan(25);
  }
  const tooFar = [...pairs(readings)].filter(
    ([before, after]) => distanceM(before.place, after.place) > Math.max(before.speedMps, after.speedMps) + 0.1,
  );
  expect(tooFar).toEqual([]);
  expect(Math.max(...readings.map(({ reading, place }) => distanceM(reading.position!, place)))).toBeLessThan(13);
});

test('a vehicle drives, stops on the way, idles, parks and turns around at both ends of its road', () => {
  const vehicles = fleet({ vehicles: 5, hours: 6, driving: { ...ordinaryDriving, parksPerHour: 2 }, ...healthy });
  // The fifth road is the shortest.
  const readings = [...vehicles.truth('t-0005')];
  expect(new Set(readings.map(({ activity }) => activity))).toEqual(new Set(['driving', 'standing', 'idling', 'parked']));
  expect(Math.max(...readings.map(({ speedMps }) => speedMps * 3.6))).toBeGreaterThan(40);
  const { points } = loadRoute('santa-monica');
  for (const end of [points[0]!, points.at(-1)!]) {
    expect(Math.min(...readings.map(({ place }) => distanceM(place, end)))).toBeLessThan(20);
  }
  const idle = readings.filter(({ activity }) => activity === 'idling');
  expect(idle.length).toBeGreaterThan(150);
  expect(idle.every(({ reading, speedMps }) => reading.ignitionOn && speedMps === 0)).toBe(true);
});

test('a vehicle starts where it was last seen', () => {
  const from = { ...loadRoute('mjolby-north').points[60]!, odometerKm: 12_345 };
  const [first] = truthOf(fleet({ vehicles: 1 }));
  expect(distanceM(first![0]!.place, from)).toBeGreaterThan(100);
  const [resumed] = truthOf(fleet({ vehicles: 1, from: { ...from, route: 'mjolby-north' } }));
  expect(distanceM(resumed![0]!.place, from)).toBeLessThan(1);
  expect(resumed![0]!.odometerKm).toBeCloseTo(12_345, 1);
});

function densified(points: readonly { latitude: number; longitude: number }[]) {
  return points.slice(1).flatMap((end, i) => {
    const from = points[i]!;
    const parts = Math.ceil(distanceM(from, end) / 10);
    return Array.from({ length: parts + 1 }, (_, part) => ({
      latitude: from.latitude + ((end.latitude - from.latitude) * part) / parts,
      longitude: from.longitude + ((end.longitude - from.longitude) * part) / parts,
    }));
  });
}
