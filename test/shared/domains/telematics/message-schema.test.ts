import { readFileSync } from 'node:fs';
import { telemetryJsonSchema, telemetryMessageSchema } from '@wheelhouse/shared/domains/telematics/message/index.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { now, readingAt } from './readings.ts';

const validate = addFormats.default(new Ajv2020({ strict: false })).compile(telemetryJsonSchema());
const { recordedAt, position } = readingAt(1);
const envelope = { version: 1, tenantId: '0b0e7d6a-4b7f-4a55-9d3a-1f7f0d1c2b3a', deviceId: 'GPS-1' };
const withReading = (values: object) => ({ ...envelope, readings: [{ recordedAt, ...values }] });

it.each([
  ['a position', withReading({ position })],
  ['an engine snapshot', withReading({ obd: { rpm: 800, dtcCodes: ['P0301', 'u0100-1c'] } })],
  ['an input', withReading({ events: [{ type: 'input', name: 'ptoOn', value: 1 }] })],
  ['only that the device is there', withReading({ events: [] })],
  [
    'everything',
    withReading({ position, obd: {}, events: [{ type: 'panic' }], ignitionOn: true, odometerMi: 1, engineHours: 2 }),
  ],
  ['US units', withReading({ position: { ...position, speedMph: 1, altitudeFt: 1 }, obd: { coolantTempF: 200 } })],
  ['a local time', { ...envelope, readings: [{ recordedAt: '2026-03-01T09:15:30.123456+01:00', ignitionOn: true }] }],
  ['a leap second', { ...envelope, readings: [{ recordedAt: '2016-12-31T23:59:60Z', ignitionOn: true }] }],
])('The JSON Schema and the code take %s', (_, message) => {
  expect(validate(message), JSON.stringify(validate.errors)).toBe(true);
  expect(telemetryMessageSchema.safeParse(message).error).toBeUndefined();
});

it.each([
  ['another version', { ...withReading({ position }), version: 2 }],
  ['no readings', { ...envelope, readings: [] }],
  ['unknown fields', { ...withReading({ position }), extra: 1 }],
  ['unknown fields of a reading', withReading({ position, extra: 1 })],
  ['unknown fields of a position', withReading({ position: { ...position, extra: 1 } })],
  ['unknown fields of an engine snapshot', withReading({ obd: { extra: 1 } })],
  ['a tenant that is no id', { ...withReading({ position }), tenantId: 'x' }],
  ['a reading that says nothing', withReading({ sequence: 1 })],
  ['a position without a longitude', withReading({ position: { latitude: 1 } })],
  ['a latitude beyond the pole', withReading({ position: { latitude: 90.1, longitude: 1 } })],
  ['two units of a speed', withReading({ position: { ...position, speedKph: 1, speedMph: 1 } })],
  ['two units of a temperature', withReading({ obd: { coolantTempC: 1, coolantTempF: 1 } })],
  ['two units of a distance', withReading({ odometerKm: 1, odometerMi: 1 })],
  ['an input without a name', withReading({ events: [{ type: 'input' }] })],
  ['an event of an unknown type', withReading({ events: [{ type: 'landed' }] })],
  ['a code that is none', withReading({ obd: { dtcCodes: ['P4301'] } })],
  ['a time without an offset', { ...envelope, readings: [{ recordedAt: now.toISOString().slice(0, -1), ignitionOn: true }] }],
  ['a day that does not exist', { ...envelope, readings: [{ recordedAt: '2026-02-30T00:00:00Z', ignitionOn: true }] }],
  ['a second that does not exist', { ...envelope, readings: [{ recordedAt: '2026-03-01T12:00:60Z', ignitionOn: true }] }],
])('The JSON Schema and the code refuse %s', (_, message) => {
  expect(validate(message)).toBe(false);
  expect(telemetryMessageSchema.safeParse(message).success).toBe(false);
});

it('The JSON Schema in docs is the one of the code', () => {
  const file = new URL('../../../../docs/telemetry-message.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8')), 'run node scripts/telemetry-schema.ts').toEqual(telemetryJsonSchema());
});
