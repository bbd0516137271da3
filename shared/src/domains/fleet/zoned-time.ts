import { dayMs } from '../../clock.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is a time zone of the IANA database that the runtime knows. */
export function isTimeZone(name: string): boolean {
  // Intl also takes bare offsets (`+01:00`), which know no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** A moment on the wall clock of a time zone. */
export type LocalTime = {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM:SS` */
  time: string;
};

/** What calendar and clock show in a time zone at a moment. */
export function localTimeOf(at: Date, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
}

/**
 * The moment at which calendar and clock show this. `minutes` after midnight may be 1440 or more: the next day. Where the clock
 * shows a time twice (autumn) it is the first; where it skips it (spring), as long after the change as the time lies after its
 * beginning: the rule of RFC 5545, section 3.3.5, for local times.
 */
export function momentOf(date: string, minutes: number, timeZone: string): Date {
  const wallMs = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000;
  const offsets = [offsetMs(wallMs - dayMs, timeZone), offsetMs(wallMs + dayMs, timeZone)];
  const found = offsets.map((offset) => wallMs - offset).filter((moment) => wallMs - offsetMs(moment, timeZone) === moment);
  return new Date(found.length > 0 ? Math.min(...found) : wallMs - offsets[0]!);
}

/** The calendar day `days` later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function offsetMs(moment: number, timeZone: string): number {
  const local = localTimeOf(new Date(moment), timeZone);
  return Date.parse(`${local.date}T${local.time}Z`) - Math.floor(moment / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const twoDigits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'iso8601', year: 'numeric', ...twoDigits, hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  return format;
}
