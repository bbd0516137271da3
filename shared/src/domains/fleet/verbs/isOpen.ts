import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { type Opening, type OperatingHours, openingAt } from '../opening-hours.ts';
import { localTimeOf } from '../zoned-time.ts';

type Depot = { timezone: string; operatingHours: OperatingHours; is24Hour: boolean; isActive: boolean };

/** Calendars of years before 1 or after 9999 cannot be written as dates; opening hours are about today anyway. */
const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => /^(19|2\d)\d\d/.test(text), 'a moment of the years 1900 to 2999');

export const isOpen = verb({
  name: 'isOpen',
  on: 'depots',
  target: 'item',
  method: 'GET',
  permission: 'depot.read',
  summary: 'Whether a depot is open at a moment',
  description: 'In the time zone of the depot, nights and clock changes included. A depot that is not active is closed.',
  input: z.strictObject({ at: moment.optional().describe('Now unless given.') }),
  output: z.object({
    id: z.guid(),
    at: z.iso.datetime(),
    timezone: z.string(),
    localTime: z.string().describe('What calendar and clock show there, YYYY-MM-DDTHH:MM:SS.'),
    isOpen: z.boolean(),
    opensAt: z.iso.datetime().nullable().describe('While closed: when it opens, if within a week.'),
    closesAt: z.iso.datetime().nullable().describe('While open: when it closes, if within a week.'),
  }),
  run: async ({ tx, id, input, services }) => {
    const at = input.at ? new Date(input.at) : services.clock.now();
    const [depot] = await tx.query<Depot>(
      `select timezone, operating_hours as "operatingHours", is_24_hour as "is24Hour", is_active as "isActive" from depots where id = $1`,
      [id],
    );
    if (!depot) throw notFound('Depot', id);
    const opening = openingOf(depot, at);
    const local = localTimeOf(at, depot.timezone);
    return {
      id,
      at: at.toISOString(),
      timezone: depot.timezone,
      localTime: `${local.date}T${local.time}`,
      isOpen: opening.isOpen,
      opensAt: opening.opensAt?.toISOString() ?? null,
      closesAt: opening.closesAt?.toISOString() ?? null,
    };
  },
});

function openingOf(depot: Depot, at: Date): Opening {
  if (!depot.isActive) return { isOpen: false, opensAt: null, closesAt: null };
  if (depot.is24Hour) return { isOpen: true, opensAt: null, closesAt: null };
  return openingAt(depot.operatingHours, depot.timezone, at);
}
