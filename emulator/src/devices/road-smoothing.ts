import { type Coordinates, distanceM, headingDeg, turnDeg } from './geometry.ts';

/** A corner is rounded over this much road on each side of it, and no more than half of what there is. */
const longestTangentM = 30;
/** The rounded corner turns at most this much from point to point. */
const turnAtOnceDeg = 6;

/**
 * The same road with round corners. A recorded line turns at single points, which nothing that drives can do: its sideways
 * acceleration there would be infinite. A corner becomes a quadratic Bézier curve that leaves and meets the line along its legs.
 */
export function withRoundCorners(points: readonly Coordinates[]): Coordinates[] {
  const smooth: Coordinates[] = [];
  for (const [i, point] of points.entries()) {
    const [before, after] = [points[i - 1], points[i + 1]];
    const turn = before && after ? Math.abs(turnDeg(headingDeg(before, point), headingDeg(point, after))) : 0;
    if (!before || !after || turn < turnAtOnceDeg / 2) {
      smooth.push(point);
      continue;
    }
    const [legInM, legOutM] = [distanceM(before, point), distanceM(point, after)];
    const tangentM = Math.min(longestTangentM, legInM / 2, legOutM / 2);
    const from = mix(point, before, tangentM / legInM);
    const to = mix(point, after, tangentM / legOutM);
    const parts = Math.ceil(turn / turnAtOnceDeg) + 1;
    for (let part = 0; part <= parts; part++) {
      const share = part / parts;
      smooth.push(mix(mix(from, point, share), mix(point, to, share), share));
    }
  }
  return smooth.filter((point, i) => i === 0 || distanceM(smooth[i - 1]!, point) > 0.01);
}

function mix(a: Coordinates, b: Coordinates, share: number): Coordinates {
  return {
    latitude: a.latitude + (b.latitude - a.latitude) * share,
    longitude: a.longitude + (b.longitude - a.longitude) * share,
  };
}
