import { z } from 'zod';

export const engineRules = z
  .strictObject({
    idleMinSeconds: z.int().min(30).max(86_400).default(300).describe('Standing with the engine on for so long is idling'),
    idleMaxGapSeconds: z
      .int()
      .min(60)
      .max(86_400)
      .default(600)
      .describe('Silence longer than this says nothing about idling: it ended with the last reading'),
    fuelDropPercent: z
      .number()
      .min(1)
      .max(100)
      .default(10)
      .describe('The tank lost so many percent, beyond what the engine can have burnt'),
    fuelRisePercent: z.number().min(1).max(100).default(10).describe('The tank gained so many percent'),
    fuelConfirmSamples: z
      .int()
      .min(2)
      .max(20)
      .default(3)
      .describe('A changed level counts once so many levels in a row, which may slosh, agree that it changed'),
    fuelConfirmSeconds: z.int().min(0).max(3_600).default(60).describe('and for so long'),
    fuelMaxUsePercentPerHour: z
      .number()
      .min(0)
      .max(1_000)
      .default(20)
      .describe('Percent of the tank that an engine can burn in an hour that it runs'),
    troubleCodeClearSeconds: z
      .int()
      .min(0)
      .max(604_800)
      .default(600)
      .describe('A trouble code is cleared once the vehicle was looked at again after so long without finding it'),
  })
  .prefault({});
