import type { Tx } from '../../../db/scope.ts';
import { addDays, localTimeOf, momentOf } from '../../fleet/zoned-time.ts';
import { behaviorRules } from '../fold/behavior/rules.ts';

/** A day of the calendar in a time zone, from its first moment to the first after it. */
export type Day = { day: string; from: Date; to: Date };

/** The time zone in which an organisation counts days: of its rules as they are now. */
export async function timeZoneOf(tx: Tx, now: Date): Promise<string> {
  const [row] = await tx.query<{ behavior: unknown }>(
    `select rules -> 'behavior' as behavior from telematics_rules where valid_from <= $1 order by valid_from desc limit 1`,
    [now],
  );
  return behaviorRules.parse(row?.behavior ?? {}).timezone;
}

export function dayOf(day: string, timeZone: string): Day {
  return { day, from: momentOf(day, 0, timeZone), to: momentOf(addDays(day, 1), 0, timeZone) };
}

/** Every day from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

export function localDay(at: Date, timeZone: string): string {
  return localTimeOf(at, timeZone).date;
}
