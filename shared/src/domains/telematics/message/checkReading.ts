import type { z } from 'zod';
import { dayMs } from '../../../clock.ts';
import { safeParse } from '../../../safe-parse.ts';
import { isWellFormed } from './isWellFormed.ts';
import { storableText } from './json.ts';
import { momentMs } from './moment.ts';
import { type CheckedReading, readingOf } from './readingOf.ts';
import type { Cause } from './rejection.ts';
import { readingSchema } from './schema.ts';

/** A device's clock may be this far ahead of ours. */
export const maxAheadMs = dayMs;

/** Days that positions are kept. Older readings are refused, as they would be deleted at once. */
export const retentionDays = 400;

/** Receivers without a fix report 0°, 0°; nothing drives within a hundred metres of there. */
const nullIslandDeg = 0.001;

/** A reading that can be stored, or why not. */
export type Checked = { ok: true; reading: CheckedReading } | { ok: false; cause: Cause };

/** Looks at one reading by itself. `now` is when it is judged; a replay judges it anew. */
export function checkReading(value: unknown, now: Date): Checked {
  if (!isWellFormed(value)) return checkBySchema(value, now);
  const recordedAtMs = momentMs(value.recordedAt);
  return Number.isNaN(recordedAtMs) ? checkBySchema(value, now) : judge(readingOf(value, recordedAtMs), now);
}

/** The same by the schema alone, which also says what is wrong. */
export function checkBySchema(value: unknown, now: Date): Checked {
  const parsed = safeParse(readingSchema, value);
  return parsed.success ? judge(readingOf(parsed.data), now) : refused(causeOf(parsed.error, value));
}

function judge(reading: CheckedReading, now: Date): Checked {
  const { recordedAtMs, fix } = reading;
  const aheadMs = recordedAtMs - now.getTime();
  if (aheadMs > maxAheadMs) {
    return refused({
      reason: 'future_clock',
      detail: `recordedAt ${new Date(recordedAtMs).toISOString()} is more than 24 h ahead of ${now.toISOString()}.`,
    });
  }
  if (-aheadMs > retentionDays * dayMs) {
    return refused({
      reason: 'too_old',
      detail: `recordedAt ${new Date(recordedAtMs).toISOString()} is more than ${retentionDays} days before ${now.toISOString()}.`,
    });
  }
  if (fix && Math.abs(fix.latitude) < nullIslandDeg && Math.abs(fix.longitude) < nullIslandDeg) {
    return refused({
      reason: 'null_island',
      detail: `Latitude ${fix.latitude}, longitude ${fix.longitude} is what a receiver without a fix reports.`,
    });
  }
  return { ok: true, reading };
}

function refused(cause: Cause): Checked {
  return { ok: false, cause };
}

function causeOf(error: z.ZodError, value: unknown): Cause {
  const impossible = error.issues.every(
    ({ code, path }) => (code === 'too_big' || code === 'too_small') && (path[1] === 'latitude' || path[1] === 'longitude'),
  );
  if (!impossible) return { reason: 'malformed', detail: sentenceOf(error) };
  const { latitude, longitude } = (value as { position: { latitude: number; longitude: number } }).position;
  const swapped = Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90;
  const hint = swapped ? ' (latitude and longitude look swapped)' : '';
  return {
    reason: 'impossible_coordinates',
    detail: `Latitude ${latitude}, longitude ${longitude} is no place on earth${hint}: ${sentenceOf(error)}`,
  };
}

/** Every problem with its path, in one line of bounded length. */
export function sentenceOf(error: z.ZodError): string {
  const text = error.issues.map(({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`).join('; ');
  return storableText(text.slice(0, 1_000));
}
