import type { TrackPoint } from '../track.ts';
import type { Format, TrackInfo } from './format.ts';
import { linesOf } from './lines.ts';

/**
 * GeoJSON (RFC 7946): a LineString for each stretch, with what belongs to its positions beside it in `coordinateProperties`, in the
 * same order, as https://github.com/placemark/togeojson does. A stretch of one position is a Point.
 */
export const geojson: Format = {
  mediaType: 'application/geo+json',
  extension: 'geojson',
  async *write(info, pages) {
    yield '{"type":"FeatureCollection","features":[';
    let separator = '\n';
    for await (const line of linesOf(pages)) {
      yield separator + JSON.stringify(featureOf(info, line));
      separator = ',\n';
    }
    yield '\n]}\n';
  },
};

function featureOf({ name, vehicleId }: TrackInfo, line: TrackPoint[]) {
  const coordinates = line.map(({ longitude, latitude, altitudeM }) =>
    altitudeM === null ? [longitude, latitude] : [longitude, latitude, altitudeM],
  );
  const times = line.map(({ recordedMs }) => new Date(recordedMs).toISOString());
  return {
    type: 'Feature',
    geometry: line.length === 1 ? { type: 'Point', coordinates: coordinates[0] } : { type: 'LineString', coordinates },
    properties: {
      name,
      vehicleId,
      startedAt: times[0],
      endedAt: times.at(-1),
      coordinateProperties: {
        times,
        speedsKph: line.map(({ speedKph }) => speedKph),
        headingsDeg: line.map(({ headingDeg }) => headingDeg),
      },
    },
  };
}
