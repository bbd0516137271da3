import type { FenceVersion } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import { circle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/circle.ts';
import { describe, expect, it } from 'vitest';
import { dawn, drive, place, reading, stand, tripsOf } from './support.ts';

/** Two trips' worth of a day: 3 km out, arrived at 510 s. */
const there = (values: (metres: number) => Parameters<typeof drive>[4]) => [
  ...stand(0, 300, 0, values(0)),
  ...drive(300, 0, 3000).map((one, i) => ({ ...one, ...fieldsOf(values(i * 150)) })),
  ...stand(510, 900, 3010, values(3010)),
];

function fieldsOf(values: Parameters<typeof drive>[4]) {
  const { odometerKm, obd, ignitionOn } = reading(0, null, values);
  return { odometerKm, obd, ignitionOn };
}

describe('The distance of a trip', () => {
  it('is what the odometer shows, where the vehicle has one', () => {
    const { trips } = tripsOf(there((metres) => ({ odometerKm: 52_000 + (metres / 1000) * 1.04 })));
    expect(trips[0]).toMatchObject({
      distanceSource: 'odometer',
      startOdometerKm: 52_000,
      endOdometerKm: 52_003.13,
      distanceKm: 3.13,
    });
  });

  it('is that of the fixes where the odometer cannot be right: a new instrument, or one that stands still', () => {
    for (const odometerKm of [(m: number) => (m > 1000 ? 12 : 52_000), () => 52_000, (m: number) => 52_000 + m]) {
      const { trips } = tripsOf(there((metres) => ({ odometerKm: odometerKm(metres) })));
      expect(trips[0]).toMatchObject({ distanceSource: 'gps', distanceKm: 3.01 });
    }
  });

  it('is counted without any reported speed', () => {
    const silent = there(() => ({})).map((one) => ({ ...one, fix: one.fix && { ...one.fix, speedKph: null } }));
    const { trips } = tripsOf(silent);
    expect(trips).toHaveLength(1);
    expect(trips[0]!.distanceKm).toBeCloseTo(3.01, 2);
    expect(trips[0]!.maxSpeedKph).toBeCloseTo(54, 0);
  });
});

describe('Speeds, fuel and pauses of a trip', () => {
  it('are the highest speed that was reported, and distance by duration', () => {
    const { trips } = tripsOf([
      ...stand(0, 300, 0),
      ...drive(300, 0, 3000),
      reading(505, place(3005), { speedKph: 71 }),
      ...stand(510, 900, 3010),
    ]);
    expect(trips[0]).toMatchObject({ maxSpeedKph: 71, durationSeconds: 210, avgSpeedKph: 51.6 });
  });

  it('are the difference of what the engine burnt in its life', () => {
    const { trips } = tripsOf(there((metres) => ({ obd: { fuelUsedL: 8000 + metres / 10_000, speedKph: null } })));
    expect(trips[0]).toMatchObject({ fuelConsumedL: 0.301, fuelEfficiencyLPer100Km: 10 });
  });

  it('are unknown where the counter of the fuel began anew', () => {
    const { trips } = tripsOf(there((metres) => ({ obd: { fuelUsedL: metres > 1000 ? 0.1 : 8000 } })));
    expect(trips[0]).toMatchObject({ fuelConsumedL: null, fuelEfficiencyLPer100Km: null });
  });

  it('are the time at traffic lights with the engine on, and not that after the arrival', () => {
    const on = { ignitionOn: true };
    const way = [
      ...stand(0, 300, 0, on),
      ...drive(300, 0, 3000, 54, on),
      ...stand(510, 570, 3010, on),
      ...drive(580, 3010, 6000, 54, on),
      ...stand(790, 1200, 6005, on),
    ];
    const [trip] = tripsOf(way).trips;
    // Stands from the first fix at the light to the first one beyond it.
    expect(trip).toMatchObject({ idleSeconds: 70, durationSeconds: 490 });
    const [resting] = tripsOf(
      way.map((one) => ({ ...one, ignitionOn: one.fix?.speedKph !== 0 })),
      {
        rules: { trips: { ignitionOffSeconds: 90 } },
      },
    ).trips;
    expect(resting).toMatchObject({ idleSeconds: 0 });
  });
});

describe('The use of a trip by the rules', () => {
  const hours = { open: '06:00', close: '06:08' };
  const usage = (classification: object, from = 0) =>
    tripsOf(
      [...stand(0, 300, 0), ...drive(300, 0, 3000), ...stand(510, 900, 3010)].map((one) => ({
        ...one,
        atMs: one.atMs + from * 1000,
      })),
      { rules: { trips: { classification } } },
    ).trips[0]?.usageType;

  it('is the default of the organisation without business hours', () => {
    expect(usage({ default: 'personal' })).toBe('personal');
    expect(usage({})).toBe('business');
  });

  it('is personal where the trip begins or ends in a personal fence, as that was then', () => {
    const home: FenceVersion = {
      geofenceId: '0199aaaa-0000-7000-8000-000000000001',
      validFromMs: 0,
      validToMs: null,
      shape: circle(place(3000), 150),
      alertOnEntry: false,
      alertOnExit: false,
      alertOnDwell: false,
      schedule: null,
      dwellMs: null,
      speedLimitKph: null,
    };
    const rules = { trips: { classification: { personalGeofenceIds: [home.geofenceId] } } };
    const readings = there(() => ({}));
    const usageWith = (...fences: FenceVersion[]) => tripsOf(readings, { rules, fences }).trips[0]?.usageType;
    expect(usageWith()).toBe('business');
    expect(usageWith(home)).toBe('personal');
    expect(usageWith({ ...home, validToMs: dawn })).toBe('business');
    expect(usageWith({ ...home, shape: circle(place(1500), 150) })).toBe('business');
  });

  it('is business within the hours, personal outside of them, mixed across their border, in their time zone', () => {
    const week = { monday: hours };
    expect(usage({ businessHours: week })).toBe('mixed');
    expect(usage({ businessHours: { monday: { open: '06:00', close: '18:00' } } })).toBe('business');
    expect(usage({ businessHours: week }, 3600)).toBe('personal');
    expect(usage({ businessHours: { monday: { open: '01:00', close: '02:00' } }, timezone: 'America/Chicago' })).toBe('business');
    expect(usage({ businessHours: {} })).toBe('personal');
  });
});
