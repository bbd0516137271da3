import { z } from 'zod';
import { notFound, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { VehicleOdometerRecorded } from '../events.ts';

export const recordOdometer = verb({
  name: 'recordOdometer',
  on: 'vehicles',
  target: 'item',
  permission: 'vehicle.write',
  summary: 'Record the odometer reading of a vehicle',
  description: 'An odometer does not run backwards: a lower reading is a correction and needs its reason.',
  input: z.strictObject({
    odometerKm: z.number().min(0).max(99_999_999).describe('Kept to a tenth of a kilometre.'),
    correctionReason: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Why a lower reading is right: a typing error, a new instrument.'),
  }),
  output: z.object({
    id: z.guid(),
    currentOdometerKm: z.number(),
    previousOdometerKm: z.number(),
    correctionReason: z.string().nullable(),
    recordedAt: z.iso.datetime(),
  }),
  run: async ({ tx, id, input: { odometerKm, correctionReason }, services }) => {
    const [vehicle] = await tx.query<{ km: number }>(
      'select current_odometer_km::double precision as km from vehicles where id = $1 for no key update',
      [id],
    );
    if (!vehicle) throw notFound('Vehicle', id);
    const reading = Math.round(odometerKm * 10) / 10;
    const backwards = reading < vehicle.km;
    if (backwards && !correctionReason) {
      throw ruleViolated(
        `The odometer stood at ${vehicle.km} km; ${reading} km is less. Give a correctionReason if it is right.`,
        [{ path: 'odometerKm', message: `Is less than ${vehicle.km}.`, code: 'backwards' }],
      );
    }
    await tx.query('update vehicles set current_odometer_km = $2 where id = $1', [id, reading]);
    const data: VehicleOdometerRecorded = {
      id,
      currentOdometerKm: reading,
      previousOdometerKm: vehicle.km,
      correctionReason: backwards ? correctionReason! : null,
      recordedAt: services.clock.now().toISOString(),
    };
    tx.emit({ type: 'vehicle.odometer_recorded', subjectType: 'vehicle', subjectId: id, data });
    return data;
  },
});
