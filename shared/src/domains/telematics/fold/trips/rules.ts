import { z } from 'zod';
import { operatingHours, timeZone } from '../../../fleet/fields.ts';

/** By which hours a trip is business or personal, unless somebody says so. */
const classificationRules = z
  .strictObject({
    default: z.enum(['business', 'personal']).default('business').describe('What trips are where no business hours are set'),
    timezone: timeZone.default('UTC').describe('Time zone of the business hours (IANA name)'),
    businessHours: operatingHours
      .nullable()
      .default(null)
      .describe(
        'Trips within these hours are business, outside of them personal, over their border mixed; null: all are as `default`',
      ),
    personalGeofenceIds: z
      .array(z.guid())
      .max(200)
      .default([])
      .describe('Trips that begin or end in one of these fences (the homes of drivers, say) are personal'),
    purposeRequired: z.boolean().default(false).describe('Whoever says that a trip was business must say what for'),
  })
  .prefault({});

export const tripRules = z
  .strictObject({
    startDistanceM: z.number().min(20).max(5_000).default(200).describe('A trip begins this far from the last stop'),
    stopRadiusM: z.number().min(20).max(5_000).default(200).describe('A vehicle that stays within this distance has stopped'),
    stopAfterSeconds: z.int().min(30).max(7_200).default(180).describe('after this time'),
    ignitionOffSeconds: z
      .int()
      .min(1)
      .max(7_200)
      .default(60)
      .describe(
        'A vehicle that stands with its engine off for so long has stopped; engines that stop at traffic lights start again sooner',
      ),
    splitGapSeconds: z
      .int()
      .min(60)
      .max(86_400)
      .default(3_600)
      .describe('A trip ends where the vehicle was last seen if it is not seen for longer than this'),
    standingBelowKph: z.number().min(1).max(20).default(5).describe('Below this reported speed a vehicle stands'),
    jitterM: z
      .number()
      .min(0)
      .max(200)
      .default(30)
      .describe(
        'Places of a standing vehicle differ by so much, or by the accuracy of the fix if that is more; it adds no distance',
      ),
    odometerFactor: z
      .number()
      .min(1.05)
      .max(10)
      .default(2)
      .describe(
        'The odometer is believed where it shows at most so many times the distance between the fixes, and at least that part of it',
      ),
    polylineToleranceM: z
      .number()
      .min(1)
      .max(1_000)
      .default(10)
      .describe('The line of a trip leaves out fixes that lie nearer to it than this'),
    classification: classificationRules,
  })
  .prefault({});

export type TripRules = z.output<typeof tripRules>;
