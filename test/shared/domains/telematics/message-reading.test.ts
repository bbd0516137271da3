import { deviceEventTypes } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { checkBySchema, checkReading } from '@wheelhouse/shared/domains/telematics/message/checkReading.ts';
import { isWellFormed } from '@wheelhouse/shared/domains/telematics/message/isWellFormed.ts';
import {
  anyOfKeys,
  eventRanges,
  obdRanges,
  positionRanges,
  readingRanges,
} from '@wheelhouse/shared/domains/telematics/message/ranges.ts';
import { readingSchema } from '@wheelhouse/shared/domains/telematics/message/schema.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { now, readingAt } from './readings.ts';

/** Values of every kind that JSON can say, near the edges of what is allowed. */
const odd = fc.oneof(
  fc.constantFrom(-0, 0, -1, 0.5, 90, 180, 360, 100, 1e9, 1e300, Number.MAX_SAFE_INTEGER + 2),
  fc.constantFrom(null, true, '5', '', 'P0301', [], {}, [1], { latitude: 1 }),
);

const mostly = <A, B>(usual: fc.Arbitrary<A>, rare: fc.Arbitrary<B>): fc.Arbitrary<A | B> =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: rare });

function numbersOf(
  ranges: Record<string, { min: number; max: number }>,
  requiredKeys: string[] = [],
): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(ranges).map(([key, { min, max }]) => [key, mostly(fc.double({ min, max, noNaN: true }), odd)]);
  return fc.record<Record<string, unknown>>(Object.fromEntries(entries), { requiredKeys });
}

/** A few of the keys, so that two units of one quantity do not meet every time. */
const some = (value: fc.Arbitrary<Record<string, unknown>>) =>
  fc
    .tuple(value, fc.infiniteStream(fc.nat(3)))
    .map(([values, dice]) => Object.fromEntries(Object.entries(values).filter(() => dice.next().value === 0)));

const position = fc
  .tuple(numbersOf({ latitude: positionRanges.latitude, longitude: positionRanges.longitude }), some(numbersOf(positionRanges)))
  .map(([place, rest]) => ({ ...rest, ...place }));
const codes = fc.array(
  mostly(fc.stringMatching(/^[PCBU][0-3][0-9A-Fa-f]{3}(-[0-9A-F]{2})?$/), fc.constantFrom('P4000', 'P030', 'x')),
  {
    maxLength: 3,
  },
);
const obd = fc
  .tuple(some(numbersOf(obdRanges)), fc.option(codes, { nil: undefined }))
  .map(([values, dtcCodes]) => (dtcCodes ? { ...values, dtcCodes } : values));
const event = fc
  .tuple(
    mostly(fc.constantFrom<string>(...deviceEventTypes), fc.constant('landed')),
    some(numbersOf(eventRanges)),
    mostly(fc.constantFrom(undefined, 'ptoOn'), fc.constant('no spaces')),
  )
  .map(([type, values, name]) => (name ? { type, ...values, name } : { type, ...values }));
const reading = fc
  .record(
    {
      recordedAt: mostly(
        fc
          .integer({ min: now.getTime() - 500 * 86_400_000, max: now.getTime() + 2 * 86_400_000 })
          .map((ms) => new Date(ms).toISOString()),
        fc.constantFrom<unknown>('2026-02-30T00:00:00Z', '2025-12-31T23:59:60Z', 'yesterday', 5),
      ),
      sequence: mostly(fc.nat(), odd),
      position: mostly(position, odd),
      ignitionOn: mostly(fc.boolean(), odd),
      obd: mostly(obd, odd),
      events: mostly(fc.array(event, { maxLength: 2 }), odd),
      constructor: fc.nat(40),
    },
    { requiredKeys: ['recordedAt'] },
  )
  .chain((value) => {
    const { constructor: extra, ...rest } = value as Record<string, unknown>;
    const own = fc.nat(19).map((dice) => (dice === 0 ? { ...rest, constructor: extra } : rest));
    return fc.tuple(own, some(numbersOf(readingRanges))).map(([a, b]) => ({ ...a, ...b }));
  });

it('The fast check takes exactly the readings that the schema takes, and makes the same of them', () => {
  let taken = 0;
  let runs = 0;
  fc.assert(
    fc.property(reading, (value) => {
      const wire = JSON.parse(JSON.stringify(value));
      const byHand = isWellFormed(wire) && !readingSchema.shape.recordedAt.safeParse(wire.recordedAt).error;
      expect(byHand).toBe(readingSchema.safeParse(wire).success);
      expect(checkReading(wire, now)).toStrictEqual(checkBySchema(wire, now));
      runs += 1;
      if (byHand) taken += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(taken / runs).toBeGreaterThan(0.2);
});

it('Whatever is no JSON is judged as the schema judges it', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom('position', 'obd', 'events', 'sequence', 'odometerKm'), (anything, key) => {
      for (const value of [anything, { ...readingAt(1), [key]: anything }]) {
        expect(checkReading(value, now)).toStrictEqual(checkBySchema(value, now));
      }
    }),
  );
});

const accepted = (value: unknown) => {
  const checked = checkReading(value, now);
  if (!checked.ok) throw new Error(checked.cause.detail);
  return checked.reading;
};
const refused = (value: unknown) => {
  const checked = checkReading(value, now);
  return checked.ok ? undefined : checked.cause;
};

it('A reading is taken into metric units, and what it does not say is null', () => {
  const { recordedAt } = readingAt(5);
  const reading = accepted({
    recordedAt,
    position: { latitude: 52.5, longitude: -0, speedMph: 60, altitudeFt: 100, accuracyFt: 10 },
    odometerMi: 100_000,
    obd: {
      speedMph: 70,
      coolantTempF: 212,
      intakeAirTempF: 32,
      fuelUsedGal: 10,
      fuelPressurePsi: 50,
      dtcCodes: ['p0301', 'U0100-1c'],
    },
    events: [{ type: 'input', name: 'ptoOn', value: 1 }],
  });
  expect(reading).toStrictEqual({
    recordedAtMs: now.getTime() - 5_000,
    sequence: null,
    fix: { latitude: 52.5, longitude: 0, altitudeM: 30.48, speedKph: 96.56064, headingDeg: null, accuracyM: 3.048 },
    odometerKm: 160_934.4,
    engineHours: null,
    ignitionOn: null,
    obd: {
      rpm: null,
      speedKph: 112.65408,
      engineLoadPercent: null,
      coolantTempC: 100,
      fuelLevelPercent: null,
      throttlePositionPercent: null,
      intakeAirTempC: 0,
      mafRateGps: null,
      batteryVoltageV: null,
      fuelPressureKpa: 344.737865,
      fuelUsedL: 37.854118,
      dtcCodes: ['P0301', 'U0100-1C'],
    },
    events: [{ type: 'input', gForce: null, name: 'ptoOn', value: 1 }],
  });
});

it('A quantity in two units at once is refused, and the message names both', () => {
  const { position } = readingAt(1);
  for (const [values, names] of [
    [{ position: { ...position, speedKph: 96, speedMph: 60 } }, 'speedKph or speedMph'],
    [{ position: { ...position, altitudeM: 1, altitudeFt: 3 } }, 'altitudeM or altitudeFt'],
    [{ position: { ...position, accuracyM: 1, accuracyFt: 3 } }, 'accuracyM or accuracyFt'],
    [{ odometerKm: 1, odometerMi: 1 }, 'odometerKm or odometerMi'],
    [{ obd: { speedKph: 1, speedMph: 1 } }, 'speedKph or speedMph'],
    [{ obd: { coolantTempC: 1, coolantTempF: 1 } }, 'coolantTempC or coolantTempF'],
    [{ obd: { intakeAirTempC: 1, intakeAirTempF: 1 } }, 'intakeAirTempC or intakeAirTempF'],
    [{ obd: { fuelPressureKpa: 1, fuelPressurePsi: 1 } }, 'fuelPressureKpa or fuelPressurePsi'],
    [{ obd: { fuelUsedL: 1, fuelUsedGal: 1 } }, 'fuelUsedL or fuelUsedGal'],
  ] as const) {
    expect(refused({ ...readingAt(1), ...values })).toMatchObject({
      reason: 'malformed',
      detail: expect.stringContaining(`give ${names}, not both`),
    });
  }
});

it('A reading says at least one thing, and each of them alone is enough', () => {
  const { recordedAt, position } = readingAt(1);
  const samples = { position, obd: { rpm: 800 }, events: [], ignitionOn: false, odometerKm: 1, odometerMi: 1, engineHours: 1 };
  for (const key of anyOfKeys) expect(refused({ recordedAt, [key]: samples[key] })).toBeUndefined();
  expect(refused({ recordedAt, sequence: 5 })?.detail).toContain('give at least one of position, obd, events');
});

it('Swapped coordinates are recognised, and the receiver without a fix, but only where there is a position', () => {
  const at = (latitude: number, longitude: number) => refused({ ...readingAt(1), position: { latitude, longitude } });
  expect(at(121.5, 31.2)).toMatchObject({
    reason: 'impossible_coordinates',
    detail: expect.stringContaining('latitude and longitude look swapped'),
  });
  expect(at(121.5, 131.2)?.detail).not.toContain('swapped');
  expect(at(0.0005, -0.0005)?.reason).toBe('null_island');
  expect(refused({ recordedAt: readingAt(1).recordedAt, obd: { rpm: 0 } })).toBeUndefined();
});

it('An input has a name, and a code is one of SAE J2012', () => {
  const { recordedAt } = readingAt(1);
  expect(refused({ recordedAt, events: [{ type: 'input', value: 1 }] })?.detail).toContain('events.0.name: an input has a name');
  expect(refused({ recordedAt, events: [{ type: 'panic' }] })).toBeUndefined();
  expect(refused({ recordedAt, obd: { dtcCodes: ['P4000'] } })?.detail).toContain('obd.dtcCodes.0: a trouble code');
});
