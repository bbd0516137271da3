import { distanceM, type Place } from '../geo/haversine.ts';
import type { FuelModel } from './fuelModel.ts';
import { type DistanceMatrix, emptyMatrix } from './matrix.ts';

/**
 * Roads are longer than straight lines: 1.4 times on average in the United States and in Europe (Boscoe, Henry and Zdeb 2012, "A
 * nationwide comparison of driving distance versus straight-line distance to hospitals": 1.417; Ballou, Rahardja and Sakai 2002,
 * "Selected country circuity factors for road travel distance estimation": 1.2 to 1.65 by country).
 */
export const detourFactor = 1.4;

/**
 * Speeds by how far the way has got: the first and last kilometres lie in town, long ways use motorways. An assumption for lack of
 * a road network, not a measurement; a road router knows better.
 */
const portions = [
  { upToM: 5_000, speedKph: 30 },
  { upToM: 25_000, speedKph: 50 },
  { upToM: Number.POSITIVE_INFINITY, speedKph: 85 },
];

/** The way between two places as it is estimated without a road network. */
export type Leg = { metres: number; seconds: number; litres: number; litresPerKg: number };

/** Estimates one way: whole metres along the road, whole seconds, and litres. */
export function estimateLeg(from: Place, to: Place, fuel: FuelModel): Leg {
  const metres = Math.round(distanceM(from, to) * detourFactor);
  let seconds = 0;
  let litres = 0;
  let begin = 0;
  for (const { upToM, speedKph } of portions) {
    const portionM = Math.min(metres, upToM) - begin;
    if (portionM <= 0) break;
    seconds += portionM / (speedKph / 3.6);
    litres += fuel.litres(portionM, speedKph);
    begin = upToM;
  }
  return { metres, seconds: Math.ceil(seconds), litres, litresPerKg: fuel.litresPerKg(metres) };
}

/** The matrix of places that needs no network: great circles, a detour factor, a profile of speeds and a fuel model. */
export function estimateMatrix(places: readonly Place[], fuel: FuelModel): DistanceMatrix {
  const matrix = emptyMatrix(places.length);
  for (const [from, origin] of places.entries()) {
    for (const [to, destination] of places.entries()) {
      if (from === to) continue;
      const cell = from * matrix.size + to;
      const leg = estimateLeg(origin, destination, fuel);
      matrix.metres[cell] = leg.metres;
      matrix.seconds[cell] = leg.seconds;
      matrix.litres[cell] = leg.litres;
      matrix.litresPerKg[cell] = leg.litresPerKg;
    }
  }
  return matrix;
}
