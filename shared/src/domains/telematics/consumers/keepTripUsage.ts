import { consumer } from '../../../runtime/consumer.ts';
import type { TripClassified } from '../trips/events.ts';

type Withdrawn = {
  vehicleId: string;
  startedAt: string;
  endedAt: string | null;
  usageType: string | null;
  usageByDriver: boolean;
  businessPurpose: string | null;
};

type Successor = { id: string; driverId: string | null; previousUsageType: string | null };

/**
 * What somebody said of a trip outlives the trip: where a late reading shows that it began at another moment, it is another trip. The
 * word passes to those of the same vehicle that lie at least half within its time, unless they have one of their own.
 */
export const keepTripUsage = consumer({
  name: 'telematics.keepTripUsage',
  events: ['trip.withdrawn'],
  handle: async ({ tx, event, services }) => {
    const { vehicleId, startedAt, endedAt, usageType, usageByDriver, businessPurpose } = event.data as Withdrawn;
    if (!usageByDriver || usageType === null || endedAt === null) return;
    const successors = await tx.query<Successor>(
      `update trips t set usage_type = $4, usage_by_driver = true, business_purpose = $5
       from (select id, usage_type from trips where vehicle_id = $1 and started_at < $3 and ended_at > $2) before
       where t.id = before.id and not t.usage_by_driver
         and least(t.ended_at, $3) - greatest(t.started_at, $2) >= (t.ended_at - t.started_at) / 2
       returning t.id, t.driver_id as "driverId", before.usage_type as "previousUsageType"`,
      [vehicleId, startedAt, endedAt, usageType, businessPurpose],
    );
    const classifiedAt = services.clock.now().toISOString();
    for (const { id, driverId, previousUsageType } of successors) {
      const said = { usageType, usageByDriver: true, businessPurpose, classifiedAt } as const;
      const data: TripClassified = { id, vehicleId, driverId, previousUsageType, ...said };
      tx.emit({ type: 'trip.classified', subjectType: 'trip', subjectId: id, data });
    }
  },
});
