import { earthRadiusM, type Place } from '../geo/haversine.ts';

const metresPerDegree = (Math.PI / 180) * earthRadiusM;

/**
 * The line without the places that lie within `toleranceM` of it: Douglas and Peucker 1973, "Algorithms for the reduction of the number
 * of points required to represent a digitized line", without recursion. The ends stay. Distances are measured on a plane, in which
 * a degree of longitude is as long as in the middle of the stretch: exact to a few per mille over a hundred kilometres.
 */
export function simplifyLine<P extends Place>(line: readonly P[], toleranceM: number): P[] {
  if (line.length <= 2) return [...line];
  const kept = new Uint8Array(line.length);
  kept[0] = 1;
  kept[line.length - 1] = 1;
  const stretches: [first: number, last: number][] = [[0, line.length - 1]];
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [first, last] = stretch;
    const farthest = farthestFrom(line, first, last);
    if (farthest.distanceM <= toleranceM) continue;
    kept[farthest.index] = 1;
    stretches.push([first, farthest.index], [farthest.index, last]);
  }
  return line.filter((_, index) => kept[index] === 1);
}

/** The place between two others of the line that lies farthest from the segment that joins them. */
function farthestFrom(line: readonly Place[], first: number, last: number): { index: number; distanceM: number } {
  const origin = line[first] as Place;
  const end = line[last] as Place;
  const eastM = Math.cos(((origin.latitude + end.latitude) / 2) * (Math.PI / 180)) * metresPerDegree;
  const x = (place: Place) => (((place.longitude - origin.longitude + 540) % 360) - 180) * eastM;
  const y = (place: Place) => (place.latitude - origin.latitude) * metresPerDegree;
  const [endX, endY] = [x(end), y(end)];
  const lengthSquared = endX * endX + endY * endY;
  let index = first;
  let farthestSquared = 0;
  for (let i = first + 1; i < last; i += 1) {
    const place = line[i] as Place;
    const [placeX, placeY] = [x(place), y(place)];
    const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (placeX * endX + placeY * endY) / lengthSquared));
    const [offX, offY] = [placeX - along * endX, placeY - along * endY];
    const squared = offX * offX + offY * offY;
    if (squared > farthestSquared) [index, farthestSquared] = [i, squared];
  }
  return { index, distanceM: Math.sqrt(farthestSquared) };
}
