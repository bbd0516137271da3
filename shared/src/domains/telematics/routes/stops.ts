import { z } from 'zod';
import { momentSchema } from '../../../resource/moment.ts';

export const maxStops = 200;
export const stopStatuses = ['planned', 'arrived', 'done', 'missed'] as const;
export type StopStatus = (typeof stopStatuses)[number];

export const placeSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().trim().min(1).max(255).optional(),
});

const moment = momentSchema.nullable().default(null);

/** What a stop asks for. */
const demands = {
  id: z.string().trim().min(1).max(50).optional().describe('Names the stop in answers and events; made up where it is left out.'),
  ...placeSchema.shape,
  address: z.string().trim().min(1).max(500).optional(),
  serviceDurationMinutes: z.number().min(0).max(1_440).default(0).describe('How long the vehicle stands there.'),
  timeWindow: z
    .strictObject({ from: momentSchema.optional(), to: momentSchema.optional() })
    .refine(({ from, to }) => !from || !to || Date.parse(from) <= Date.parse(to), { path: ['to'], message: 'Is before from.' })
    .optional()
    .describe('Service begins in this time. A vehicle that comes earlier waits; either end may be left open.'),
  demand: z
    .strictObject({ weightKg: z.number().min(0).max(1e6).default(0), volumeM3: z.number().min(0).max(1e5).default(0) })
    .optional()
    .describe('What is unloaded there; it is on board from the start.'),
};

/** A stop in a question. */
export const stopInput = z.strictObject(demands);
export type StopInput = z.output<typeof stopInput>;

/** A stop of a stored route. Moments in UTC. */
export const routeStop = z.strictObject({
  ...demands,
  order: z.int().min(1).max(10_000).optional().describe('Place in the sequence; that in the list where it is left out.'),
  plannedArrivalAt: moment,
  plannedDepartureAt: moment,
  estimatedArrivalAt: moment.describe('While the route is driven: when the vehicle will be there, or has been.'),
  actualArrivalAt: moment,
  actualDepartureAt: moment,
  status: z.enum(stopStatuses).default('planned'),
});

export type RouteStop = z.output<typeof routeStop> & { id: string; order: number };

/** Stops as they are stored: in their order, numbered from 1, each with an id of its own. */
export const routeStops = z
  .array(routeStop)
  .max(maxStops)
  .superRefine((stops, context) => {
    for (const index of repeated(stops.map((stop) => stop.id)))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: 'Another stop has this id.' });
    for (const index of repeated(stops.map((stop) => stop.order)))
      context.addIssue({ code: 'custom', path: [index, 'order'], message: 'Another stop has this place in the sequence.' });
  })
  .transform((stops): RouteStop[] => {
    const placed = stops.map((stop, index) => ({ ...stop, order: stop.order ?? index + 1 }));
    const sorted = placed.sort((a, b) => a.order - b.order).map((stop, index) => ({ ...stop, order: index + 1 }));
    return withIds(sorted);
  });

/** Gives stops without an id the first free one of stop-1, stop-2 and so on. */
export function withIds<S extends { id?: string | undefined }>(stops: readonly S[]): (S & { id: string })[] {
  const taken = new Set(stops.map(({ id }) => id));
  let number = 0;
  const free = (): string => {
    do number += 1;
    while (taken.has(`stop-${number}`));
    return `stop-${number}`;
  };
  return stops.map((stop) => ({ ...stop, id: stop.id ?? free() }));
}

/** Indices of values that stood before. */
export function repeated(values: readonly (string | number | undefined)[]): number[] {
  return values.flatMap((value, index) => (value !== undefined && values.indexOf(value) < index ? [index] : []));
}
