import { distanceM } from '@wheelhouse/emulator/devices/geometry.ts';
import { calmDriving, noFaults, type TrueReading } from '@wheelhouse/emulator/devices/index.ts';
import { expect, test } from 'vitest';
import { fleet, often, truthOf } from './support.ts';

const parking = { driving: { ...calmDriving, parksPerHour: 4 }, faults: noFaults };
const recordedMs = ({ reading }: TrueReading) => Date.parse(reading.recordedAt);

test('a parked device says that the ignition is off, and is then silent or reports every quarter of an hour', () => {
  for (const silentWhenParked of [0, 1]) {
    const readings = truthOf(fleet({ ...parking, hours: 4, devices: { silentWhenParked } })).flat();
    const off = readings.filter(({ reading }) => reading.ignitionOn === false);
    expect(off.length).toBeGreaterThan(10);
    const again = readings.filter((one, i) => one.reading.ignitionOn === false && readings[i - 1]?.reading.ignitionOn === false);
    if (silentWhenParked) expect(again).toEqual([]);
    else expect(again.length).toBeGreaterThan(5);
    for (const one of again) expect(one.atMs - readings[readings.indexOf(one) - 1]!.atMs).toBe(900_000);
  }
});

test('the engine computer answers every ten seconds, and only where the device is connected to it', () => {
  const [connected = []] = truthOf(fleet({ vehicles: 1, driving: calmDriving, faults: noFaults, devices: { withObd: 1 } }));
  const answers = connected.filter(({ reading }) => reading.obd && reading.ignitionOn);
  expect(answers.length / connected.length).toBeCloseTo(0.1, 1);
  for (const { reading, speedMps } of answers) {
    const { rpm = 0, speedKph, coolantTempC = 0 } = reading.obd!;
    expect(rpm).toBeGreaterThan(600);
    expect(rpm).toBeLessThan(2_600);
    expect(Math.abs(speedKph! - speedMps * 3.6)).toBeLessThanOrEqual(0.5);
    expect(coolantTempC).toBeLessThanOrEqual(90);
  }
  expect(answers.at(-1)!.reading.obd!.coolantTempC).toBe(90);
  const without = truthOf(fleet({ driving: calmDriving, devices: { withObd: 0 } })).flat();
  expect(without.some(({ reading }) => reading.obd || reading.odometerKm !== undefined)).toBe(false);
});

test('odometer, engine hours and fuel burnt only grow, by what was driven', () => {
  for (const readings of truthOf(fleet({ ...parking, hours: 3, devices: { withObd: 1 } }))) {
    const answers = readings.filter(({ reading }) => reading.obd?.fuelUsedL !== undefined);
    for (const [i, { reading }] of answers.entries()) {
      const before = answers[i - 1]?.reading ?? reading;
      expect(reading.odometerKm).toBeGreaterThanOrEqual(before.odometerKm!);
      expect(reading.engineHours).toBeGreaterThanOrEqual(before.engineHours!);
      expect(reading.obd!.fuelUsedL).toBeGreaterThanOrEqual(before.obd!.fuelUsedL!);
    }
    const drivenKm = readings.slice(1).reduce((sum, { place }, i) => sum + distanceM(readings[i]!.place, place), 0) / 1_000;
    expect(readings.at(-1)!.odometerKm - readings[0]!.odometerKm).toBeCloseTo(drivenKm, 0);
    expect(answers.at(-1)!.reading.engineHours! - answers[0]!.reading.engineHours!).toBeLessThanOrEqual(3);
  }
});

test('fuel falls while driving, rises when refuelled, and is stolen only from parked vehicles', () => {
  const seen = { refuelled: 0, stolen: 0 };
  const long = { vehicles: 8, hours: 30, stepSeconds: 10, devices: { withObd: 1, silentWhenParked: 0 } };
  for (const readings of truthOf(fleet({ ...long, driving: { ...calmDriving, fuelTheftsPerHour: 1 }, faults: noFaults }))) {
    for (const [i, after] of readings.entries()) {
      const before = readings[i - 1] ?? after;
      const stolenL = after.stolenL - before.stolenL;
      if (stolenL > 0) {
        seen.stolen++;
        expect([before.activity, after.activity]).toContain('parked');
      }
      if (after.fuelL > before.fuelL) {
        seen.refuelled++;
        expect([before.activity, after.activity]).toContain('refuelling');
      } else if (before.fuelL - after.fuelL - stolenL > 0.5) expect.fail(`${before.fuelL - after.fuelL} l are gone`);
    }
  }
  expect(seen.stolen).toBeGreaterThan(0);
  expect(seen.refuelled).toBeGreaterThan(0);
});

test('trouble codes appear and clear', () => {
  const driving = { ...calmDriving, troubleCodesPerHour: 1 };
  const readings = truthOf(fleet({ vehicles: 1, hours: 12, stepSeconds: 5, driving, devices: { withObd: 1 } })).flat();
  const counts = readings.flatMap(({ reading }) => reading.obd?.dtcCodes?.length ?? []);
  expect(Math.max(...counts)).toBeGreaterThan(0);
  expect(counts.some((count, i) => count < (counts[i - 1] ?? 0))).toBe(true);
});

test('in a tunnel there is no position: a connected device records its engine, another nothing', () => {
  const tunnels = { driving: { ...calmDriving, tunnelsPerHour: 10 }, faults: noFaults };
  const connected = truthOf(fleet({ ...tunnels, devices: { withObd: 1 } })).flat();
  const inTunnel = connected.filter((one) => one.inTunnel);
  expect(inTunnel.length).toBeGreaterThan(100);
  expect(inTunnel.every(({ reading }) => !reading.position && reading.obd)).toBe(true);
  expect(connected.filter((one) => !one.inTunnel).every(({ reading }) => reading.position)).toBe(true);
  const [other = []] = truthOf(fleet({ ...tunnels, vehicles: 1, devices: { withObd: 0 } }));
  expect(other.some((one) => one.inTunnel)).toBe(false);
  expect(other.some((one, i) => one.speedMps > 5 && one.atMs - (other[i - 1]?.atMs ?? one.atMs) > 25_000)).toBe(true);
});

test('a fix is wrong only where the truth says so: an outlier kilometres off, or 0°, 0°', () => {
  const readings = truthOf(fleet({ ...often, vehicles: 10, hours: 2 })).flat();
  const seen = { outlier: 0, null_island: 0 };
  let furthestM = 0;
  for (const { reading, place, fault, inTunnel } of readings) {
    if (inTunnel || fault === 'clock_ahead') continue;
    const awayM = distanceM(reading.position!, place);
    if (fault === undefined) furthestM = Math.max(furthestM, awayM);
    else seen[fault]++;
    if (fault === 'outlier') expect(awayM).toBeGreaterThan(25_000);
    if (fault === 'null_island') expect(reading.position).toEqual({ latitude: 0, longitude: 0 });
  }
  expect(furthestM).toBeLessThan(70);
  expect(seen.outlier).toBeGreaterThan(10);
  expect(seen.null_island).toBeGreaterThan(10);
});

test('a position at rest wanders, further in a jitter, and never far enough for a trip', () => {
  const wandering = (jittersPerHour: number) => {
    const driving = { ...calmDriving, idlesPerHour: 6 };
    const readings = truthOf(fleet({ vehicles: 8, driving, faults: { ...noFaults, jittersPerHour } })).flat();
    return readings.filter(({ speedMps }) => speedMps === 0).map(({ reading, place }) => distanceM(reading.position!, place));
  };
  const [still, jittering] = [wandering(0), wandering(10)];
  expect(Math.max(...still)).toBeLessThan(15);
  expect(Math.max(...jittering)).toBeGreaterThan(25);
  expect(Math.max(...jittering)).toBeLessThan(100);
});

test('a skewed clock is off by the same for ever, and one far ahead by more than a day', () => {
  const faults = { ...noFaults, skewedClocks: 0.4, clocksAhead: 0.3 };
  const kinds = { right: 0, skewed: 0, ahead: 0 };
  for (const readings of truthOf(fleet({ vehicles: 30, hours: 0.05, faults }))) {
    const offsets = new Set(readings.map((one) => recordedMs(one) - one.atMs));
    expect(offsets.size).toBe(1);
    const [offsetMs = 0] = offsets;
    const isAhead = offsetMs > 25 * 3_600_000;
    kinds[isAhead ? 'ahead' : offsetMs === 0 ? 'right' : 'skewed']++;
    if (!isAhead) expect(Math.abs(offsetMs)).toBeLessThanOrEqual(600_000);
    expect(readings.every(({ fault }) => fault === (isAhead ? 'clock_ahead' : undefined))).toBe(true);
  }
  expect(Object.values(kinds).every((count) => count > 3)).toBe(true);
});
