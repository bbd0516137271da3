import {
  checkReading,
  contentId,
  parseMessage,
  storableJson,
  timeOfId,
} from '@wheelhouse/shared/domains/telematics/message/index.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { now, readingAt } from './readings.ts';

const tenantId = '0b0e7d6a-4b7f-4a55-9d3a-1f7f0d1c2b3a';
const content = { version: 1, tenantId, deviceId: 'GPS-1', readings: [readingAt(1)] };

it.each([
  ['at the edge of 24 h ahead', readingAt(-86_400), undefined],
  ['beyond it', readingAt(-86_400.001), 'future_clock'],
  ['400 days old', readingAt(400 * 86_400), undefined],
  ['older', readingAt(400 * 86_400 + 0.001), 'too_old'],
  ['at a pole', readingAt(1, { position: { latitude: -90 } }), undefined],
  ['beyond the date line', readingAt(1, { position: { longitude: 180.1 } }), 'impossible_coordinates'],
  ['of coordinates that are text', readingAt(1, { position: { latitude: '6.5' } }), 'malformed'],
  ['with impossible coordinates and more wrong', readingAt(1, { position: { latitude: 99 }, sequence: -1 }), 'malformed'],
  ['in the Gulf of Guinea', readingAt(1, { position: { latitude: 0.1, longitude: 0.1 } }), undefined],
  ['without an offset', { ...readingAt(1), recordedAt: '2026-01-01T00:00:00' }, 'malformed'],
  ['in a leap second long ago', { ...readingAt(1), recordedAt: '2016-12-31T23:59:60Z' }, 'too_old'],
])('A reading %s is judged by a stable reason', (_, reading, reason) => {
  const checked = checkReading(reading, now);
  expect(checked.ok ? undefined : checked.cause.reason).toBe(reason);
});

it('Any value whatever is judged, and any bytes are read, without an error', () => {
  fc.assert(
    fc.property(fc.anything(), fc.uint8Array(), fc.json(), (value, bytes, json) => {
      checkReading(value, now);
      parseMessage(Buffer.from(bytes));
      parseMessage(json);
      parseMessage(JSON.stringify({ ...content, readings: [JSON.parse(json)] }));
    }),
  );
});

it('A list whose length cannot be compared costs a reading, or a message, but no error', () => {
  const list = { length: { toString: 1 } };
  expect(checkReading({ ...readingAt(1), events: list }, now)).toMatchObject({ ok: false, cause: { reason: 'malformed' } });
  expect(parseMessage(JSON.stringify({ ...content, readings: list }))).toMatchObject({ kind: 'malformed', tenantId });
});

it('Text that PostgreSQL cannot hold is replaced wherever it stands, and nothing else is changed', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.parse(storableJson(value))).toEqual(
        JSON.parse(JSON.stringify(value).replaceAll(/(?<=(?<!\\)(?:\\\\)*)\\u0000/g, '\ufffd')),
      );
    }),
  );
  expect(storableJson({ 'a\0': ['\ud800', '\\u0000', '😀'] })).toBe('{"a\ufffd":["\ufffd","\\\\u0000","😀"]}');
});

it('An id is a UUID of version 8 that sorts by its time and gives it back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.string(), (a, b, text) => {
      const id = contentId(a, text);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOfId(id).getTime()).toBe(a);
      expect(contentId(a, text)).toBe(id);
      if (a !== b) expect(id < contentId(b, text)).toBe(a < b);
      expect(contentId(a, `${text}.`)).not.toBe(id);
    }),
  );
});
