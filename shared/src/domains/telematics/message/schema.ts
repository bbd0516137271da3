import { z } from 'zod';

/** The most readings in one message; a device that was offline for longer sends several. */
export const maxReadings = 1_000;

/** No control characters: PostgreSQL cannot hold all of them, and none belongs in a serial number. */
const deviceId = z
  .string()
  .regex(/^[\x21-\x7e\u00a1-\ud7ff]{1,50}$/, '1 to 50 visible characters without spaces')
  .describe('Device, as it is linked to a vehicle');

const position = z.strictObject({
  latitude: z.number().min(-90).max(90).describe('Degrees (WGS 84), north positive'),
  longitude: z.number().min(-180).max(180).describe('Degrees (WGS 84), east positive'),
  altitudeM: z.number().min(-1_000).max(100_000).optional().describe('Metres above mean sea level'),
  speedKph: z.number().min(0).max(2_000).optional().describe('Speed over ground in km/h'),
  headingDeg: z.number().min(0).max(360).optional().describe('Direction of travel in degrees clockwise from true north'),
  accuracyM: z.number().min(0).max(1_000_000).optional().describe('Radius in metres within which the true place probably is'),
});

/** One reading of a device. What a device does not know, it leaves out. */
export const readingSchema = z.strictObject({
  recordedAt: z.iso
    .datetime({ offset: true })
    .describe("When it was measured, by the device's clock: ISO 8601 with an offset; kept to the millisecond"),
  position,
  odometerKm: z.number().min(0).max(100_000_000).optional().describe('Total distance that the vehicle has covered, in km'),
  sequence: z.int().min(0).optional().describe('Number of the reading, if the device counts them'),
});

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

/** A telemetry message, as devices publish it to the topic. `z.toJSONSchema(telemetryMessageSchema, { io: 'input' })` is its JSON Schema. */
export const telemetryMessageSchema = z
  .strictObject({ ...envelope, readings: z.array(readingSchema).min(1).max(maxReadings) })
  .meta({ title: 'TelemetryMessage', description: 'A batch of readings of one device, version 1.' });

/** The message around its readings: each of those is looked at by itself, so that a bad one does not cost the good ones. */
export const envelopeSchema = z.strictObject({ ...envelope, readings: z.array(z.unknown()).min(1).max(maxReadings) });

export type TelemetryMessage = z.input<typeof telemetryMessageSchema>;
export type Envelope = z.output<typeof envelopeSchema>;
export type Reading = z.output<typeof readingSchema>;
