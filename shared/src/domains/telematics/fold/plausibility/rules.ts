import { z } from 'zod';

export const plausibilityRules = z
  .strictObject({
    maxSpeedKph: z
      .number()
      .min(10)
      .max(5_000)
      .default(400)
      .describe('A fix that would need more speed than this to be reached is not believed'),
    reanchorAfterFixes: z
      .int()
      .min(2)
      .max(20)
      .default(3)
      .describe('As many fixes in a row that agree with each other are believed after all'),
    maxAccuracyM: z.number().min(10).max(100_000).default(1_000).describe('Less exact fixes say nothing'),
  })
  .prefault({});
