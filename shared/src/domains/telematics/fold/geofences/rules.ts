import { z } from 'zod';

export const geofenceRules = z
  .strictObject({
    minHysteresisM: z
      .number()
      .min(0)
      .max(1_000)
      .default(10)
      .describe('A fence is left or entered for certain this far beyond its border, or the accuracy of the fix if that is more'),
    maxGapSeconds: z
      .int()
      .min(10)
      .max(86_400)
      .default(1_800)
      .describe('Between two fixes further apart in time nobody knows the way: only where the vehicle is then counts'),
  })
  .prefault({});
