import { consumer } from '../../../runtime/consumer.ts';
import type { VehicleOdometerRecorded } from '../../fleet/events.ts';

type Recorded = { km: number; previousKm: number; readAt: Date };

/**
 * Carries what the odometer shows into the vehicle's record when a trip has ended, to a tenth of a kilometre. Only upwards: a lower
 * reading is for people to judge (the verb recordOdometer). Emits what that verb emits, so that maintenance needs one event only.
 */
export const recordOdometers = consumer({
  name: 'telematics.recordOdometers',
  events: ['trip.ended', 'trip.changed'],
  handle: async ({ tx, event }) => {
    const vehicleId = event.data.vehicleId as string;
    const [recorded] = await tx.query<Recorded>(
      `with shown as (
         select v.id, v.current_odometer_km as previous, round(s.odometer_km::numeric, 1) as km, s.odometer_recorded_at as read_at
         from vehicles v join vehicle_state s on s.id = v.id
         where v.id = $1 for no key update of v
       )
       update vehicles v set current_odometer_km = shown.km from shown
       where v.id = shown.id and shown.km > shown.previous
       returning shown.km::float8 as km, shown.previous::float8 as "previousKm", shown.read_at as "readAt"`,
      [vehicleId],
    );
    if (!recorded) return;
    const data: VehicleOdometerRecorded = {
      id: vehicleId,
      currentOdometerKm: recorded.km,
      previousOdometerKm: recorded.previousKm,
      correctionReason: null,
      recordedAt: recorded.readAt.toISOString(),
    };
    tx.emit({ type: 'vehicle.odometer_recorded', subjectType: 'vehicle', subjectId: vehicleId, data });
  },
});
