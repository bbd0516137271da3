import type { Tx } from '../../../db/scope.ts';
import type { Place } from '../geo/haversine.ts';
import { type LayerName, nearest } from '../layers/index.ts';
import type { Geocoder } from './geocoder.ts';

/** How far a record of a layer may be to say where something is. Weather stations are named after towns and airports. */
const reaches: readonly { layer: LayerName; radiusM: number }[] = [
  { layer: 'toll_plazas', radiusM: 1_000 },
  { layer: 'ev_charging_stations', radiusM: 1_000 },
  { layer: 'traffic_cameras', radiusM: 1_000 },
  { layer: 'weather_stations', radiusM: 30_000 },
];

/** Names places by the nearest record of the reference layers: `near Golden Glades`, `12 km from Miami International Airport`. */
export const layerPlaces: Geocoder = {
  reverse: (tx, places) => Promise.all(places.map((place) => nameOf(tx, place))),
};

async function nameOf(tx: Tx, place: Place): Promise<string | null> {
  const found = await Promise.all(reaches.map(({ layer, radiusM }) => nearest(tx, layer, place, 1, { radiusM })));
  const records = found.flatMap(([record]) => (record && typeof record.name === 'string' ? [record] : []));
  const [closest] = records.sort((a, b) => a.distanceM - b.distanceM);
  if (!closest) return null;
  return closest.distanceM <= 1_000 ? `near ${closest.name}` : `${Math.round(closest.distanceM / 1_000)} km from ${closest.name}`;
}
