import type { z } from 'zod';
import { storableText } from './json.ts';
import type { Cause } from './rejection.ts';
import { type Reading, readingSchema } from './schema.ts';

const dayMs = 86_400_000;

/** A device's clock may be this far ahead of ours. */
export const maxAheadMs = dayMs;

/** Days that positions are kept. Older readings are refused, as they would be deleted at once. */
export const retentionDays = 400;

/** Receivers without a fix report 0°, 0°; nothing drives within a hundred metres of there. */
const nullIslandDeg = 0.001;

/** A reading that can be stored, or why not. */
export type Checked = { ok: true; reading: Reading; recordedAtMs: number } | { ok: false; cause: Cause };

/** Looks at one reading by itself. `now` is when it is judged; a replay judges it anew. */
export function checkReading(value: unknown, now: Date): Checked {
  const parsed = readingSchema.safeParse(value);
  if (!parsed.success) return refused(causeOf(parsed.error));
  const reading = parsed.data;
  const { latitude, longitude } = reading.position;
  const recordedAtMs = Date.parse(reading.recordedAt);
  const aheadMs = recordedAtMs - now.getTime();
  if (Number.isNaN(recordedAtMs)) {
    return refused({ reason: 'malformed', detail: `recordedAt: ${reading.recordedAt} is no moment that exists.` });
  }
  if (aheadMs > maxAheadMs) {
    return refused({
      reason: 'future_clock',
      detail: `recordedAt ${reading.recordedAt} is more than 24 h ahead of ${now.toISOString()}.`,
    });
  }
  if (-aheadMs > retentionDays * dayMs) {
    return refused({
      reason: 'too_old',
      detail: `recordedAt ${reading.recordedAt} is more than ${retentionDays} days before ${now.toISOString()}.`,
    });
  }
  if (Math.abs(latitude) < nullIslandDeg && Math.abs(longitude) < nullIslandDeg) {
    return refused({
      reason: 'null_island',
      detail: `Latitude ${latitude}, longitude ${longitude} is what a receiver without a fix reports.`,
    });
  }
  return { ok: true, reading, recordedAtMs };
}

function refused(cause: Cause): Checked {
  return { ok: false, cause };
}

function causeOf(error: z.ZodError): Cause {
  const detail = sentenceOf(error);
  const impossible = error.issues.every(
    ({ code, path }) => (code === 'too_big' || code === 'too_small') && (path[1] === 'latitude' || path[1] === 'longitude'),
  );
  return { reason: impossible ? 'impossible_coordinates' : 'malformed', detail };
}

/** Every problem with its path, in one line of bounded length. */
export function sentenceOf(error: z.ZodError): string {
  const text = error.issues.map(({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`).join('; ');
  return storableText(text.slice(0, 1_000));
}
