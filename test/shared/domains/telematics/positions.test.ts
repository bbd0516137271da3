import { inLockOrder, latestByVehicle, positionOf } from '@wheelhouse/shared/domains/telematics/ingest/positions.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const position = fc
  .record({
    vehicleId: fc.constantFrom('a', 'b'),
    recordedAtMs: fc.integer({ min: 0, max: 3 }),
    receivedAtMs: fc.integer({ min: 0, max: 5 }),
    latitude: fc.constantFrom(1, 2, 3),
    odometerKm: fc.option(fc.constantFrom(10, 20), { nil: undefined }),
  })
  .map(({ vehicleId, recordedAtMs, receivedAtMs, latitude, odometerKm }) => {
    const reading = { recordedAt: '', position: { latitude, longitude: 0 }, odometerKm };
    return positionOf(vehicleId, { deviceId: 'GPS-1', source: 'device', recordedAtMs, receivedAtMs, reading });
  });

it('What a batch says about a vehicle now does not depend on the order in it, readings of one millisecond included', () => {
  const withShuffled = fc
    .array(position, { minLength: 1, maxLength: 20 })
    .chain((positions) => fc.tuple(fc.constant(positions), fc.shuffledSubarray(positions, { minLength: positions.length })));
  fc.assert(
    fc.property(withShuffled, ([positions, shuffled]) => {
      const summary = (of: typeof positions) =>
        latestByVehicle(of)
          .map(({ latest, odometer, lastReceivedAtMs }) => ({
            vehicle: latest.vehicleId,
            latest: latest.id,
            odometer: odometer && [odometer.recordedAtMs, odometer.reading.odometerKm],
            lastReceivedAtMs,
          }))
          .sort((a, b) => a.vehicle.localeCompare(b.vehicle));
      expect(summary(shuffled)).toEqual(summary(positions));
      const ids = (of: typeof positions) => of.toSorted(inLockOrder).map(({ id }) => id);
      expect(ids(shuffled)).toEqual(ids(positions));
    }),
  );
});

it('Of two readings of one millisecond the one with the greater id is the later', () => {
  const of = (latitude: number) =>
    positionOf('a', {
      deviceId: 'GPS-1',
      source: 'device',
      recordedAtMs: 1,
      receivedAtMs: 1,
      reading: { recordedAt: '', position: { latitude, longitude: 0 } },
    });
  const pair = [of(1), of(2)];
  const greater = pair
    .map(({ id }) => id)
    .sort()
    .at(-1);
  expect(latestByVehicle(pair)[0]?.latest.id).toBe(greater);
  expect(latestByVehicle(pair.toReversed())[0]?.latest.id).toBe(greater);
});
