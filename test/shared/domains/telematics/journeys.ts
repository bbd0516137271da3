import fc from 'fast-check';
import { now } from './support.ts';

/** A step of a vehicle: how long, how far north, and what the device says besides. */
export type Step = {
  seconds: number;
  northM: number;
  eastM: number;
  speedKph: number | undefined;
  accuracyM: number | undefined;
  ignitionOn: boolean | undefined;
  odometer: boolean;
  obd: { rpm?: number; speedKph?: number; fuelLevelPercent?: number; dtcCodes?: string[] } | undefined;
  event: string | undefined;
  nowhere: boolean;
};

const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Journeys with all that makes folding hard: jitter at rest, stops, silence, jumps, equal moments, readings without a place. */
export const journey: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    seconds: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(0, 1, 2, 10, 30, 60) },
      { weight: 2, arbitrary: fc.constantFrom(200, 1000, 4000) },
    ),
    northM: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(0, 3, -3, 60, 300, 900, -900) },
      { weight: 1, arbitrary: fc.constantFrom(500_000) },
    ),
    eastM: fc.constantFrom(0, 2, -2, 40),
    speedKph: fc.option(fc.constantFrom(0, 3, 20, 50, 90, 130), { nil: undefined }),
    accuracyM: fc.option(fc.constantFrom(3, 20, 150, 5_000), { nil: undefined }),
    ignitionOn: rarely(fc.boolean()),
    odometer: fc.boolean(),
    obd: rarely(
      fc.record(
        {
          rpm: fc.constantFrom(0, 800, 2000),
          speedKph: fc.constantFrom(0, 40, 80),
          fuelLevelPercent: fc.constantFrom(20, 50, 80),
          dtcCodes: fc.constantFrom([], ['P0301'], ['P0301', 'P0420']),
        },
        { requiredKeys: [] },
      ),
    ),
    event: rarely(fc.constantFrom('harsh_braking', 'harsh_cornering', 'panic', 'door_open')),
    nowhere: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { minLength: 1, maxLength: 40 },
);

const metersPerDegree = 111_195;

/** The readings of a journey that ended an hour ago. A jump is not gone on from. */
export function drive(steps: readonly Step[]) {
  let atMs = now.getTime() - 3_600_000 - steps.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  let [northM, eastM, odometerKm] = [0, 0, 1_000];
  return steps.map((step, i) => {
    atMs += step.seconds * 1000;
    const jump = Math.abs(step.northM) > 100_000 ? step.northM : 0;
    if (!jump) northM += step.northM;
    eastM += step.eastM;
    odometerKm += Math.abs(step.northM - jump) / 1000;
    const position = {
      latitude: 6.5244 + (northM + jump) / metersPerDegree,
      longitude: 3.3792 + eastM / metersPerDegree,
      speedKph: step.speedKph,
      accuracyM: step.accuracyM,
    };
    return {
      recordedAt: new Date(atMs).toISOString(),
      sequence: i,
      ...(step.nowhere ? { odometerKm } : { position, odometerKm: step.odometer ? odometerKm : undefined }),
      ignitionOn: step.ignitionOn,
      obd: step.obd,
      events: step.event ? [{ type: step.event }] : undefined,
    };
  });
}
