import { z } from 'zod';
import { metadata, operatingHours, timeZone } from '../../fleet/fields.ts';
import { type Problem, polygonProblem, positionProblem } from './polygonProblem.ts';

// What values of a fence may look like. What its columns must be together is said by platform.check_geofence (sql/functions).

/** Of a rectangle: west, south, east, north (RFC 7946, section 5); west greater than east crosses the antimeridian. */
function rectangleProblem([west, south, east, north]: readonly number[]): Problem | undefined {
  const corners = [positionProblem([west, south]), positionProblem([east, north])];
  const at = corners.findIndex((message) => message !== undefined);
  if (at >= 0) return { path: [at * 2], message: corners[at] as string };
  if ((south as number) >= (north as number)) return { path: [1], message: `South ${south} is not below north ${north}.` };
  const width = (east as number) - (west as number);
  if (width !== 0 && width !== 360) return undefined;
  return { path: [2], message: 'A rectangle is more than 0 and less than 360 degrees wide.' };
}

/** Of a polygon: rings of positions. Of a rectangle: four numbers. */
export const coordinates = z
  .array(z.unknown())
  .superRefine((value, context) => {
    const isRectangle = value.length === 4 && value.every((one) => typeof one === 'number');
    const problem = isRectangle ? rectangleProblem(value as number[]) : polygonProblem(value);
    if (problem) context.addIssue({ code: 'custom', ...problem });
  })
  .meta({
    examples: [
      [
        [
          [15.61, 58.4],
          [15.63, 58.4],
          [15.63, 58.42],
          [15.61, 58.42],
          [15.61, 58.4],
        ],
      ],
      [15.61, 58.4, 15.63, 58.42],
    ],
  });

/** When alerts are wanted: local times by day, such as `{"timezone": "Africa/Lagos", "hours": {"monday": {"open": "08:00", "close": "18:00"}}}`. */
export const schedule = z.strictObject({
  timezone: timeZone,
  hours: operatingHours.refine(
    (hours) => Object.keys(hours).length > 0,
    'Name at least one day; leave the schedule out for always.',
  ),
});

export const geofenceFields = {
  name: z.string().trim().min(1).max(255),
  centerLatitude: z.number().min(-90).max(90),
  centerLongitude: z.number().min(-180).max(180),
  radiusM: z.number().min(1).max(1_000_000),
  coordinates,
  color: z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'a colour #rrggbb'),
  dwellMinutes: z.int().min(1).max(43_200),
  schedule,
  speedLimitKph: z.number().min(1).max(300),
  metadata,
};
