import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { streamedVerb } from '../../../resource/streamed-verb.ts';
import { formatNames, formats } from '../reading/formats/index.ts';
import { trackFile, vehicleName } from '../reading/track-file.ts';

type Trip = { vehicle_id: string; trip_number: string; started_at: Date; ended_at: Date | null };

export const exportTrip = streamedVerb({
  name: 'export',
  on: 'trips',
  target: 'item',
  permission: 'trip.read',
  summary: 'The way of one trip, as a file',
  description: 'The positions from its start to its end, or up to now while it goes on. Formats as in vehicle-locations:export.',
  input: z.strictObject({ format: z.enum(formatNames) }),
  mediaTypes: [formats.gpx.mediaType, formats.kml.mediaType, formats.geojson.mediaType, formats.csv.mediaType],
  run: async ({ id, input: { format }, inScope, services, signal }) => {
    const { trip, name } = await inScope(async (tx) => {
      const [trip] = await tx.query<Trip>('select vehicle_id, trip_number, started_at, ended_at from trips where id = $1', [id]);
      if (!trip) throw notFound('Trip', id);
      return { trip, name: await vehicleName(tx, trip.vehicle_id) };
    });
    // The range of a track ends before its last moment; a trip ends with its last position.
    const to = trip.ended_at ? new Date(trip.ended_at.getTime() + 1) : services.clock.now();
    const track = { vehicleId: trip.vehicle_id, from: trip.started_at, to, includeImplausible: false };
    return trackFile({ track, name: `${name} ${trip.trip_number}`, format, inScope, signal });
  },
});
