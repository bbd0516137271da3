import { z } from 'zod';
import { isAllowed } from '../../../auth/permissions.ts';
import { notFound, ruleViolated } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { rulesInForce } from '../rules/rulesInForce.ts';
import { usageTypes } from '../tables/index.ts';
import type { TripClassified } from '../trips/events.ts';

type Trip = {
  vehicleId: string;
  driverId: string | null;
  startedAt: Date;
  endedAt: Date | null;
  usageType: string | null;
  businessPurpose: string | null;
};

export const classifyTrip = verb({
  name: 'classify',
  on: 'trips',
  target: 'item',
  permission: 'trip.classify',
  summary: 'Say whether a trip was business or personal',
  description:
    "Stands above the organisation's rules from then on, also when late readings change the trip. Who may read only their own trips " +
    'classifies only those. A purpose is kept for business and mixed trips; rules may require it.',
  input: z.strictObject({
    usageType: z.enum(usageTypes),
    businessPurpose: z.string().trim().min(1).max(500).nullish().describe('What the trip was for; left out: as it was'),
  }),
  output: z.object({
    id: z.guid(),
    usageType: z.enum(usageTypes),
    usageByDriver: z.literal(true),
    businessPurpose: z.string().nullable(),
    classifiedAt: z.iso.datetime(),
  }),
  run: async ({ tx, id, input, principal, services }) => {
    const readable = isAllowed(principal, 'trip.read') ? '' : `and driver_id in ${ownDrivers}`;
    const [trip] = await tx.query<Trip>(
      `select vehicle_id as "vehicleId", driver_id as "driverId", started_at as "startedAt", ended_at as "endedAt",
         usage_type as "usageType", business_purpose as "businessPurpose"
       from trips where id = $1 ${readable} for no key update`,
      [id],
    );
    if (!trip) throw notFound('Trip', id);
    if (!trip.endedAt) throw ruleViolated('The trip goes on; say what it was for when it has ended.');

    const { usageType } = input;
    const given = input.businessPurpose === undefined ? trip.businessPurpose : input.businessPurpose;
    const businessPurpose = usageType === 'personal' ? null : given;
    const { rules } = await rulesInForce(tx, trip.startedAt);
    if (rules.trips.classification.purposeRequired && usageType !== 'personal' && businessPurpose === null) {
      const message = `A ${usageType} trip needs a businessPurpose: the organisation's rules ask for it.`;
      throw ruleViolated(message, [{ path: 'businessPurpose', message, code: 'required' }]);
    }
    await tx.query('update trips set usage_type = $2, usage_by_driver = true, business_purpose = $3 where id = $1', [
      id,
      usageType,
      businessPurpose,
    ]);
    const { vehicleId, driverId } = trip;
    const classifiedAt = services.clock.now().toISOString();
    const changed = { id, usageType, usageByDriver: true, businessPurpose, classifiedAt } as const;
    const data: TripClassified = { ...changed, vehicleId, driverId, previousUsageType: trip.usageType };
    tx.emit({ type: 'trip.classified', subjectType: 'trip', subjectId: id, data });
    return changed;
  },
});
