import { expect, it } from 'vitest';
import { brief, environmentWith, foldOf, hours, minutes, reading } from './support.ts';

const environment = environmentWith({ connectivity: { offlineAfterSeconds: 604_800, parkedOfflineAfterSeconds: 604_800 } });
const fuelOf = (readings: Parameters<typeof foldOf>[0]) =>
  foldOf(readings, { environment }).events.filter(({ eventType }) => eventType === 'fuel_drop' || eventType === 'refuel');

/** A level every so many seconds. */
function levels(percents: readonly number[], { from = 0, every = 60, on = false as boolean | null } = {}) {
  return percents.map((fuelLevelPercent, index) =>
    reading(from + index * every, { ignitionOn: on, speedKph: 0, eastM: 0, obd: { fuelLevelPercent } }),
  );
}

it('Fuel that leaves a parked tank is a drop, certain after the third level that shows it', () => {
  const before = levels([80, 81, 80, 79, 80]);
  const after = levels([52, 50, 51], { from: 300 });
  expect(fuelOf([...before, ...after.slice(0, 2)])).toEqual([]);
  const [drop, ...more] = fuelOf([...before, ...after]);
  expect(more).toEqual([]);
  expect(drop).toMatchObject({
    eventType: 'fuel_drop',
    value: 29,
    severity: 'moderate',
    description: 'From 80 % to 51 % of the tank.',
    recordedAtMs: after[0]?.atMs,
    detectedAtMs: after[2]?.atMs,
    latitude: 58.4,
  });
});

it('Fuel that was there in the evening and not in the morning is a drop however long the night', () => {
  expect(brief(fuelOf([...levels([80, 80, 80]), ...levels([55, 55, 55], { from: 12 * hours })]), 'value')).toEqual([
    ['fuel_drop', 12 * hours, 25],
  ]);
});

it('A refuelling is an event, and the level after it the new normal', () => {
  const readings = [
    ...levels([20, 21, 20]),
    ...levels([95, 96, 95, 95, 94], { from: 600, on: true }),
    ...levels([60, 61, 60], { from: 1_200 }),
  ];
  expect(brief(fuelOf(readings), 'value')).toEqual([
    ['refuel', 600, 75],
    ['fuel_drop', 1_200, 35],
  ]);
});

it('Fuel that sloshes in a bend or on a slope for a moment is none', () => {
  expect(fuelOf(levels([50, 52, 35, 50, 64, 49, 38, 37, 51, 50, 66, 65, 50], { on: true, every: 5 }))).toEqual([]);
  // Many levels within a second are one wave.
  expect(
    fuelOf([...levels([50, 50, 50]), ...levels([30, 30, 30, 30, 30], { from: 200, every: 5 }), ...levels([50], { from: 300 })]),
  ).toEqual([]);
});

it('What the engine burns is no drop, not even between levels that are far apart', () => {
  const burnt = Array.from({ length: 30 }, (_, i) => 90 - i * 3);
  expect(fuelOf(levels(burnt, { on: true, every: 10 * minutes }))).toEqual([]);
  expect(fuelOf(levels([90, 75, 60, 45], { on: true, every: 1 * hours }))).toEqual([]);
  // The same levels while the engine stands still were stolen.
  expect(fuelOf(levels([90, 75, 74, 74], { on: false, every: 1 * hours }))).toHaveLength(1);
});

it('After a long silence with the engine on nobody knows what it burnt', () => {
  expect(fuelOf([...levels([90, 90, 90], { on: true }), ...levels([20, 20, 20], { from: 30 * hours, on: true })])).toEqual([]);
});

it('A sender without current reports an empty tank, which is none', () => {
  expect(
    fuelOf([...levels([80, 80, 80], { on: true }), ...levels([0, 0, 0, 0], { from: 300 }), ...levels([80], { from: 900 })]),
  ).toEqual([]);
});

it("The thresholds are the organisation's", () => {
  const readings = [...levels([80, 80, 80]), ...levels([74, 74, 74], { from: 300 })];
  const strict = environmentWith({ engine: { fuelDropPercent: 5, fuelConfirmSamples: 2, fuelConfirmSeconds: 30 } });
  expect(fuelOf(readings)).toEqual([]);
  const events = foldOf(readings.slice(0, 5), { environment: strict }).events;
  expect(brief(events, 'value')).toEqual([['fuel_drop', 300, 6]]);
});
