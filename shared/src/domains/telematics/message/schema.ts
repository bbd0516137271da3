import { z } from 'zod';
import { deviceEventTypes } from '../fold/reading.ts';
import { momentMs, momentPattern } from './moment.ts';
import {
  alternatives,
  anyOfKeys,
  eventRanges,
  inputNamePattern,
  maxEvents,
  maxTroubleCodes,
  obdRanges,
  positionRanges,
  type Range,
  readingRanges,
  troubleCodePattern,
} from './ranges.ts';

/** The most readings in one message; a device that was offline for longer sends several. */
export const maxReadings = 1_000;

/** No control characters: PostgreSQL cannot hold all of them, and none belongs in a serial number. */
const deviceId = z
  .string()
  .regex(/^[\x21-\x7e\u00a1-\ud7ff]{1,50}$/, '1 to 50 visible characters without spaces')
  .describe('Device, as it is linked to a vehicle');

const { latitude, longitude, ...otherPositionRanges } = positionRanges;

const position = z
  .strictObject({ latitude: numberIn(latitude), longitude: numberIn(longitude), ...optionalNumbers(otherPositionRanges) })
  .superRefine(oneUnitEach(alternatives.position))
  .meta({ description: 'Where the receiver says it is', allOf: notBoth(alternatives.position) });

const obd = z
  .strictObject({
    ...optionalNumbers(obdRanges),
    dtcCodes: z
      .array(z.string().regex(troubleCodePattern, 'a trouble code of SAE J2012 such as P0301 or P0301-1C'))
      .max(maxTroubleCodes)
      .optional()
      .describe('All trouble codes that are active now; empty where there are none, left out where the device did not look'),
  })
  .superRefine(oneUnitEach(alternatives.obd))
  .meta({ description: 'What the engine reports (OBD-II, SAE J1979)', allOf: notBoth(alternatives.obd) });

const event = z
  .strictObject({
    type: z.enum(deviceEventTypes),
    ...optionalNumbers(eventRanges),
    name: z
      .string()
      .regex(inputNamePattern, '1 to 50 of A-Z, a-z, 0-9, _, ., : and -')
      .optional()
      .describe('Name of an input: ptoOn'),
  })
  .refine(({ type, name }) => type !== 'input' || name !== undefined, { path: ['name'], message: 'an input has a name' })
  .meta({
    description: 'What the device noticed by itself',
    if: { properties: { type: { const: 'input' } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { required: ['name'] },
  });

/** One reading of a device, as it is sent. What a device does not know, it leaves out. */
export const readingSchema = z
  .strictObject({
    recordedAt: z
      .string()
      .regex(momentPattern, 'ISO 8601 with seconds and an offset, such as 2026-03-01T08:15:30.500Z or 2026-03-01T09:15:30+01:00')
      .refine((text) => !Number.isNaN(momentMs(text)), { message: 'is no moment that exists' })
      .meta({
        description: "When it was measured, by the device's clock: ISO 8601 with an offset; kept to the millisecond",
        format: 'date-time',
      }),
    sequence: z.int().min(0).optional().describe('Number of the reading, if the device counts them'),
    position: position.optional(),
    ...optionalNumbers(readingRanges),
    ignitionOn: z.boolean().optional().describe('Whether the ignition is on'),
    obd: obd.optional(),
    events: z.array(event).max(maxEvents).optional().describe('Empty: only that the device is there'),
  })
  .superRefine(oneUnitEach(alternatives.reading))
  .refine((reading) => anyOfKeys.some((key) => reading[key] !== undefined), {
    message: `says nothing: give at least one of ${anyOfKeys.join(', ')}`,
  })
  .meta({ allOf: notBoth(alternatives.reading), anyOf: anyOfKeys.map((key) => ({ required: [key] })) });

const envelope = {
  version: z.literal(1),
  tenantId: z.guid().describe('Organisation that the device belongs to'),
  deviceId,
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, '1 to 50 of a-z, 0-9, _ and -')
    .default('device')
    .describe('Where the readings come from: device, obd, manual, or the name of a telematics provider'),
};

/** A telemetry message, as devices publish it to the topic; `telemetryJsonSchema()` is its JSON Schema. */
export const telemetryMessageSchema = z
  .strictObject({ ...envelope, readings: z.array(readingSchema).min(1).max(maxReadings) })
  .meta({ title: 'TelemetryMessage', description: 'A batch of readings of one device, version 1.' });

/** The message around its readings: each of those is looked at by itself, so that a bad one does not cost the good ones. */
export const envelopeSchema = z.strictObject({ ...envelope, readings: z.array(z.unknown()).min(1).max(maxReadings) });

export type TelemetryMessage = z.input<typeof telemetryMessageSchema>;
export type Envelope = z.output<typeof envelopeSchema>;
/** A reading as it is sent. */
export type WireReading = z.input<typeof readingSchema>;

function numberIn({ min, max, describe }: Range) {
  return z.number().min(min).max(max).describe(describe);
}

function optionalNumbers<K extends string>(ranges: Record<K, Range>): Record<K, z.ZodOptional<z.ZodNumber>> {
  const entries = Object.entries<Range>(ranges).map(([key, range]) => [key, numberIn(range).optional().describe(range.describe)]);
  return Object.fromEntries(entries);
}

/** A check that no quantity comes in two units: which of them would count? */
function oneUnitEach(pairs: readonly (readonly [string, string])[]) {
  return (value: Record<string, unknown>, context: z.RefinementCtx) => {
    for (const [metric, other] of pairs) {
      if (value[metric] === undefined || value[other] === undefined) continue;
      context.addIssue({ code: 'custom', path: [other], message: `give ${metric} or ${other}, not both` });
    }
  };
}

/** The same in JSON Schema. */
function notBoth(pairs: readonly (readonly [string, string])[]) {
  return pairs.map((pair) => ({ not: { required: pair } }));
}
