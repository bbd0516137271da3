import { z } from 'zod';

export const connectivityRules = z
  .strictObject({
    offlineAfterSeconds: z
      .int()
      .min(30)
      .max(604_800)
      .default(900)
      .describe('A device of a vehicle in use that was silent for longer is offline'),
    parkedOfflineAfterSeconds: z
      .int()
      .min(30)
      .max(2_592_000)
      .default(90_000)
      .describe('The same for a parked vehicle, whose device may report once a day only'),
  })
  .prefault({});
