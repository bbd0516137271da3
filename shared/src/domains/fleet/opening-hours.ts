import { dayMs } from '../../clock.ts';
import { addDays, localTimeOf, momentOf } from './zoned-time.ts';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Opening and closing time of the days, local, `HH:MM`; closing may be 24:00. A day that is left out is closed. */
export type OperatingHours = Partial<Record<Weekday, { open: string; close: string }>>;

export type Opening = { isOpen: boolean; opensAt: Date | null; closesAt: Date | null };

/**
 * Whether a place is open at a moment, and when that changes. A day whose closing time is at or before its opening time closes on
 * the next day. Opening and closing are moments, so a night in which the clock is changed is an hour shorter or longer.
 *
 * @returns `closesAt` while open, `opensAt` while closed; null where that does not happen within a week.
 */
export function openingAt(hours: OperatingHours, timeZone: string, at: Date): Opening {
  const periods = periodsAround(hours, timeZone, at);
  const current = periods.find(({ from, to }) => from <= at && at < to);
  if (!current) return { isOpen: false, opensAt: periods.find(({ from }) => from > at)?.from ?? null, closesAt: null };
  const neverCloses = current.to.getTime() - at.getTime() > 7 * dayMs;
  return { isOpen: true, opensAt: null, closesAt: neverCloses ? null : current.to };
}

type Period = { from: Date; to: Date };

/** Periods of yesterday, whose night may last until now, to those of the day in a week after tomorrow; touching ones joined. */
function periodsAround(hours: OperatingHours, timeZone: string, at: Date): Period[] {
  const today = localTimeOf(at, timeZone).date;
  const joined: Period[] = [];
  for (let day = -1; day <= 9; day += 1) {
    const period = periodOf(hours, timeZone, addDays(today, day));
    if (!period) continue;
    const last = joined.at(-1);
    if (last && period.from <= last.to) last.to = new Date(Math.max(last.to.getTime(), period.to.getTime()));
    else joined.push(period);
  }
  return joined;
}

function periodOf(hours: OperatingHours, timeZone: string, date: string): Period | undefined {
  const weekday = weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;
  const times = hours[weekday];
  if (!times) return undefined;
  const open = minutesOf(times.open);
  const close = minutesOf(times.close);
  return { from: momentOf(date, open, timeZone), to: momentOf(date, close <= open ? close + 1440 : close, timeZone) };
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
