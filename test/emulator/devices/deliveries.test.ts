import { type Delivery, fleetOf, noFaults, simulateFleet, type TelemetryReading } from '@wheelhouse/emulator/devices/index.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSeed, deliveriesOf, fleet, often, start, tenantId, truthOf } from './support.ts';

/** What one device delivered, as text, in the order of arrival. */
function arrivedFrom(deliveries: readonly Delivery[], deviceId: string): TelemetryReading[] {
  return deliveries.filter(({ batch }) => batch.deviceId === deviceId).flatMap(({ batch }) => batch.readings);
}

const textOf = (readings: readonly TelemetryReading[]) => readings.map((reading) => JSON.stringify(reading));

test('the same seed gives the same deliveries, each time they are asked for', () => {
  const simulated = fleet({ ...often });
  expect(deliveriesOf(simulated)).toEqual(deliveriesOf(simulated));
  expect(deliveriesOf(simulated)).toEqual(deliveriesOf(fleet({ ...often })));
  expect(deliveriesOf(simulated)).not.toEqual(deliveriesOf(fleet({ ...often, seed: 2 })));
});

test('whatever goes wrong, every reading that was recorded arrives, at least once, unchanged, and nothing else does', () => {
  const cases = fc.record({ seed: aSeed, batchSize: fc.constantFrom(1, 10, 300), stepSeconds: fc.constantFrom(1, 5) });
  fc.assert(
    fc.property(cases, (change) => {
      const simulated = fleet({ ...often, ...change, hours: 2 });
      const deliveries = deliveriesOf(simulated);
      for (const deviceId of simulated.deviceIds) {
        const recorded = textOf([...simulated.truth(deviceId)].map(({ reading }) => reading));
        expect(new Set(recorded).size).toBe(recorded.length);
        expect(new Set(textOf(arrivedFrom(deliveries, deviceId)))).toEqual(new Set(recorded));
      }
    }),
    { numRuns: 6 },
  );
});

test('without faults every reading arrives exactly once, in order, within a batch of being recorded', () => {
  const simulated = fleet({ faults: noFaults, driving: { tunnelsPerHour: 0 } });
  const deliveries = deliveriesOf(simulated);
  for (const [i, deviceId] of simulated.deviceIds.entries()) {
    const recorded = truthOf(simulated)[i]!.map(({ reading }) => reading);
    expect(arrivedFrom(deliveries, deviceId)).toEqual(recorded);
  }
  for (const { atMs, batch, kind } of deliveries) {
    expect(kind).toBe('on_time');
    expect(batch.readings.length).toBeLessThanOrEqual(10);
    expect(atMs - Date.parse(batch.readings[0]!.recordedAt)).toBeLessThan(20_000);
  }
});

test('deliveries come in the order of time, and nothing is delivered before it was recorded', () => {
  const deliveries = deliveriesOf(fleet({ ...often, faults: { ...often.faults, skewedClocks: 0, clocksAhead: 0 } }));
  for (const [i, { atMs, batch }] of deliveries.entries()) {
    expect(atMs).toBeGreaterThanOrEqual(deliveries[i - 1]?.atMs ?? 0);
    expect(Math.max(...batch.readings.map(({ recordedAt }) => Date.parse(recordedAt)))).toBeLessThanOrEqual(atMs);
  }
});

test('a share of the batches is delivered again within five minutes, as it was', () => {
  const deliveries = deliveriesOf(fleet({ faults: { ...noFaults, duplicateBatches: 0.2 } }));
  const again = deliveries.filter(({ kind }) => kind === 'duplicate');
  expect(again.length / (deliveries.length - again.length)).toBeCloseTo(0.2, 1);
  for (const copy of again) {
    const original = deliveries.find(({ kind, batch }) => kind !== 'duplicate' && batch === copy.batch)!;
    expect(copy.atMs - original.atMs).toBeGreaterThanOrEqual(0);
    expect(copy.atMs - original.atMs).toBeLessThanOrEqual(300_000);
  }
});

test('a share of the batches is held up, no longer than it may be, and overtaken', () => {
  const faults = { ...noFaults, lateBatches: 0.1, longestLatenessSeconds: 3_600 };
  const simulated = fleet({ vehicles: 3, hours: 3, faults });
  const deliveries = deliveriesOf(simulated);
  const late = deliveries.filter(({ kind }) => kind === 'late');
  expect(late.length / deliveries.length).toBeCloseTo(0.1, 1);
  const delays = late.map(({ atMs, batch }) => atMs - Date.parse(batch.readings.at(-1)!.recordedAt));
  expect(Math.max(...delays)).toBeGreaterThan(2_400_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(3_600_000 + 10_000);
  const sequences = arrivedFrom(deliveries, 't-0001').map(({ sequence = 0 }) => sequence);
  expect(sequences.some((sequence, i) => sequence < (sequences[i - 1] ?? 0))).toBe(true);
});

test('what was recorded in a tunnel arrives at its end, all at once', () => {
  const driving = { tunnelsPerHour: 10, parksPerHour: 0 };
  const simulated = fleet({ vehicles: 2, driving, faults: noFaults, devices: { withObd: 1 } });
  const inTunnel = truthOf(simulated)[0]!.filter((one) => one.inTunnel);
  expect(inTunnel.length).toBeGreaterThan(100);
  const buffered = deliveriesOf(simulated).filter(({ kind, batch }) => kind === 'buffered' && batch.deviceId === 't-0001');
  for (const { atMs, reading } of inTunnel) {
    const { atMs: arrivedMs } = buffered.find(({ batch }) => batch.readings.includes(reading) || has(batch.readings, reading))!;
    expect(inTunnel.some((one) => one.atMs >= arrivedMs && one.atMs < arrivedMs + 1_000)).toBe(false);
    expect(arrivedMs).toBeGreaterThan(atMs);
  }
});

const has = (readings: readonly TelemetryReading[], { sequence }: TelemetryReading) =>
  readings.some((reading) => reading.sequence === sequence);

test('a device that was offline for half an hour to six delivers everything at reconnection, sometimes the newest first', () => {
  const faults = { ...noFaults, offlinesPerHour: 0.3, newestFirst: 0.5 };
  const driving = { tunnelsPerHour: 0, parksPerHour: 0 };
  const deliveries = deliveriesOf(fleet({ vehicles: 20, hours: 12, stepSeconds: 10, driving, faults }));
  const reconnections = Map.groupBy(
    deliveries.filter(({ kind }) => kind === 'buffered'),
    ({ atMs, batch }) => `${batch.deviceId} ${atMs}`,
  );
  const orders = { oldest: 0, newest: 0 };
  for (const batches of reconnections.values()) {
    const times = batches.map(({ batch }) => Date.parse(batch.readings[0]!.recordedAt));
    const outageMs = batches[0]!.atMs - Math.min(...times);
    if (batches[0]!.atMs < start.getTime() + 12 * 3_600_000) expect(outageMs).toBeGreaterThan(1_700_000);
    if (batches.length < 2) continue;
    orders[times[0]! < times[1]! ? 'oldest' : 'newest']++;
    for (const { batch } of batches) expect(batch.readings.length).toBeLessThanOrEqual(200);
  }
  expect(reconnections.size).toBeGreaterThan(10);
  expect(orders.oldest).toBeGreaterThan(2);
  expect(orders.newest).toBeGreaterThan(2);
});

test('a fleet without end can be driven for as long as is wanted', () => {
  const vehicles = fleetOf(1_000, tenantId, 't');
  const simulated = simulateFleet({ vehicles, seed: 1, start, durationSeconds: Number.POSITIVE_INFINITY });
  let readings = 0;
  for (const { batch } of simulated.deliveries()) {
    readings += batch.readings.length;
    if (readings > 200_000) break;
  }
  expect(readings).toBeGreaterThan(200_000);
});

test('what cannot be simulated is refused', () => {
  expect(() => fleet({ stepSeconds: 0 })).toThrow('stepSeconds is 0; give a positive number');
  expect(() => fleet({ batchSize: 1_001 })).toThrow('batchSize is 1001; give an integer from 1 to 1000');
  expect(() => [...fleet().truth('truck-9')]).toThrow('there is no device truck-9 in this fleet of 5');
});
