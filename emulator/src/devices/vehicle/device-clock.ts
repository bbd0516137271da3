import type { FaultRates } from '../rates.ts';
import { between, type Random } from '../seeded-random.ts';

const minuteMs = 60_000;
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** By how much a device's clock is ahead of the true time, for ever. */
export function clockOffsetMs({ skewedClocks, clocksAhead }: FaultRates, random: Random): number {
  const drawn = random();
  if (drawn < clocksAhead) return Math.round(between(random, 26, 24 * 365)) * 3_600_000;
  if (drawn < clocksAhead + skewedClocks) return Math.round(between(random, -600, 600)) * 1_000;
  return 0;
}

/** Writes moments as `Date.toISOString` does; faster where many are of the same minute. */
export function isoFormatter(): (timeMs: number) => string {
  let minuteAt = Number.NaN;
  let minute = '';
  return (timeMs) => {
    const inMinuteMs = ((timeMs % minuteMs) + minuteMs) % minuteMs;
    const startMs = timeMs - inMinuteMs;
    if (startMs !== minuteAt) {
      minuteAt = startMs;
      minute = new Date(startMs).toISOString().slice(0, 17);
    }
    const ms = inMinuteMs % 1_000;
    return `${minute}${twoDigits[(inMinuteMs - ms) / 1_000]}.${ms === 0 ? '000' : String(ms).padStart(3, '0')}Z`;
  };
}
