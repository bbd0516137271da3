import { consumer } from '../../../runtime/consumer.ts';
import { geocoderOf } from '../geocoding/index.ts';
import type { TripCompleted } from '../trips/events.ts';
import { tripPolyline } from '../trips/trip-polyline.ts';

type Trip = {
  vehicleId: string;
  driverId: string | null;
  startedAt: Date;
  endedAt: Date;
  startLatitude: number;
  startLongitude: number;
  endLatitude: number;
  endLongitude: number;
};

/** Draws the line of a trip that has ended, and names its ends. From what is stored by now, so that events may come late or twice. */
export const completeTrips = consumer({
  name: 'telematics.completeTrips',
  events: ['trip.ended', 'trip.changed'],
  handle: async ({ tx, event, services }) => {
    const [trip] = await tx.query<Trip>(
      `select vehicle_id as "vehicleId", driver_id as "driverId", started_at as "startedAt", ended_at as "endedAt",
         start_latitude as "startLatitude", start_longitude as "startLongitude",
         end_latitude as "endLatitude", end_longitude as "endLongitude"
       from trips where id = $1 and ended_at is not null`,
      [event.subjectId],
    );
    if (!trip) return;
    const routePolyline = await tripPolyline(tx, trip);
    const ends = [
      { latitude: trip.startLatitude, longitude: trip.startLongitude },
      { latitude: trip.endLatitude, longitude: trip.endLongitude },
    ];
    const [startAddress = null, endAddress = null] = await geocoderOf(services).reverse(tx, ends);
    const changed = await tx.query(
      `update trips set route_polyline = $2, start_address = $3, end_address = $4
       where id = $1 and (route_polyline, start_address, end_address) is distinct from ($2, $3, $4) returning id`,
      [event.subjectId, routePolyline, startAddress, endAddress],
    );
    if (changed.length === 0) return;
    const { vehicleId, driverId } = trip;
    const data: TripCompleted = { id: event.subjectId, vehicleId, driverId, routePolyline, startAddress, endAddress };
    tx.emit({ type: 'trip.completed', subjectType: 'trip', subjectId: event.subjectId, data });
  },
});
