import { consumer } from '../../../runtime/consumer.ts';
import type { Place } from '../geo/haversine.ts';
import { geocoderOf } from '../geocoding/index.ts';

/** Says where a behaviour event happened. */
export const nameBehaviorEvents = consumer({
  name: 'telematics.nameBehaviorEvents',
  events: ['driver_behavior_event.detected', 'driver_behavior_event.changed'],
  handle: async ({ tx, event, services }) => {
    const [place] = await tx.query<Place>(
      'select latitude, longitude from driver_behavior_events where id = $1 and latitude is not null and longitude is not null',
      [event.subjectId],
    );
    if (!place) return;
    const [address = null] = await geocoderOf(services).reverse(tx, [place]);
    await tx.query('update driver_behavior_events set address = $2 where id = $1 and address is distinct from $2', [
      event.subjectId,
      address,
    ]);
  },
});
